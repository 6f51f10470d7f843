import type { ForestCoefficients } from '@morinowa/shared/forest/coefficients.ts'
import type { ForestAskInput } from '@morinowa/shared/forest/estimate-ask.ts'
import { useEffect, useState } from 'react'
import { useText } from '../app/text.tsx'
import { NumberField, SelectField } from '../ui/field.tsx'
import { SpeciesField } from './species-field.tsx'

const CM3_PER_M3 = 1_000_000
type Product = 'sawnwood' | 'panels'
type Use = 'building' | 'other'

/** Logs that become one product for one use. */
export function WoodFields({
  coefficients,
  onAsk,
}: {
  coefficients: ForestCoefficients
  onAsk: (ask: ForestAskInput) => void
}) {
  const { methodologyPages } = useText()
  const words = methodologyPages.forest
  const [species, setSpecies] = useState(coefficients.species[0]?.id ?? '')
  const [product, setProduct] = useState<Product>('sawnwood')
  const [use, setUse] = useState<Use>('building')
  const [logs, setLogs] = useState(131)
  const [yieldPercent, setYield] = useState(Number.NaN)

  useEffect(() => {
    onAsk({
      kind: 'wood-products',
      species,
      logs: [
        {
          product,
          use,
          logVolumeCm3: Math.round(logs * CM3_PER_M3),
          ...(Number.isFinite(yieldPercent) && { yieldMilli: Math.round(yieldPercent * 10) }),
        },
      ],
    })
  }, [species, product, use, logs, yieldPercent, onAsk])

  return (
    <>
      <SpeciesField coefficients={coefficients} value={species} onChange={setSpecies} />
      <SelectField
        name="product"
        label={words.product}
        value={product}
        onChange={(id) => setProduct(id as Product)}
        choices={(['sawnwood', 'panels'] as const).map((id) => ({ id, label: words.products[id] }))}
      />
      <SelectField
        name="use"
        label={words.use}
        value={use}
        onChange={(id) => setUse(id as Use)}
        choices={(['building', 'other'] as const).map((id) => ({ id, label: words.uses[id] }))}
      />
      <NumberField
        name="logVolumeCm3"
        label={words.logs}
        unit="m³"
        decimals={6}
        minValue={0.000001}
        maxValue={1_000_000}
        value={logs}
        onChange={setLogs}
      />
      <NumberField
        name="yieldMilli"
        label={words.yield}
        description={words.yieldUnknown}
        unit="%"
        decimals={1}
        minValue={0.1}
        maxValue={100}
        value={yieldPercent}
        onChange={setYield}
      />
    </>
  )
}
