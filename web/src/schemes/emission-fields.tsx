import { EnergyCarrier, TravelMode } from '@morinowa/shared/schemes/emission.ts'
import type { ReactNode } from 'react'
import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { NumberField, SelectField, TextField } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { type CountedList, type EmissionDraft, newRows } from './emission-draft.ts'

type EmissionFieldsProps = {
  draft: EmissionDraft
  onChange: (draft: EmissionDraft) => void
  /** The place of the emission in the body: `emission`, `estimate`. */
  name: string
  /** The place of what was measured elsewhere. */
  massName: string
}

/** Everything that can be counted: how people came, power and fuel, goods, what was done first. */
export function EmissionFields({ draft, onChange, name, massName }: EmissionFieldsProps) {
  const { count } = useText().desk
  const list = <List extends CountedList>(id: List) => ({
    id,
    name: `${name}/${id}`,
    rows: draft[id] as EmissionDraft[List],
    onChange: (rows: EmissionDraft[List]) => onChange({ ...draft, [id]: rows }),
  })
  return (
    <div className="grid gap-6">
      <Rows {...list('travel')} lead={count.travelLead} nameOf={({ mode }) => count.modes[mode]}>
        {({ mode, people, km }, at, change) => (
          <>
            <SelectField
              name={`${at}/mode`}
              label={count.mode}
              value={mode}
              onChange={(chosen) => change({ mode: chosen as TravelMode })}
              choices={TravelMode.options.map((id) => ({ id, label: count.modes[id] }))}
            />
            <NumberField
              name={`${at}/people`}
              label={count.people}
              minValue={1}
              maxValue={10_000_000}
              value={people}
              onChange={(value) => change({ people: value })}
              isRequired
            />
            <Kilometres
              name={`${at}/distanceM`}
              label={count.distance}
              value={km}
              onChange={(value) => change({ km: value })}
            />
          </>
        )}
      </Rows>
      <Rows {...list('energy')} lead={count.energyLead} nameOf={({ carrier }) => count.carriers[carrier]}>
        {({ carrier, quantity }, at, change) => (
          <>
            <SelectField
              name={`${at}/carrier`}
              label={count.carrier}
              value={carrier}
              onChange={(chosen) => change({ carrier: chosen as EnergyCarrier })}
              choices={EnergyCarrier.options.map((id) => ({ id, label: count.carriers[id] }))}
            />
            <NumberField
              name={`${at}/quantity`}
              label={count.quantity}
              unit={count.units[carrier]}
              minValue={1}
              value={quantity}
              onChange={(value) => change({ quantity: value })}
              isRequired
            />
          </>
        )}
      </Rows>
      <Rows {...list('goods')} lead={count.goodsLead} nameOf={({ what }) => what || count.goods}>
        {({ what, kg, km, gPerTonneKm, source }, at, change) => (
          <>
            <TextField
              name={`${at}/what`}
              label={count.what}
              value={what}
              onChange={(value) => change({ what: value })}
              maxLength={120}
              isRequired
            />
            <NumberField
              name={`${at}/massKg`}
              label={count.weight}
              unit="kg"
              minValue={1}
              value={kg}
              onChange={(value) => change({ kg: value })}
              isRequired
            />
            <Kilometres
              name={`${at}/distanceM`}
              label={count.goodsDistance}
              value={km}
              onChange={(value) => change({ km: value })}
            />
            <NumberField
              name={`${at}/mgPerTonneKm`}
              label={count.gPerTonneKm}
              unit={count.gPerTonneKmUnit}
              decimals={3}
              minValue={0.001}
              maxValue={10_000}
              value={gPerTonneKm}
              onChange={(value) => change({ gPerTonneKm: value })}
              isRequired
            />
            <TextField
              name={`${at}/source`}
              label={count.source}
              description={count.sourceHelp}
              value={source}
              onChange={(value) => change({ source: value })}
              maxLength={200}
              isRequired
            />
          </>
        )}
      </Rows>
      <div className="max-w-md">
        <KgField
          name={massName}
          label={count.measured}
          description={count.measuredHelp}
          value={draft.measuredKg}
          onChange={(measuredKg) => onChange({ ...draft, measuredKg })}
        />
      </div>
      <Rows {...list('measures')} lead={count.measuresLead} nameOf={({ what }) => what || count.measure}>
        {({ what, kg }, at, change) => (
          <>
            <TextField
              name={`${at}/what`}
              label={count.measure}
              value={what}
              onChange={(value) => change({ what: value })}
              maxLength={120}
              isRequired
            />
            <KgField
              name={`${at}/massG`}
              label={count.saved}
              value={kg}
              onChange={(value) => change({ kg: value })}
              isRequired
            />
          </>
        )}
      </Rows>
    </div>
  )
}

type Numbered = { key: number }

/** A list whose lines are added and taken away one by one. */
function Rows<Row extends Numbered>({
  id,
  name,
  lead,
  rows,
  nameOf,
  onChange,
  children,
}: {
  id: CountedList
  name: string
  lead: string
  rows: Row[]
  nameOf: (row: Row) => string
  onChange: (rows: Row[]) => void
  children: (row: Row, at: string, change: (part: Partial<Row>) => void) => ReactNode
}) {
  const { count } = useText().desk
  return (
    <fieldset className="grid gap-3 rounded-12 border border-line p-4">
      <legend className="px-2 font-bold">{count[id]}</legend>
      <p className="text-soft">{lead}</p>
      {rows.map((row, i) => (
        <div key={row.key} className="grid gap-2 border-b border-line pb-3">
          <div className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-3">
            {children(row, `${name}/${i}`, (part) =>
              onChange(rows.map((one) => (one.key === row.key ? { ...one, ...part } : one))),
            )}
          </div>
          <Button
            look="quiet"
            icon="cross"
            className="justify-self-start"
            onPress={() => onChange(rows.filter(({ key }) => key !== row.key))}
          >
            {count.remove(nameOf(row))}
          </Button>
        </div>
      ))}
      <Button
        look="secondary"
        icon="plus"
        className="justify-self-start"
        onPress={() => {
          const key = Math.max(0, ...rows.map((one) => one.key)) + 1
          onChange([...rows, { ...newRows[id], key } as unknown as Row])
        }}
      >
        {count.add[id]}
      </Button>
    </fieldset>
  )
}

function Kilometres(props: { name: string; label: string; value: number; onChange: (km: number) => void }) {
  const { count } = useText().desk
  return <NumberField {...props} unit={count.km} decimals={3} minValue={0.001} maxValue={100_000} isRequired />
}
