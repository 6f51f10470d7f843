import type { Order } from '@morinowa/shared/marketplace/contract.ts'
import { useText } from '../app/text.tsx'
import { Status } from '../ui/status.tsx'
import type { Tone } from '../ui/tone.ts'

const tones: Record<Order['state'], Tone> = {
  'awaiting-payment': 'wait',
  delivered: 'info',
  settled: 'good',
  expired: 'plain',
  cancelled: 'plain',
  refunded: 'plain',
}

export function OrderState({ state }: { state: Order['state'] }) {
  const { marketplace } = useText()
  return <Status tone={tones[state]}>{marketplace.states[state]}</Status>
}
