import { useState } from 'react'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { dropEstimate, keptEstimate } from './kept-estimate.ts'

/** What the visitor is about to buy for, until they think better of it. */
export function EstimateNote() {
  const { estimateOrder } = useText().desk
  const format = useFormat()
  const [kept, setKept] = useState(keptEstimate)
  if (!kept) return null
  return (
    <Note title={estimateOrder.for(kept.name, format.exactMassText(kept.emittedG))}>
      <p>{estimateOrder.lead}</p>
      <Button
        look="quiet"
        icon="cross"
        onPress={() => {
          dropEstimate()
          setKept(null)
        }}
      >
        {estimateOrder.drop}
      </Button>
    </Note>
  )
}
