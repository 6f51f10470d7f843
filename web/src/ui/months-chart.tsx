import { AxisBottom, AxisLeft } from '@visx/axis'
import { scaleBand, scaleLinear } from '@visx/scale'
import { Bar } from '@visx/shape'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Disclosure } from './stat.tsx'
import { Table } from './table.tsx'
import { useWidth } from './use-width.ts'

/** A month is `YYYY-MM`. */
export type MonthAmount = { month: string; grams: number }

const FIRST_WIDTH = 640
const HEIGHT = 220
const LEFT = 64
const BOTTOM = 28
const TOP = 12
const tickText = { fontSize: 12, fill: 'var(--color-soft)', fontFamily: 'inherit' } as const

/** A bar a month with a scale, and the same numbers as a table below it. */
export function MonthsChart({
  title,
  months,
  colour = 'var(--color-reduced)',
}: {
  title: string
  months: readonly MonthAmount[]
  colour?: string
}) {
  const format = useFormat()
  const { shell } = useText()
  const [figure, width] = useWidth<HTMLElement>(FIRST_WIDTH)
  const across = scaleBand({ domain: months.map(({ month }) => month), range: [LEFT, width], padding: 0.35 })
  const most = Math.max(1, ...months.map(({ grams }) => grams))
  const up = scaleLinear({ domain: [0, most], range: [HEIGHT - BOTTOM, TOP], nice: 3 })
  return (
    <figure ref={figure} className="min-w-0">
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={title} className="h-auto w-full">
        {months.map(({ month, grams }) => (
          <Bar
            key={month}
            x={across(month) ?? 0}
            width={across.bandwidth()}
            y={up(Math.max(0, grams))}
            height={HEIGHT - BOTTOM - up(Math.max(0, grams))}
            rx={4}
            fill={colour}
          />
        ))}
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
              { title: 'CO₂', cell: ({ grams }) => format.exactMassText(grams), align: 'end' },
            ]}
          />
        </Disclosure>
      </figcaption>
    </figure>
  )
}
