import type { ForestCoefficients, SpeciesCoefficients } from '@morinowa/shared/forest/coefficients.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { SelectField } from '../ui/field.tsx'

/** Whether everything that a stand over the changing age needs was read in a source. */
export const isChecked = ({ verified }: SpeciesCoefficients): boolean =>
  verified.bef && verified.rootRatio && verified.density && verified.carbonFraction

export function SpeciesField({
  coefficients,
  value,
  onChange,
}: {
  coefficients: ForestCoefficients
  value: string
  onChange: (id: string) => void
}) {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const words = methodologyPages.forest
  return (
    <SelectField
      name="species"
      label={words.species}
      value={value}
      onChange={onChange}
      choices={coefficients.species.map((one) => ({
        id: one.id,
        label: one.name[language],
        description: isChecked(one) ? words.checked : words.unchecked,
      }))}
    />
  )
}
