import { emissionRows, type EmissionRow, type PinnedFactors, residualOf } from '@morinowa/shared/schemes/emission.ts'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { factorPath } from '../methodology/paths.ts'
import { Facts, Table } from '../ui/table.tsx'
import { countOf, type EmissionDraft, isWhole } from './emission-draft.ts'

const NG_PER_G = 1_000_000_000n

/** A count as it adds up, by the rule that the server counts with; nothing while a number is missing. */
export function EmissionSum({ draft, factors }: { draft: EmissionDraft; factors: PinnedFactors }) {
  const { count } = useText().desk
  const format = useFormat()
  if (!isWhole(draft)) return null
  const { emission, massG } = countOf(draft)
  const rows = emissionRows(emission, massG, factors)
  if (rows.length === 0) return null
  const { emittedG, measuresG, residualG } = residualOf(emission, massG, factors)
  const numbered = rows.map((row, i) => ({ ...row, key: String(i) }))
  return (
    <div role="status" className="grid gap-4">
      <Table
        caption={count.rows}
        rows={numbered}
        keyOf={({ key }) => key}
        columns={[
          { title: count.rows, cell: (row) => <RowName row={row} />, names: true },
          { title: count.factor, cell: (row) => <Factor row={row} /> },
          {
            title: count.emitted,
            // A line is shown to the gram; only the sum is rounded.
            cell: ({ nanograms }) => format.exactMassText(Number(nanograms / NG_PER_G)),
            align: 'end',
          },
        ]}
      />
      <Facts
        facts={[
          [count.emitted, format.exactMassText(emittedG)],
          ...(measuresG > 0 ? [[count.measuresSum, `− ${format.exactMassText(measuresG)}`] as const] : []),
          [count.left, <strong key="left">{format.exactMassText(residualG)}</strong>],
        ]}
      />
      <p className="text-soft">{count.rounding}</p>
    </div>
  )
}

function RowName({ row: { kind, name } }: { row: EmissionRow }) {
  const { count } = useText().desk
  if (kind === 'travel') return count.modes[name as keyof typeof count.modes]
  if (kind === 'energy') return count.carriers[name as keyof typeof count.carriers]
  return kind === 'goods' ? name : count.measured
}

const MG_PER_G = 1_000

function Factor({ row: { kind, factor } }: { row: EmissionRow }) {
  const { count } = useText().desk
  const format = useFormat()
  if (!factor) return kind === 'travel' ? count.noFactor : count.own
  return (
    <Link to={factorPath(factor.factorId)} className="link inline-flex min-h-12 items-center">
      {format.number(factor.valueMg / MG_PER_G)} {factor.unit}
    </Link>
  )
}
