import type { RefusalCode } from '@morinowa/shared/kernel/refusal.ts'
import type { Basis } from '@morinowa/shared/methodology/engine.ts'
import { greatCircleM } from '@morinowa/shared/mobility/distance.ts'
import { isRiddenAlone, MOST_ALIKE } from '@morinowa/shared/reductions/alike.ts'
import { limitDay } from '@morinowa/shared/reductions/day-limits.ts'
import { isCountedByMonth } from '@morinowa/shared/reductions/month-count.ts'
import type { Between } from '@morinowa/shared/reductions/same-act.ts'
import { sqlState, type Tx } from '../platform/db.ts'
import { alikeSoFar, type Likeness, quarantineAlike } from './alike-store.ts'
import type { Arrival, Claim, Outcome } from './arrival.ts'
import { likenessOf } from './likeness.ts'
import type { Places } from './places.ts'
import { CONFLICT_CODE, type GivesWay, Standing } from './standing.ts'
import { type ClaimRow, contentsOf, recordClaims, releaseClaims } from './claim-store.ts'
import { type Displacement, displaceRows, recordRows, type Written } from './row-store.ts'
import { lockPeople, monthCountsOf, type Neighbour } from './standing-store.ts'
import { SumDeltas } from './sum-deltas.ts'
import { addToSums, type Unpublished } from './sums-store.ts'

const EXCLUSION_VIOLATION = '23P01'

/**
 * Records acts: each record, seat and room-night once, each person in one place at a time, nobody's
 * day beyond its limits, every sum brought up to date, all in the caller's transaction. Repeating it changes nothing.
 * @param limit what a day allows.
 * @param isOvertaken whether somebody else claimed one of them while it was tried before.
 * @param later receives the cells whose sums the caller publishes when more has come in.
 * @param basisIds numbers of the arrivals' bases, from `pinBases`.
 * @returns an outcome for each arrival, in order.
 */
export async function recordReductions(
  tx: Tx,
  arrivals: readonly Arrival[],
  basisIds: ReadonlyMap<Basis, number>,
  places: Places,
  {
    limit = limitDay,
    later,
    isOvertaken = false,
  }: { limit?: typeof limitDay; later?: Unpublished; isOvertaken?: boolean } = {},
): Promise<Outcome[]> {
  const outcomes: (Outcome | undefined)[] = new Array(arrivals.length)
  await lockPeople(tx, linkedPeople(arrivals))
  const fresh = await claim(tx, arrivals, outcomes, isOvertaken)
  const deltas = new SumDeltas()
  const written = await settle(tx, {
    arrivals,
    fresh,
    outcomes,
    deltas,
    basisIds,
    standing: new Standing(crowFliesOf(places), limit),
  })
  if (written.length > 0) {
    await recordRows(tx, written).catch((error: unknown) => {
      // Somebody recorded an act of the same person since we looked: the transaction is tried again and sees it.
      if (sqlState(error) === EXCLUSION_VIOLATION) throw Object.assign(new Error('overtaken', { cause: error }), RETRY)
      throw error
    })
  }
  await addToSums(tx, deltas, later)
  return outcomes as Outcome[]
}

/** The code by which a transaction is known to be worth trying again. */
const RETRY = { code: '40001' }

/** Claims what arrived; answers the indexes of those that nobody had claimed. */
async function claim(
  tx: Tx,
  arrivals: readonly Arrival[],
  outcomes: (Outcome | undefined)[],
  isOvertaken: boolean,
): Promise<number[]> {
  const rows: ClaimRow[] = []
  const claimers: number[] = []
  for (const [index, { providerId, participantId, id, claims, content }] of arrivals.entries()) {
    if (providerId === null || content === null) continue
    for (const { kind, claim } of claims) {
      rows.push({ providerId, kind, claim, participantId, reductionId: id, content })
      claimers.push(index)
    }
  }
  const lost = rows.length === 0 ? new Set<ClaimRow>() : await recordClaims(tx, rows, isOvertaken)
  const lostBy = new Map<number, Set<Claim['kind']>>()
  if (lost.size > 0) {
    for (const [at, row] of rows.entries()) {
      if (!lost.has(row)) continue
      const index = claimers[at] as number
      const kinds = lostBy.get(index)
      if (kinds) kinds.add(row.kind)
      else lostBy.set(index, new Set([row.kind]))
    }
  }
  const fresh: number[] = []
  const known: number[] = []
  const taken: Arrival[] = []
  for (const [index, arrival] of arrivals.entries()) {
    const kinds = lostBy.get(index)
    if (!kinds) {
      fresh.push(index)
      continue
    }
    if (kinds.has('record')) known.push(index)
    else outcomes[index] = nothing('rejected', 'reductions.seat-taken')
    // What it did get is given back.
    if (kinds.size < arrival.claims.length) taken.push(arrival)
  }
  for (const providerId of new Set(taken.map((arrival) => arrival.providerId as string))) {
    await releaseClaims(
      tx,
      providerId,
      taken.filter((arrival) => arrival.providerId === providerId).map(({ id }) => id),
    )
  }
  if (known.length > 0) await compare(tx, arrivals, known, outcomes)
  return fresh
}

