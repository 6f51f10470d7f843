import { daysOfMonth, type Month, monthOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Bilingual } from '@morinowa/shared/kernel/text.ts'
import {
  AreaDays,
  AreaFlows,
  type FlowEnd,
  type FlowFigures,
  type FlowsQuery,
  type MeshFlow,
  type PrefectureCell,
  type PrefectureFlow,
  PrefectureSummary,
} from '@morinowa/shared/municipalities/flows-contract.ts'
import { prefectures } from '@morinowa/shared/municipalities/prefectures.ts'
import type { AreaSummaryQuery } from '@morinowa/shared/municipalities/sums-contract.ts'
import type { Pool } from '@morinowa/shared/reductions/reduction.ts'
import type { Deps } from '../platform/deps.ts'
import {
  type FlowRow,
  placesNamed,
  publishedDays,
  publishedFlows,
  publishedInPrefecture,
  publishedMeshFlows,
  publishedPrefectureFlows,
  publishedPrefectures,
} from './flows-store.ts'
import { rangeOf } from './read-sums.ts'
import { nameOf, publishedOf } from './sums-store.ts'

type Sums = { acts: number; shownG: number; creditedG: number; emittedG: number }

/** A municipality's month by day, and what of the month has no day. */
export async function daysOfArea(
  { db, now }: Deps,
  ask: { code: string; month?: Month | undefined; pool?: Pool | undefined },
): Promise<AreaDays> {
  const month = ask.month ?? monthOf(now())
  const pool = ask.pool ?? null
  const [name, days, cells] = await Promise.all([
    nameOf(db, ask.code),
    publishedDays(db, ask.code, { ...daysOfMonth(month), pool }),
    publishedOf(db, ask.code, { from: month, to: month, pool }),
  ])
  if (!name) return refuse('request.not-found')
  return AreaDays.parse({
    code: ask.code,
    name,
    month,
    pool,
    days: days.map((row) => ({ day: row.day, ...said(row) })),
    undated: said(less(total(cells), total(days))),
  })
}

/** Trips from a municipality and to it, by the other end. */
export async function flowsOfArea(
  { db, now }: Deps,
  { code, ...query }: FlowsQuery & { code: string },
): Promise<AreaFlows> {
  const { from, to } = rangeOf(query, now())
  const [name, flows, cells] = await Promise.all([
    nameOf(db, code),
    publishedFlows(db, code, { from, to }),
    publishedOf(db, code, { from, to, pool: 'mobility' }),
  ])
  if (!name) return refuse('request.not-found')
  const named = await placesNamed(db, [...new Set(flows.flatMap((flow) => [flow.from, flow.to]))])
  const nameOfPlace = (other: string): Bilingual => named.get(other)?.name ?? { ja: other, en: other }
  const outward = flows.filter((flow) => flow.from === code)
  const ends = (rows: readonly FlowRow[], end: 'from' | 'to'): FlowEnd[] =>
    [...new Set(rows.map((row) => row[end]))]
      .map((other) => {
        const there = rows.filter((row) => row[end] === other)
        const byMode = there.map((row) => ({ mode: row.mode, ...said(row) })).toSorted((a, b) => b.acts - a.acts)
        return { code: other, name: nameOfPlace(other), ...said(total(there)), byMode }
      })
      .toSorted((a, b) => b.acts - a.acts)
  const [within = null] = ends(
    outward.filter((flow) => flow.to === code),
    'to',
  )
  return AreaFlows.parse({
    code,
    name,
    from,
    to,
    within,
    leaving: ends(
      outward.filter((flow) => flow.to !== code),
      'to',
    ),
    arriving: ends(
      flows.filter((flow) => flow.from !== code),
      'from',
    ),
    unplaced: said(less(total(cells), total(outward))),
  })
}

/** Trips by squares of the grid. */
export async function meshFlowsOfArea(
  { db, now }: Deps,
  { code, month }: { code: string; month?: Month | undefined },
): Promise<MeshFlow[]> {
  if (!(await nameOf(db, code))) return refuse('request.not-found')
  const flows = await publishedMeshFlows(db, code, month ?? monthOf(now()))
  return flows.map(({ fromMesh, toMesh, mode, ...row }) => ({ fromMesh, toMesh, mode, ...said(row) }))
}

