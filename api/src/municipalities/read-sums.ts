import { type Month, monthOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import {
  AreaCell,
  AreaSummary,
  type AreaSummaryQuery,
  MOST_MONTHS,
} from '@morinowa/shared/municipalities/sums-contract.ts'
import { sayPeople } from '@morinowa/shared/reductions/k-anonymity.ts'
import type { Pool } from '@morinowa/shared/reductions/reduction.ts'
import type { Deps } from '../platform/deps.ts'
import { nameOf, type Published, publishedMonth, publishedOf, publishedPeopleOf } from './sums-store.ts'

const A_YEAR = 12

/** What was reduced in a municipality, month by month and mode by mode, as far as ten people stand behind it. */
export async function summariseArea(
  { db, now }: Deps,
  { code, ...query }: AreaSummaryQuery & { code: string },
): Promise<AreaSummary> {
  const { from, to, months } = rangeOf(query, now())
  const pool = query.pool ?? null
  const [name, cells, counted] = await Promise.all([
    nameOf(db, code),
    publishedOf(db, code, { from, to, pool }),
    publishedPeopleOf(db, code, { from, to, pool }),
  ])
  if (!name) return refuse('request.not-found')

  const people = new Map(counted.map((row) => [row.month, row.people]))
  const peopleOf = (month: Month) => people.get(month) ?? 0
  const byMonth = months.flatMap((month) => {
    const ofMonth = cells.filter((cell) => cell.month === month)
    return ofMonth.length === 0 ? [] : [{ month, people: sayPeople(peopleOf(month)), ...total(ofMonth) }]
  })
  const shown = new Set(byMonth.map(({ month }) => month))
  return AreaSummary.parse({
    code,
    name,
    from,
    to,
    pool,
    ...total(cells),
    people: sayPeople(Math.max(0, ...months.map(peopleOf))),
    byMode: byMode(cells),
    byMonth,
    suppressed: months.filter((month) => !shown.has(month)).map((month) => ({ month, reason: 'fewer-than-10' })),
  })
}

/** The months that are asked for, a year back unless they are named; refuses none and too many. */
export function rangeOf(
  query: { from?: Month | undefined; to?: Month | undefined },
  now: string,
): { from: Month; to: Month; months: Month[] } {
  const to = query.to ?? monthOf(now)
  const from = query.from ?? monthBefore(to, A_YEAR - 1)
  const months = monthsBetween(from, to)
  if (months.length === 0 || months.length > MOST_MONTHS) return refuse('municipalities.range', { most: MOST_MONTHS })
  return { from, to, months }
}

/** One month of all municipalities. */
export async function mapAreas(
  { db, now }: Deps,
  { month, pool }: { month?: Month | undefined; pool?: Pool | undefined },
): Promise<AreaCell[]> {
  const cells = await publishedMonth(db, month ?? monthOf(now()), pool ?? null)
  return cells.map(
    ({ code, creditedG, shownG, contributedG, people }) =>
      ({
        code,
        reducedCreditedG: creditedG,
        reducedShownG: shownG,
        contributedG,
        people: sayPeople(people),
      }) as AreaCell,
  )
}

function total(cells: readonly Published[]) {
  const sum = { acts: 0, reducedShownG: 0, reducedCreditedG: 0, emittedG: 0, contributedG: 0 }
  for (const cell of cells) {
    sum.acts += cell.acts
    sum.reducedShownG += cell.shownG
    sum.reducedCreditedG += cell.creditedG
    sum.emittedG += cell.emittedG
    sum.contributedG += cell.contributedG
  }
  return sum
}

function byMode(cells: readonly Published[]) {
  const keys = [...new Set(cells.map(({ pool, mode }) => `${pool} ${mode}`))]
  return keys
    .map((key) => {
      const ofMode = cells.filter(({ pool, mode }) => `${pool} ${mode}` === key)
      const [first] = ofMode as [Published, ...Published[]]
      return { mode: first.mode, pool: first.pool, ...total(ofMode) }
    })
    .toSorted((a, b) => b.reducedCreditedG - a.reducedCreditedG)
}

function monthsBetween(from: Month, to: Month): Month[] {
  const months: Month[] = []
  for (let month = from; month <= to && months.length <= MOST_MONTHS; month = monthBefore(month, -1)) months.push(month)
  return months
}

function monthBefore(month: Month, count: number): Month {
  const [year, index] = month.split('-').map(Number) as [number, number]
  const at = year * 12 + (index - 1) - count
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}` as Month
}
