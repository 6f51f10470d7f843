import { addDays, monthOf } from '@morinowa/shared/kernel/calendar.ts'
import { type MySummary, mySummaryEndpoint } from '@morinowa/shared/reductions/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { today } from '../app/clock.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Bars } from '../ui/chart.tsx'
import { MonthsChart } from '../ui/months-chart.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { Stat } from '../ui/stat.tsx'
import { nameOfAct } from './act-name.ts'
import { MyReductions } from './my-reductions.tsx'
import { WhereNow } from './where-now.tsx'

export function MePage() {
  const { desk, mine, reviews } = useText()
  return (
    <Page
      title={mine.title}
      lead={mine.lead}
      actions={
        <>
          <ButtonLink to="/me/claims" look="quiet" icon="seal">
            {desk.claims.link}
          </ButtonLink>
          <ButtonLink to="/me/journeys" look="secondary" icon="route">
            {reviews.journeys.title}
          </ButtonLink>
          <ButtonLink to="/log" icon="plus">
            {mine.list.log}
          </ButtonLink>
        </>
      }
    >
      <For kinds="person">
        <Mine />
      </For>
    </Page>
  )
}

type Period = 'month' | 'year' | 'all'
const YEAR_DAYS = 365

function Mine() {
  const { mine } = useText()
  const [period, setPeriod] = useState<Period>('year')
  const query =
    period === 'all' ? {} : { from: period === 'month' ? monthOf(today()) : monthOf(addDays(today(), -YEAR_DAYS)) }
  const summary = useQuery(reading(mySummaryEndpoint, { query }))
  return (
    <>
      <Segments
        label={mine.period}
        choices={(['month', 'year', 'all'] as const).map((id) => ({ id, label: mine.periods[id] }))}
        value={period}
        onChange={(chosen) => setPeriod(chosen as Period)}
      />
      <Await query={summary}>
        {(sums) => (
          <>
            <Figures sums={sums} period={mine.periods[period]} />
            <WhereNow />
            <Breakdown sums={sums} />
          </>
        )}
      </Await>
      <MyReductions />
    </>
  )
}

function Figures({ sums, period }: { sums: MySummary; period: string }) {
  const { mine } = useText()
  const isMore = sums.reducedShownG < 0
  return (
    <div className="grid gap-8">
      <Stat
        size="big"
        label={isMore ? mine.bigMore : mine.big}
        grams={Math.abs(sums.reducedShownG)}
        colour={isMore ? 'text-emitted' : 'text-reduced'}
        period={period}
        certainty="estimated"
      />
      <Section title={mine.columns.title}>
        <div className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
          <Column
            label={mine.columns.emitted}
            grams={sums.emittedG}
            how={mine.columns.emittedHow}
            period={period}
            tone="emitted"
          />
          <Column
            label={mine.columns.reduced}
            grams={sums.reducedCreditedG}
            how={mine.columns.reducedHow}
            period={period}
            tone="reduced"
          />
          <Column
            label={mine.columns.contributed}
            grams={sums.contributedG}
            how={mine.columns.contributedHow}
            period={period}
            tone="contributed"
          />
          <Column
            label={mine.columns.offset}
            grams={sums.offsetG}
            how={mine.columns.offsetHow}
            period={period}
            tone="offset"
          />
        </div>
      </Section>
    </div>
  )
}

const columnTones = {
  emitted: ['border-t-emitted', 'text-emitted'],
  reduced: ['border-t-reduced', 'text-reduced'],
  contributed: ['border-t-contributed', 'text-contributed'],
  offset: ['border-t-offset', 'text-offset'],
} as const

type ColumnProps = { label: string; grams: number; how: string; period: string; tone: keyof typeof columnTones }

function Column({ label, grams, how, period, tone }: ColumnProps) {
  const [border, colour] = columnTones[tone]
  return (
    <Card className={`border-t-4 ${border}`}>
      <Stat label={label} grams={grams} colour={colour} period={period} how={how} />
    </Card>
  )
}

function Breakdown({ sums }: { sums: MySummary }) {
  const { mine, methodology } = useText()
  const format = useFormat()
  if (sums.byMode.length === 0) return null
  const modes = sums.byMode.toSorted((a, b) => b.shownG - a.shownG)
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <Section title={mine.byMode}>
        <Card>
          <Bars
            title={mine.byMode}
            bars={modes.map(({ mode, shownG, acts }) => ({
              id: mode,
              label: `${nameOfAct({ type: mode, mode }, methodology)} ×${format.number(acts)}`,
              grams: shownG,
            }))}
          />
        </Card>
      </Section>
      {sums.byMonth.length > 1 && (
        <Section title={mine.byMonth}>
          <Card>
            <MonthsChart
              title={mine.byMonth}
              months={sums.byMonth.map(({ month, shownG }) => ({ month, grams: shownG }))}
            />
          </Card>
        </Section>
      )}
    </div>
  )
}
