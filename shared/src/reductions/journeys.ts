import type { Pool } from './reduction.ts'

// A stay and the trips around it are one journey. The rule looks at time and place alone, so the same acts always make the
// same journeys, in whatever order they came; a person may say otherwise about any act.

/** What the rule looks at. Times in milliseconds since 1970. */
export type Piece = {
  id: string
  pool: Pool
  type: string
  startMs: number
  endMs: number
  /** Where a trip began, or the place itself. */
  from: string | null
  to: string | null
}

/** Said by the person: belongs to the journey of this act, or to none. */
export type Choice = { id: string; journeyId: string | null }

/** A journey goes by the id of its first stay, or of the act that its person made it of. */
export type Grouped<P extends Piece> = { id: string; pieces: P[] }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const JAPAN_MS = 9 * HOUR_MS
/** Waiting this long between two trips is a change; longer is a stay somewhere. */
export const CHANGE_MS = 6 * HOUR_MS
/** How far before and after its days a journey may reach: a night bus there, a night bus back. */
export const REACH_DAYS = 1

/** Groups acts into journeys, the earliest first; acts that belong to none are left out. */
export function journeysOf<P extends Piece>(acts: readonly P[], choices: readonly Choice[] = []): Grouped<P>[] {
  const said = new Map(choices.map(({ id, journeyId }) => [id, journeyId]))
  const sorted = acts.toSorted((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1))
  const free = sorted.filter(({ id }) => !said.has(id))
  const journeys = new Map<string, P[]>()
  const taken = new Set<string>()
  for (const block of blocksOf(free)) {
    const pieces = around(
      block,
      free.filter(({ id }) => !taken.has(id)),
    )
    for (const { id } of pieces) taken.add(id)
    journeys.set(block.id, pieces)
  }
  for (const act of sorted) {
    const journeyId = said.get(act.id)
    if (journeyId == null) continue
    const known = journeys.get(journeyId)
    if (known) known.push(act)
    else journeys.set(journeyId, [act])
  }
  return [...journeys]
    .map(([id, pieces]) => ({ id, pieces: pieces.toSorted((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1)) }))
    .filter(({ pieces }) => pieces.length > 0)
    .toSorted((a, b) => startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1))
}

const startOf = ({ pieces }: Grouped<Piece>): number => pieces[0]?.startMs ?? 0

/** Consecutive days in one place. Days are counted in Japan, both ends included. */
type Block<P> = { id: string; place: string | null; firstDay: number; lastDay: number; stays: P[] }

/** Stays that touch, in one place as far as is known. */
function blocksOf<P extends Piece>(sorted: readonly P[]): Block<P>[] {
  const blocks: Block<P>[] = []
  for (const stay of sorted.filter(({ type }) => type.startsWith('stay.'))) {
    const [firstDay, lastDay] = daysOf(stay)
    const open = blocks.find(
      (block) =>
        firstDay <= block.lastDay + 1 && (block.place === null || stay.from === null || block.place === stay.from),
    )
    if (open) {
      open.stays.push(stay)
      open.firstDay = Math.min(open.firstDay, firstDay)
      open.lastDay = Math.max(open.lastDay, lastDay)
      open.place ??= stay.from
    } else blocks.push({ id: stay.id, place: stay.from, firstDay, lastDay, stays: [stay] })
  }
  return blocks
}

/**
 * A stay with a beginning and an end covers its days. A day without an hour, as front desks and hotel systems note it, is
 * that of the night which begins on it; what was noted at an hour speaks of the night before.
 */
function daysOf({ startMs, endMs }: Piece): [first: number, last: number] {
  const [first, last] = [dayOf(startMs), dayOf(endMs)]
  if (first !== last) return [first, last]
  return startMs === beginningOf(first) ? [first, first + 1] : [first - 1, last]
}

const dayOf = (ms: number): number => Math.floor((ms + JAPAN_MS) / DAY_MS)
const beginningOf = (day: number): number => day * DAY_MS - JAPAN_MS

/** The stays of a block, what was eaten and bought there, and the trips there, around and back. */
function around<P extends Piece>({ place, firstDay, lastDay, stays }: Block<P>, free: readonly P[]): P[] {
  const [fromMs, toMs] = [beginningOf(firstDay), beginningOf(lastDay + 1)]
  const there = free.filter(
    ({ id, pool, startMs, from }) =>
      pool === 'destinations' &&
      (stays.some((stay) => stay.id === id) || (startMs >= fromMs && startMs < toMs && isPlace(from, place))),
  )
  const reachMs = REACH_DAYS * DAY_MS
  const near = free.filter(
    ({ pool, startMs, endMs }) => pool === 'mobility' && endMs >= fromMs - reachMs && startMs < toMs + reachMs,
  )
  const within = (trip: P) => trip.startMs >= fromMs && trip.startMs < toMs
  // Without a place, time alone says what belongs together.
  if (place === null) return [...there, ...near.filter(within)]

  const arrival = near.findIndex((trip) => trip.to === place && trip.from !== place && trip.endMs >= fromMs)
  const departure = near.findLastIndex((trip) => trip.from === place && trip.to !== place && trip.startMs < toMs)
  const first = arrival < 0 ? -1 : chainBack(near, arrival)
  const last = departure < 0 ? -1 : chainOn(near, departure)
  const trips = near.filter((trip, at) => {
    if (arrival >= 0 && departure >= arrival) return at >= first && at <= last
    if (arrival >= 0 && at >= first && at <= arrival) return true
    if (departure >= 0 && at >= departure && at <= last) return true
    // Between a known end and an unknown one: trips of that place, on its days.
    return within(trip) && (isPlace(trip.from, place) || isPlace(trip.to, place)) && (trip.from ?? trip.to) !== null
  })
  return [...there, ...trips]
}

const isPlace = (at: string | null, place: string | null): boolean => at === null || place === null || at === place

/** Whether the second trip goes on where and when the first one ended. */
function follows(first: Piece, then: Piece): boolean {
  const waitMs = then.startMs - first.endMs
  return waitMs >= 0 && waitMs <= CHANGE_MS && (first.to === null || then.from === null || first.to === then.from)
}

function chainBack(trips: readonly Piece[], at: number): number {
  let first = at
  for (;;) {
    const [before, now] = [trips[first - 1], trips[first]]
    if (!before || !now || !follows(before, now)) return first
    first--
  }
}

function chainOn(trips: readonly Piece[], at: number): number {
  let last = at
  for (;;) {
    const [now, next] = [trips[last], trips[last + 1]]
    if (!now || !next || !follows(now, next)) return last
    last++
  }
}
