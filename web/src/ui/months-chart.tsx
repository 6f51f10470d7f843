import { AxisBottom, AxisLeft } from '@visx/axis'
import { scaleBand, scaleLinear } from '@visx/scale'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Disclosure } from './stat.tsx'
import { Table } from './table.tsx'
import { useWidth } from './use-width.ts'

export type Series = { id: string; label: string; colour: string }
/** A month (`YYYY-MM`) with the grams of each series by its id; null where the month is withheld. */
export type Month = { month: string; grams: Readonly<Record<string, number | null>> }

const FIRST_WIDTH = 640
const HEIGHT = 240
const LEFT = 68
const BOTTOM = 28
const TOP = 12
const GAP = 1.5
const tickText = { fontSize: 12, fill: 'var(--color-soft)', fontFamily: 'inherit' } as const

/** A column a month, parted by series where there are several, with the same numbers as a table below it. */
export function MonthsChart({
  title,
  series,
  months,
  withheld = '',
}: {
  title: string
  series: readonly Series[]
  months: readonly Month[]
  /** What a withheld number is called, where there can be one. */
  withheld?: string
}) {
  const format = useFormat()
  const { shell } = useText()
  const [figure, width] = useWidth<HTMLElement>(FIRST_WIDTH)
  const whole = ({ grams }: Month) => series.reduce((sum, { id }) => sum + Math.max(0, grams[id] ?? 0), 0)
  const across = scaleBand({ domain: months.map(({ month }) => month), range: [LEFT, width], padding: 0.3 })
  const up = scaleLinear({
    domain: [0, Math.max(1, ...months.map(whole))],
    range: [HEIGHT - BOTTOM, TOP],
    nice: 3,
  })
  return (
    <figure ref={figure} className="min-w-0">
      {series.length > 1 && (
        <ul className="mb-2 flex flex-wrap gap-x-5">
          {series.map(({ id, label, colour }) => (
            <li key={id} className="flex items-center gap-2">
              <span aria-hidden="true" className="size-3 rounded-full" style={{ background: colour }} />
              {label}
            </li>
          ))}
        </ul>
      )}
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title} className="h-auto w-full">
        {months.map(({ month, grams }) => {
          let below = 0
          return (
            <g key={month}>
              {series.map(({ id, colour }) => {
                const part = Math.max(0, grams[id] ?? 0)
                const from = up(below)
                below += part
                const height = from - up(below)
                return part > 0 ? (
                  <rect
                    key={id}
                    x={across(month) ?? 0}
                    y={up(below)}
                    width={across.bandwidth()}
                    // A line of paper between the parts, so that they are told apart without their colours.
                    height={Math.max(1, height - GAP)}
                    fill={colour}
                  />
                ) : null
              })}
            </g>
          )
        })}
        <AxisLeft
          scale={up}
          left={LEFT}
          numTicks={3}
          stroke="var(--color-line)"
          tickStroke="var(--color-line)"
          tickFormat={(value) => format.massText(Number(value))}
          tickLabelProps={{ ...tickText, textAnchor: 'end', dx: -4, dy: 4 }}
        />
        <AxisBottom
          scale={across}
          top={HEIGHT - BOTTOM}
          stroke="var(--color-edge)"
          hideTicks
          tickFormat={(month) => format.shortMonth(String(month))}
          tickLabelProps={{ ...tickText, textAnchor: 'middle' }}
        />
      </svg>
      <figcaption>
        <Disclosure title={shell.number.tableOf(title)}>
          <Table
            caption={title}
            rows={months}
            keyOf={({ month }) => month}
            columns={[
              { title: shell.number.period, cell: ({ month }) => format.month(month), names: true },
              ...series.map(({ id, label }) => ({
                title: label,
                cell: ({ grams }: Month) => {
                  const part = grams[id]
                  return part === null || part === undefined ? withheld : format.exactMassText(part)
                },
                align: 'end' as const,
              })),
            ]}
          />
        </Disclosure>
      </figcaption>
    </figure>
  )
}
