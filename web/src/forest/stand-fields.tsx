import type { ForestCoefficients } from '@morinowa/shared/forest/coefficients.ts'
import type { ForestAskInput } from '@morinowa/shared/forest/estimate-ask.ts'
import { useEffect, useState } from 'react'
import { useText } from '../app/text.tsx'
import { NumberField } from '../ui/field.tsx'
import { SpeciesField } from './species-field.tsx'

export type StandKind = 'uptake' | 'stock'

const M2_PER_HA = 10_000
const CM3_PER_M3 = 1_000_000

/** A stand: what grows on how much land, how old, and how fast or how much. */
export function StandFields({
  kind,
  coefficients,
  onAsk,
}: {
  kind: StandKind
  coefficients: ForestCoefficients
  onAsk: (ask: ForestAskInput) => void
}) {
  const { methodologyPages } = useText()
  const words = methodologyPages.forest
  const [species, setSpecies] = useState(coefficients.species[0]?.id ?? '')
  const [hectares, setHectares] = useState(1)
  const [ageYears, setAge] = useState(38)
  const [growth, setGrowth] = useState(9.747568)
  const [volume, setVolume] = useState(337)
  const [years, setYears] = useState(1)

  useEffect(() => {
    const stand = { species, ageYears, areaM2: Math.round(hectares * M2_PER_HA) }
    onAsk(
      kind === 'uptake'
        ? { kind, ...stand, growthCm3PerHaYear: Math.round(growth * CM3_PER_M3), years }
        : { kind, ...stand, stemVolumeCm3PerHa: Math.round(volume * CM3_PER_M3) },
    )
  }, [kind, species, hectares, ageYears, growth, volume, years, onAsk])

  return (
    <>
      <SpeciesField coefficients={coefficients} value={species} onChange={setSpecies} />
      <NumberField
        name="areaM2"
        label={words.area}
        unit="ha"
        decimals={4}
        minValue={0.0001}
        maxValue={100_000}
        value={hectares}
        onChange={setHectares}
      />
      <NumberField name="ageYears" label={words.age} minValue={1} maxValue={1_000} value={ageYears} onChange={setAge} />
      {kind === 'uptake' ? (
        <>
          <NumberField
            name="growthCm3PerHaYear"
            label={words.growth}
            unit="m³"
            decimals={6}
            minValue={0}
            maxValue={200}
            value={growth}
            onChange={setGrowth}
          />
          <NumberField name="years" label={words.years} minValue={1} maxValue={100} value={years} onChange={setYears} />
        </>
      ) : (
        <NumberField
          name="stemVolumeCm3PerHa"
          label={words.volume}
          unit="m³"
          decimals={3}
          minValue={0}
          maxValue={5_000}
          value={volume}
          onChange={setVolume}
        />
      )}
    </>
  )
}
