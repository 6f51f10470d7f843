import { useText } from '../app/text.tsx'
import { SelectField } from '../ui/field.tsx'

/** Whether a price has consumption tax in it. */
export function TaxField({
  taxIncluded,
  onChange,
}: {
  taxIncluded: boolean
  onChange: (taxIncluded: boolean) => void
}) {
  const { marketplace } = useText()
  return (
    <SelectField
      name="taxIncluded"
      label={marketplace.sell.tax}
      value={taxIncluded ? 'in' : 'out'}
      onChange={(chosen) => onChange(chosen === 'in')}
      choices={[
        { id: 'out', label: marketplace.sell.taxExcluded },
        { id: 'in', label: marketplace.sell.taxIncluded },
      ]}
    />
  )
}
