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
          <ButtonLink to="/log" icon="plus" className="max-sm:order-first">
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
            <div className="grid items-end gap-x-14 gap-y-8 lg:grid-cols-[auto_1fr]">
              <Big sums={sums} period={mine.periods[period]} />
              <WhereNow />
            </div>
            <Four sums={sums} period={mine.periods[period]} />
            <Breakdown sums={sums} />
          </>
        )}
      </Await>
      <MyReductions />
    </>
  )
}

function Big({ sums, period }: { sums: MySummary; period: string }) {
  const { mine } = useText()
  const isMore = sums.reducedShownG < 0
  return (
    <Stat
      size="big"
      label={isMore ? mine.bigMore : mine.big}
      grams={Math.abs(sums.reducedShownG)}
      colour={isMore ? 'text-emitted' : 'text-reduced'}
      period={period}
      certainty="estimated"
    />
  )
}

function Four({ sums, period }: { sums: MySummary; period: string }) {
  const { mine } = useText()
  return (
    <Section title={mine.columns.title}>
      <div className="grid grid-cols-2 gap-x-4 gap-y-6 lg:grid-cols-4">
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
  )
}

const columnTones = {
  emitted: ['border-emitted', 'text-emitted'],
  reduced: ['border-reduced', 'text-reduced'],
  contributed: ['border-contributed', 'text-contributed'],
  offset: ['border-offset', 'text-offset'],
} as const

type ColumnProps = { label: string; grams: number; how: string; period: string; tone: keyof typeof columnTones }

function Column({ label, grams, how, period, tone }: ColumnProps) {
  const [border, colour] = columnTones[tone]
  return (
    <div className={`min-w-0 border-s-4 ps-3 sm:ps-4 ${border}`}>
      <Stat label={label} grams={grams} colour={colour} period={period} how={how} />
    </div>
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
              series={[{ id: 'shown', label: 'CO₂', colour: 'var(--color-reduced)' }]}
              months={sums.byMonth.map(({ month, shownG }) => ({ month, grams: { shown: shownG } }))}
            />
          </Card>
        </Section>
      )}
    </div>
  )
}
