import { useText } from '../app/text.tsx'
import { PlaceField } from '../municipalities/place-field.tsx'
import { TextField } from '../ui/field.tsx'
import { EventFields, ResidualFields } from './counted-fields.tsx'
import { FundFields } from './fund-fields.tsx'
import { ProductFields } from './product-fields.tsx'
import type { FieldsProps } from './scheme-draft.ts'
import { StayFields } from './stay-fields.tsx'

/** Everything that has to be said about a scheme, the kind's own part first. */
export function SchemeFields(props: FieldsProps) {
  const { schemes } = useText()
  const { draft, onChange } = props
  const text = schemes.create
  return (
    <>
      <TextField
        name="name"
        label={text.name}
        description={text.nameHelp}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        maxLength={80}
        isRequired
      />
      {draft.kind === 'per-item-fund' && <FundFields {...props} />}
      {draft.kind === 'unit-attachment' && <ProductFields {...props} />}
      {draft.kind === 'stay-offset' && <StayFields {...props} />}
      {draft.kind === 'event-offset' && <EventFields {...props} />}
      {draft.kind === 'residual-offset' && <ResidualFields {...props} />}
      <TextField
        name="place"
        label={draft.kind === 'event-offset' ? text.eventPlace : text.place}
        description={text.placeHelp}
        value={draft.place}
        onChange={(place) => onChange({ place })}
        maxLength={120}
        isRequired
      />
      <PlaceField
        name="municipalityCode"
        label={text.municipality}
        value={draft.municipalityCode}
        onChange={(municipalityCode) => onChange({ municipalityCode })}
        isRequired
      />
      <TextField
        name="beneficiary"
        label={text.beneficiary}
        description={text.beneficiaryHelp}
        value={draft.beneficiary}
        onChange={(beneficiary) => onChange({ beneficiary })}
        maxLength={120}
      />
    </>
  )
}
