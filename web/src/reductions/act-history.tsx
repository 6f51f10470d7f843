import type { Revision } from '@morinowa/shared/reductions/contract.ts'
import type { ReactNode } from 'react'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { Mass } from '../ui/stat.tsx'
import { Table } from '../ui/table.tsx'
import { nameOfAct } from './act-name.ts'

/** Every change of an act: what it was, what it became, who changed it and why. */
export function ActHistory({ history }: { history: readonly Revision[] }) {
  const { reviews } = useText()
  const format = useFormat()
  return (
    <div className="grid gap-4">
      {history.map((change) => (
        <div key={change.revision} className="grid gap-2">
          <p>
            <span className="font-bold">{reviews.mine.kinds[change.kind]}</span>{' '}
            <span className="text-soft">{reviews.mine.by(change.by, format.time(change.at))}</span>
          </p>
          {change.reason && <p>{change.reason}</p>}
          <Changes change={change} />
        </div>
      ))}
    </div>
  )
}

const FIELDS = [
  'status',
  'mode',
  'startedAt',
  'endedAt',
  'quantity',
  'fromMunicipality',
  'toMunicipality',
  'shownG',
  'creditedG',
  'emittedG',
] as const
type Field = (typeof FIELDS)[number]

function Changes({ change: { revision, kind, before, after } }: { change: Revision }) {
  const { reviews } = useText()
  const words = reviews.mine
  const write = useFieldText()
  const rows = FIELDS.filter((field) => before[field] !== after[field])
  if (rows.length === 0) return <p className="text-soft">{words.unchanged}</p>
  return (
    <Table
      caption={`${revision} ${words.kinds[kind]}`}
      keyOf={(field) => field}
      rows={rows}
      columns={[
        { title: words.column, names: true, cell: (field) => words.fields[field] },
        { title: words.before, align: 'end', cell: (field) => write(field, before) },
        { title: words.after, align: 'end', cell: (field) => write(field, after) },
      ]}
    />
  )
}

function useFieldText(): (field: Field, state: Revision['before']) => ReactNode {
  const { mine, methodology } = useText()
  const format = useFormat()
  return (field, state) => {
    switch (field) {
      case 'status':
        return (mine.states as Record<string, string>)[state.status] ?? state.status
      case 'mode':
        return nameOfAct(state, methodology)
      case 'startedAt':
      case 'endedAt':
        return format.time(state[field])
      case 'quantity':
        return state.mode === null ? format.number(state.quantity) : format.km(state.quantity)
      case 'fromMunicipality':
      case 'toMunicipality':
        return state[field] === null ? '—' : <PlaceName code={state[field]} />
      default:
        return <Mass grams={state[field]} />
    }
  }
}
