import type { ForestAskInput } from '@morinowa/shared/forest/estimate-ask.ts'
import { useEffect, useState } from 'react'
import { useText } from '../app/text.tsx'
import { NumberField } from '../ui/field.tsx'

const G_PER_TONNE = 1_000_000
const MOST_TONNES = 1_000_000_000

/** Growth against one cut and its replanting. */
export function BalanceFields({ onAsk }: { onAsk: (ask: ForestAskInput) => void }) {
  const { methodologyPages } = useText()
  const words = methodologyPages.forest
  const [uptake, setUptake] = useState(900)
  const [cut, setCut] = useState(1_000)
  const [replant, setReplant] = useState(800)
  const [bufferPercent, setBuffer] = useState(Number.NaN)

  useEffect(() => {
    const grams = (tonnes: number) => Math.round(tonnes * G_PER_TONNE)
    onAsk({
      kind: 'harvest-balance',
      years: [{ year: 1, uptakeG: grams(uptake), cutG: grams(cut), replantStockG: grams(replant) }],
      ...(Number.isFinite(bufferPercent) && { bufferBp: Math.round(bufferPercent * 100) }),
    })
  }, [uptake, cut, replant, bufferPercent, onAsk])

  const tonnes = { unit: 't', decimals: 3, minValue: 0, maxValue: MOST_TONNES } as const
  return (
    <>
      <NumberField name="uptakeG" label={words.uptake} {...tonnes} value={uptake} onChange={setUptake} />
      <NumberField name="cutG" label={words.cut} {...tonnes} value={cut} onChange={setCut} />
      <NumberField name="replantStockG" label={words.replant} {...tonnes} value={replant} onChange={setReplant} />
      <NumberField
        name="bufferBp"
        label={words.buffer}
        description={words.bufferUnknown}
        unit="%"
        decimals={2}
        minValue={0}
        maxValue={100}
        value={bufferPercent}
        onChange={setBuffer}
      />
    </>
  )
}