/** A record that came before is a duplicate when it says the same, and a fault of the sender when it does not. */
async function compare(
  tx: Tx,
  arrivals: readonly Arrival[],
  known: readonly number[],
  outcomes: (Outcome | undefined)[],
): Promise<void> {
  const providers = new Set(known.map((index) => arrivals[index]?.providerId as string))
  for (const providerId of providers) {
    const indexes = known.filter((index) => arrivals[index]?.providerId === providerId)
    const contents = await contentsOf(
      tx,
      providerId,
      indexes.map((index) => arrivals[index]?.claims[0]?.claim as string),
    )
    for (const index of indexes) {
      const { claims, content } = arrivals[index] as Arrival
      const same = content !== null && contents.get(claims[0]?.claim as string) === content
      outcomes[index] = same
        ? nothing('duplicate', 'reductions.received')
        : nothing('rejected', 'reductions.external-id-reused')
    }
  }
}

type Settling = {
  arrivals: readonly Arrival[]
  /** Indexes of the arrivals that nobody had claimed. */
  fresh: readonly number[]
  outcomes: (Outcome | undefined)[]
  deltas: SumDeltas
  basisIds: ReadonlyMap<Basis, number>
  standing: Standing
}

/** Decides for each new act whether it counts, and what follows for others; what is to be written. */
async function settle(tx: Tx, { arrivals, fresh, outcomes, deltas, basisIds, standing }: Settling): Promise<Written[]> {
  const believed: Arrival[] = []
  for (const index of fresh) if (!arrivals[index]?.doubt) believed.push(arrivals[index] as Arrival)
  for (const pool of ['mobility', 'destinations'] as const) {
    await standing.load(
      tx,
      pool,
      believed.filter((arrival) => arrival.pool === pool),
    )
  }
  const farmed = await findFarms(tx, believed, deltas)
  const months = await monthsBefore(tx, believed, basisIds)

  const written: Written[] = []
  const displaced: Displacement[] = []
  for (const index of fresh) {
    const arrival = arrivals[index] as Arrival
    const { doubt } = arrival
    const basisId = basisIds.get(arrival.basis) as number
    if (doubt || farmed.has(arrival.id)) {
      const code = doubt?.code ?? 'reductions.alike'
      written.push({ arrival, basisId, status: 'quarantined', reasons: [code], ...NOTHING })
      outcomes[index] = nothing('quarantined', code, doubt?.facts)
      continue
    }
    const monthly = months?.add(arrival)
    const act = monthly?.act ?? arrival
    const decision = standing.judge(act)
    if (decision.kind !== 'counts') {
      monthly?.undo()
      const { kind, code, of } = decision
      written.push({ arrival, basisId, status: kind, reasons: [code], ...NOTHING, duplicateOf: of })
      outcomes[index] = nothing(kind, code)
      continue
    }
    for (const gone of decision.displaced) {
      if (gone.row) {
        displaced.push(displacementOf(arrival.participantId, gone, gone.row, arrival.id))
        if (gone.row.status !== 'waiting') deltas.remove(gone.row)
      } else yieldTo(written, outcomes, arrivals, gone, arrival.id, deltas)
    }
    const { creditedG, code } = decision
    const { shownG, emittedG } = act
    written.push({
      arrival: act,
      basisId,
      status: arrival.linked ? 'recorded' : 'waiting',
      reasons: code === null ? NO_REASONS : [code],
      duplicateOf: null,
      shownG,
      creditedG,
    })
    if (arrival.linked) deltas.add(arrival, { shownG, creditedG, emittedG })
    outcomes[index] = arrival.linked
      ? { status: 'recorded', code, facts: NO_FACTS, shownG, creditedG }
      : nothing('waiting', 'reductions.unlinked')
  }
  if (displaced.length > 0) await displaceRows(tx, displaced)
  return written
}

