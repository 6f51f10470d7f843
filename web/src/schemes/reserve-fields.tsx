import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { HoldingField } from '../credits/holding-field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import type { FieldsProps } from './scheme-draft.ts'

const GRAMS_PER_KG = 1_000

/** The lot behind the scheme and how much of it is set aside. */
export function ReserveFields({ draft, onChange }: FieldsProps) {
  const { schemes } = useText()
  const format = useFormat()
  const text = schemes.create
  return (
    <HoldingField
      name="reserve/lotId"
      label={text.reserve}
      value={draft.lotId}
      onChange={({ lotId, availableG }) =>
        onChange({
          lotId,
          ...(Number.isNaN(draft.reserveKg) && { reserveKg: Math.floor(availableG / GRAMS_PER_KG) }),
        })
      }
    >
      {({ availableG }) => (
        <KgField
          name="reserve/massG"
          label={text.reserveMass}
          description={text.reserveHelp(format.exactMassText(availableG))}
          maxValue={availableG / GRAMS_PER_KG}
          value={draft.reserveKg}
          onChange={(reserveKg) => onChange({ reserveKg })}
          isRequired
        />
      )}
    </HoldingField>
  )
}
