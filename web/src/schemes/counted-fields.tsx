import { useText } from '../app/text.tsx'
import { TextField } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { Segments } from '../ui/segments.tsx'
import { EmissionFields } from './emission-fields.tsx'
import { EmissionSum } from './emission-sum.tsx'
import type { FieldsProps, SchemeDraft } from './scheme-draft.ts'
import { SourceFields } from './source-fields.tsx'
import { useFactorsOfToday } from './use-factors.ts'

/** An event: when, out of which credits, and what it is likely to emit. */
export function EventFields(props: FieldsProps) {
  const { schemes } = useText()
  const { draft, onChange } = props
  const text = schemes.create
  return (
    <>
      <TextField
        name="event/name"
        label={text.eventName}
        value={draft.eventName}
        onChange={(eventName) => onChange({ eventName })}
        maxLength={120}
        isRequired
      />
      <SpanFields {...props} names={['event/from', 'event/to']} />
      <SourceFields {...props} />
      <EstimateFields {...props} />
      <KgField
        name="gPerVisitor"
        label={text.perVisitor}
        description={text.perVisitorHelp}
        value={draft.visitorKg}
        onChange={(visitorKg) => onChange({ visitorKg })}
      />
    </>
  )
}

/** Goods transport or public buildings: what is left after measures. */
export function ResidualFields(props: FieldsProps) {
  const { schemes } = useText()
  const { draft, onChange } = props
  const text = schemes.create
  return (
    <>
      <Segments
        label={text.subject}
        isTitled
        value={draft.subject}
        onChange={(subject) => onChange({ subject: subject as SchemeDraft['subject'] })}
        choices={[
          { id: 'goods-transport', label: text.subjects['goods-transport'] },
          { id: 'public-building', label: text.subjects['public-building'] },
        ]}
      />
      <p className="text-soft">{text.residualNote}</p>
      <SpanFields {...props} names={['period/from', 'period/to']} />
      <SourceFields {...props} />
      <EstimateFields {...props} />
    </>
  )
}

/** What is set aside beforehand: a mass, or counted from numbers. */
function EstimateFields({ draft, onChange }: FieldsProps) {
  const { schemes, desk } = useText()
  const { count } = desk
  const text = schemes.create
  const factors = useFactorsOfToday()
  return (
    <>
      <Segments
        label={`${text.estimate}: ${count.how}`}
        isTitled
        value={draft.estimates}
        onChange={(estimates) => onChange({ estimates: estimates as SchemeDraft['estimates'] })}
        choices={(['mass', 'counted'] as const).map((id) => ({ id, label: count.hows[id] }))}
      />
      {draft.estimates === 'mass' ? (
        <KgField
          name="estimateG"
          label={text.estimate}
          description={text.estimateHelp}
          value={draft.estimateKg}
          onChange={(estimateKg) => onChange({ estimateKg })}
        />
      ) : (
        <>
          <p className="text-soft">{count.estimateLead}</p>
          <EmissionFields
            draft={draft.emission}
            onChange={(emission) => onChange({ emission })}
            name="estimate"
            massName="estimateG"
          />
          {factors && <EmissionSum draft={draft.emission} factors={factors} />}
        </>
      )}
    </>
  )
}

/** The first and the last day. */
function SpanFields({ draft, onChange, names: [from, to] }: FieldsProps & { names: readonly [string, string] }) {
  const { schemes } = useText()
  const text = schemes.create
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        name={from}
        type="date"
        label={text.eventFrom}
        value={draft.eventFrom}
        onChange={(eventFrom) => onChange({ eventFrom, ...(draft.eventTo < eventFrom && { eventTo: eventFrom }) })}
        isRequired
      />
      <TextField
        name={to}
        type="date"
        label={text.eventTo}
        value={draft.eventTo}
        onChange={(eventTo) => onChange({ eventTo })}
        isRequired
      />
    </div>
  )
}