const NO_REASONS: readonly RefusalCode[] = []
const NO_FACTS: Outcome['facts'] = {}
const NOTHING = { shownG: 0, creditedG: 0, duplicateOf: null } as const

function linkedPeople(arrivals: readonly Arrival[]): string[] {
  const people = new Set<string>()
  for (const { linked, participantId } of arrivals) if (linked) people.add(participantId)
  return [...people]
}

/** Metres between town halls. */
export function crowFliesOf(places: Places): Between {
  return (from, to) => {
    const [a, b] = [places.officeOf(from), places.officeOf(to)]
    return a && b && greatCircleM(a, b)
  }
}

/**
 * Finds arrivals that are one ride under too many names. Those that were believed before it was too many lose what they
 * were worth.
 * @returns ids of arrivals.
 */
async function findFarms(tx: Tx, believed: readonly Arrival[], deltas: SumDeltas): Promise<Set<string>> {
  const groups = new Map<string, Likeness>()
  for (const arrival of believed) {
    const { id, participantId, providerId } = arrival
    if (providerId === null || !isRiddenAlone(arrival.mode)) continue
    const likeness = likenessOf(arrival)
    const key = `${providerId} ${likeness}`
    const group = groups.get(key)
    if (group) group.members.push({ participantId, id })
    else groups.set(key, { key, providerId, likeness, members: [{ participantId, id }] })
  }
  const farmed = new Set<string>()
  if (groups.size === 0) return farmed
  const earlier: { participantId: string; id: string }[] = []
  for (const { key, before, people } of await alikeSoFar(tx, groups.values())) {
    if (people <= MOST_ALIKE) continue
    for (const { id } of groups.get(key)?.members ?? []) farmed.add(id)
    earlier.push(...before)
  }
  if (earlier.length > 0) for (const row of await quarantineAlike(tx, earlier)) deltas.remove(row)
  return farmed
}

/** Very small acts are worth what they add to their month (METHODOLOGY 3). */
async function monthsBefore(
  tx: Tx,
  believed: readonly Arrival[],
  basisIds: ReadonlyMap<Basis, number>,
): Promise<{ add(arrival: Arrival): { act: Arrival; undo(): void } | undefined } | undefined> {
  const small = believed.filter(({ type, ofMonth }) => ofMonth && isCountedByMonth(type))
  if (small.length === 0) return undefined
  const keyOf = ({ participantId, day, type, basis }: Arrival) =>
    `${participantId} ${day.slice(0, 7)} ${type} ${basisIds.get(basis)}`
  const counts = await monthCountsOf(
    tx,
    small.map(({ participantId, day, type, basis }) => ({
      participantId,
      month: day.slice(0, 7),
      type,
      basisId: basisIds.get(basis) as number,
    })),
  )
  return {
    add(arrival) {
      if (!arrival.ofMonth || !isCountedByMonth(arrival.type)) return undefined
      const key = keyOf(arrival)
      const before = counts.get(key) ?? 0
      counts.set(key, before + arrival.quantity)
      // What was written down when the line was read is no longer what it says.
      return { act: { ...arrival, encoded: '', ...arrival.ofMonth(before) }, undo: () => counts.set(key, before) }
    },
  }
}

function displacementOf(participantId: string, { id, as }: GivesWay, was: Neighbour, of: string): Displacement {
  const status = as === 'duplicate' ? 'duplicate' : 'quarantined'
  return { participantId, id, status, code: CONFLICT_CODE[as], of, was }
}

/** Lets an act that is about to be written give way to a better report that came with it. */
function yieldTo(
  written: Written[],
  outcomes: (Outcome | undefined)[],
  arrivals: readonly Arrival[],
  { id, as }: GivesWay,
  to: string,
  deltas: SumDeltas,
): void {
  const at = written.findIndex((row) => row.arrival.id === id)
  const row = written[at]
  if (!row) throw new Error('an act gave way that is nowhere')
  const status = as === 'duplicate' ? 'duplicate' : 'quarantined'
  const code = CONFLICT_CODE[as]
  const { shownG, creditedG, arrival } = row
  if (row.status === 'recorded') deltas.remove(arrival, { shownG, creditedG, emittedG: arrival.emittedG })
  written[at] = { ...row, ...NOTHING, status, reasons: [code], duplicateOf: to }
  outcomes[arrivals.findIndex((one) => one.id === id)] = nothing(status, code)
}

function nothing(status: Outcome['status'], code: RefusalCode, facts: Outcome['facts'] = NO_FACTS): Outcome {
  return { status, code, facts, shownG: 0, creditedG: 0 }
}
