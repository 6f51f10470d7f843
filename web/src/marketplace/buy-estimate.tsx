import type { Ask } from '@morinowa/shared/methodology/ask.ts'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { keepEstimate } from './kept-estimate.ts'

/** From an estimate to the market, where the order is for what was estimated. */
export function BuyEstimate(estimate: { ask: Ask; emittedG: number; name: string }) {
  const { estimateOrder } = useText().desk
  const navigate = useNavigate()
  if (estimate.emittedG <= 0) return null
  return (
    <Button
      look="secondary"
      icon="basket"
      className="justify-self-start"
      onPress={() => {
        keepEstimate(estimate)
        void navigate({ to: '/market' })
      }}
    >
      {estimateOrder.button}
    </Button>
  )
}
