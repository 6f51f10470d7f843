import { addDays, fiscalYearOf } from '@morinowa/shared/kernel/calendar.ts'
import { type AreaSummary, areaSummaryEndpoint } from '@morinowa/shared/municipalities/sums-contract.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf, reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { saveReading } from '../app/save-file.ts'
import { useText } from '../app/text.tsx'
import { nameOfAct } from '../reductions/act-name.ts'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Bars } from '../ui/chart.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { MonthsChart } from '../ui/months-chart.tsx'
import { How, Stat } from '../ui/stat.tsx'
import { AreaFlowsCard } from './area-flows.tsx'

type Period = 'year' | 'fiscal' | 'lastFiscal'
type Range = { from: string; to: string }

/** First and last month of a period, seen from a day. */
function rangeOf(period: Period, today: string): Range {
  const month = today.slice(0, 7)
  if (period === 'year') return { from: addDays(`${month}-01`, -334).slice(0, 7), to: month }
  const year = fiscalYearOf(today) - (period === 'lastFiscal' ? 1 : 0)
  return { from: `${year}-04`, to: period === 'fiscal' ? month : `${year + 1}-03` }
}

const POOLS = ['mobility', 'destinations'] as const
const poolColours = { mobility: 'var(--color-reduced)', destinations: 'var(--color-contributed)' } as const

/** What was reduced in a municipality over a period: sums, months by field, modes; never a person. */
export function AreaSummarySheet({ code }: { code: string }) {
  const { areas } = useText()
  const [period, setPeriod] = useState<Period>('year')
  const range = rangeOf(period, new Date().toISOString().slice(0, 10))
  const whole = useQuery(reading(areaSummaryEndpoint, { params: { code }, query: range }))
  const text = areas.own
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Segments
          label={text.period}
          value={period}
          onChange={(chosen) => setPeriod(chosen as Period)}
          choices={(['year', 'fiscal', 'lastFiscal'] as const).map((id) => ({ id, label: text.periods[id] }))}
        />
        <SaveCsv code={code} range={range} />
      </div>
      <Await query={whole}>
        {(summary) =>
          summary.byMonth.length === 0 ? (
            <Empty icon="map" title={text.none}>
              {text.noneLead}
            </Empty>
          ) : (
            <Figures code={code} range={range} summary={summary} />
          )
        }
      </Await>
    </div>
  )
}

function SaveCsv({ code, range }: { code: string; range: Range }) {
  const { areas } = useText()
  const path = addressOf(areaSummaryEndpoint.path, { params: { code }, query: range }).replace('/api/v1', '')
  const save = useMutation({
    mutationFn: () => saveReading(path, `morinowa-${code}-${range.from}-${range.to}.csv`, 'text/csv'),
  })
  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      <RefusalNote error={save.error} />
      <Button look="secondary" icon="download" isPending={save.isPending} onPress={() => save.mutate()}>
        {areas.own.csv}
      </Button>
      <Button look="secondary" icon="print" onPress={() => window.print()}>
        {areas.own.print}
      </Button>
    </div>
  )
}

function Figures({ code, range, summary }: { code: string; range: Range; summary: AreaSummary }) {
  const { areas, methodology } = useText()
  const format = useFormat()
  const text = areas.own
  const period = `${format.month(range.from)} – ${format.month(range.to)}`
  return (
    <>
      <Card>
        <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-4">
          <Stat
            label={text.reduced}
            grams={summary.reducedCreditedG}
            period={period}
            certainty="estimated"
            colour="text-reduced"
          />
          <Stat
            label={text.contributed}
            grams={summary.contributedG}
            period={period}
            certainty="measured"
            colour="text-contributed"
          />
          <Stat label={text.shown} grams={summary.reducedShownG} period={period} certainty="estimated" />
          <Stat
            label={text.people}
            value={summary.people === '<10' ? text.few : text.peopleCount(format.number(summary.people))}
            period={period}
          />
        </div>
        <How>
          <p className="max-w-prose">{text.how}</p>
        </How>
      </Card>
      {summary.suppressed.length > 0 && (
        <Note tone="plain">
          {text.suppressed(
            summary.suppressed.length,
            summary.suppressed.map(({ month }) => format.month(month)),
          )}
        </Note>
      )}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card>
          <h3 className="mb-3 text-[1.125rem]">{text.months}</h3>
          <ByMonth code={code} range={range} />
        </Card>
        <Card>
          <h3 className="mb-3 text-[1.125rem]">{text.modes}</h3>
          <Bars
            title={text.modes}
            bars={summary.byMode
              .toSorted((a, b) => b.reducedCreditedG - a.reducedCreditedG)
              .map(({ mode, pool, reducedCreditedG }) => ({
                id: `${pool} ${mode}`,
                label: nameOfAct({ type: mode, mode }, methodology),
                grams: reducedCreditedG,
                colour: poolColours[pool],
              }))}
          />
        </Card>
      </div>
      <AreaFlowsCard code={code} range={range} />
    </>
  )
}

/** The months of both fields on top of each other; each field is withheld by itself where too few stand behind it. */
function ByMonth({ code, range }: { code: string; range: Range }) {
  const { areas } = useText()
  const mobility = useQuery(reading(areaSummaryEndpoint, { params: { code }, query: { ...range, pool: 'mobility' } }))
  const destinations = useQuery(
    reading(areaSummaryEndpoint, { params: { code }, query: { ...range, pool: 'destinations' } }),
  )
  const gramsIn = (of: AreaSummary | undefined, month: string) =>
    of?.byMonth.find((one) => one.month === month)?.reducedCreditedG ?? null
  return (
    <Await query={mobility}>
      {(moved) => (
        <MonthsChart
          title={areas.own.months}
          withheld={areas.map.few}
          series={POOLS.map((id) => ({ id, label: areas.map.pools[id], colour: poolColours[id] }))}
          months={monthsIn(range).map((month) => ({
            month,
            grams: { mobility: gramsIn(moved, month), destinations: gramsIn(destinations.data, month) },
          }))}
        />
      )}
    </Await>
  )
}

/** Every month of a range, also those without a number. */
function monthsIn({ from, to }: Range): string[] {
  const months: string[] = []
  for (let month = from; month <= to; month = addDays(`${month}-28`, 4).slice(0, 7)) months.push(month)
  return months
}