/** One month of all prefectures. */
export async function mapPrefectures(
  { db, now }: Deps,
  { month, pool }: { month?: Month | undefined; pool?: Pool | undefined },
): Promise<PrefectureCell[]> {
  const cells = await publishedPrefectures(db, month ?? monthOf(now()), pool ?? null)
  return cells.map(
    ({ code, name, acts, shownG, creditedG, contributedG }) =>
      ({
        code,
        name,
        acts,
        reducedCreditedG: creditedG,
        reducedShownG: shownG,
        contributedG,
      }) as PrefectureCell,
  )
}

/** A prefecture over some months: every figure is the sum of its municipalities' and of what none of them could show. */
export async function summarisePrefecture(
  { db, now }: Deps,
  { code, ...query }: AreaSummaryQuery & { code: string },
): Promise<PrefectureSummary> {
  const { from, to } = rangeOf(query, now())
  const pool = query.pool ?? null
  const sums = await publishedInPrefecture(db, code, { from, to, pool })
  const byCode = sums.flatMap((row) => (row.code === null ? [] : [{ ...row, code: row.code }]))
  const byMonth = sums.flatMap((row) => (row.month === null ? [] : [{ ...row, month: row.month }]))
  const byMode = sums.filter((row) => row.mode !== null)
  const named = await placesNamed(
    db,
    byCode.map((row) => row.code),
  )
  const nothing = { acts: 0, shownG: 0, creditedG: 0, emittedG: 0, contributedG: 0 }
  const figures = (row: Sums & { contributedG: number }) => ({ ...said(row), contributedG: row.contributedG })
  const contributedG = byCode.reduce((all, row) => all + row.contributedG, 0)
  return PrefectureSummary.parse({
    code,
    name: prefectures[code],
    from,
    to,
    pool,
    ...figures({ ...total(byCode), contributedG }),
    byMode: byMode.map((row) => ({ mode: row.mode, pool: row.pool, ...figures(row) })),
    byMonth: byMonth
      .toSorted((a, b) => (a.month < b.month ? -1 : 1))
      .map((row) => ({ month: row.month, ...figures(row) })),
    byMunicipality: byCode
      .filter((row) => row.code !== code)
      .map((row) => ({
        code: row.code,
        name: named.get(row.code)?.name ?? { ja: row.code, en: row.code },
        ...figures(row),
      })),
    unplaced: figures(byCode.find((row) => row.code === code) ?? nothing),
  })
}

/** A month of trips that began in a prefecture. */
export async function flowsOfPrefecture(
  { db, now }: Deps,
  { code, month }: { code: string; month?: Month | undefined },
): Promise<PrefectureFlow[]> {
  const flows = await publishedPrefectureFlows(db, code, month ?? monthOf(now()))
  const named = await placesNamed(db, [...new Set(flows.flatMap((flow) => [flow.from, flow.to]))])
  const nameOfPlace = (place: string): Bilingual => named.get(place)?.name ?? { ja: place, en: place }
  return flows.map(({ from, to, mode, ...row }) => ({
    from,
    to,
    fromName: nameOfPlace(from),
    toName: nameOfPlace(to),
    mode,
    ...said(row),
  }))
}

function total(rows: readonly Sums[]): Sums {
  const sum = { acts: 0, shownG: 0, creditedG: 0, emittedG: 0 }
  for (const row of rows) {
    sum.acts += row.acts
    sum.shownG += row.shownG
    sum.creditedG += row.creditedG
    sum.emittedG += row.emittedG
  }
  return sum
}

function less(all: Sums, part: Sums): Sums {
  return {
    acts: all.acts - part.acts,
    shownG: all.shownG - part.shownG,
    creditedG: all.creditedG - part.creditedG,
    emittedG: all.emittedG - part.emittedG,
  }
}

function said({ acts, shownG, creditedG, emittedG }: Sums): FlowFigures {
  return { acts, reducedShownG: shownG, reducedCreditedG: creditedG, emittedG } as FlowFigures
}
