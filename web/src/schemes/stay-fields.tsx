import { useText } from '../app/text.tsx'
import { NumberField } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { Segments } from '../ui/segments.tsx'
import { ReserveFields } from './reserve-fields.tsx'
import type { FieldsProps, SchemeDraft } from './scheme-draft.ts'

/** What a night emits, who pays for it, and the credits behind it. */
export function StayFields({ draft, onChange }: FieldsProps) {
  const { schemes } = useText()
  const text = schemes.create
  return (
    <>
      <KgField
        name="gPerGuestNight"
        label={text.perNight}
        description={text.perNightHelp}
        maxValue={1_000}
        value={draft.nightKg}
        onChange={(nightKg) => onChange({ nightKg })}
      />
      <Segments
        label={text.payer}
        isTitled
        value={draft.payer}
        onChange={(payer) => onChange({ payer: payer as SchemeDraft['payer'] })}
        choices={[
          { id: 'hotel', label: text.payers.hotel },
          { id: 'guest', label: text.payers.guest },
        ]}
      />
      {draft.payer === 'guest' && (
        <NumberField
          name="yenPerGuestNight"
          label={text.guestPays}
          description={text.guestPaysHelp}
          unit={schemes.yen}
          minValue={1}
          maxValue={100_000}
          value={draft.guestYen}
          onChange={(guestYen) => onChange({ guestYen })}
          isRequired
        />
      )}
      <ReserveFields draft={draft} onChange={onChange} />
    </>
  )
}
