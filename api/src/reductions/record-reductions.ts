import type { RefusalCode } from '@morinowa/shared/kernel/refusal.ts'
import type { Basis } from '@morinowa/shared/methodology/engine.ts'
import type { Pool } from '@morinowa/shared/reductions/reduction.ts'
import { judge, REACH_MS, type Report } from '@morinowa/shared/reductions/same-act.ts'
import { sqlState, type Tx } from '../platform/db.ts'
import type { Arrival, Claim, Outcome } from './arrival.ts'
import {
  type ClaimRow,
  contentsOf,
  displaceRows,
  type Neighbour,
  neighboursIn,
  recordClaims,
  recordRows,
  releaseClaims,
  type Written,
} from './store.ts'
import { SumDeltas } from './sum-deltas.ts'
import { addToSums } from './sums-store.ts'

const EXCLUSION_VIOLATION = '23P01'

/**
 * Records acts of one pool: each record, seat and room-night once, each person in one place at a time, every sum
 * brought up to date, all in the caller's transaction. Repeating it changes nothing.
 * @param basisIds numbers of the arrivals' bases, from `pinBases`.
 * @returns an outcome for each arrival, in order.
 */
export async function recordReductions(
  tx: Tx,
  arrivals: readonly Arrival[],
  basisIds: ReadonlyMap<Basis, number>,
): Promise<Outcome[]> {
  const outcomes: (Outcome | undefined)[] = new Array(arrivals.length)
  const fresh = await claim(tx, arrivals, outcomes)
  const written: Written[] = []
  const deltas = new SumDeltas()
  for (const pool of ['mobility', 'destinations'] as const) {
    const ofPool = fresh.filter((index) => arrivals[index]?.pool === pool)
    if (ofPool.length > 0) await settle(tx, pool, arrivals, ofPool, outcomes, written, deltas, basisIds)
  }
  if (written.length > 0) {
    await recordRows(tx, written).catch((error: unknown) => {
      // Somebody recorded an act of the same person since we looked: the transaction is tried again and sees it.
      if (sqlState(error) === EXCLUSION_VIOLATION) throw Object.assign(new Error('overtaken', { cause: error }), RETRY)
      throw error
    })
  }
  await addToSums(tx, deltas)
  return outcomes as Outcome[]
}

/** The code by which a transaction is known to be worth trying again. */
const RETRY = { code: '40001' }

/** Claims what arrived; answers the indexes of those that nobody had claimed. */
async function claim(tx: Tx, arrivals: readonly Arrival[], outcomes: (Outcome | undefined)[]): Promise<number[]> {
  const rows: ClaimRow[] = []
  for (const { providerId, participantId, id, claims, content } of arrivals) {
    if (providerId === null || content === null) continue
    for (const { kind, claim } of claims) {
      rows.push({ providerId, kind, claim, participantId, reductionId: id, content })
    }
  }
  if (rows.length === 0) return arrivals.map((_, index) => index)
  const ours = await recordClaims(tx, rows)

  const fresh: number[] = []
  const known: number[] = []
  const taken: Arrival[] = []
  arrivals.forEach((arrival, index) => {
    const isOurs = ({ kind }: Claim) => ours.has(`${kind} ${arrival.id}`)
    const [record, ...others] = arrival.content === null ? [] : arrival.claims
    if (record && !isOurs(record)) {
      known.push(index)
      if (others.some(isOurs)) taken.push(arrival)
    } else if (others.every(isOurs)) fresh.push(index)
    else {
      taken.push(arrival)
      outcomes[index] = nothing('rejected', 'reductions.seat-taken')
    }
  })
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
      const same = content !== null && contents.get(claims[0]?.claim as string)?.equals(content)
      outcomes[index] = same
        ? nothing('duplicate', 'reductions.received')
        : nothing('rejected', 'reductions.external-id-reused')
    }
  }
}

/** Decides for each new act whether it counts, and writes down what follows. */
async function settle(
  tx: Tx,
  pool: Pool,
  arrivals: readonly Arrival[],
  indexes: readonly number[],
  outcomes: (Outcome | undefined)[],
  written: Written[],
  deltas: SumDeltas,
  basisIds: ReadonlyMap<Basis, number>,
): Promise<void> {
  const reach = REACH_MS[pool]
  const neighbours = await neighboursIn(
    tx,
    pool,
    indexes.flatMap((index) => {
      const { participantId, startMs, endMs, doubt } = arrivals[index] as Arrival
      return doubt ? [] : [{ participantId, fromMs: startMs - reach, toMs: endMs + reach }]
    }),
  )
  const near = new Map<string, Near[]>()
  for (const neighbour of neighbours)
    push(near, neighbour.participantId, { report: reportOf(neighbour), row: neighbour })

  const displaced: Parameters<typeof displaceRows>[1][number][] = []
  for (const index of indexes) {
    const arrival = arrivals[index] as Arrival
    const base = { arrival, basisId: basisIds.get(arrival.basis) as number, reasons: [], duplicateOf: null }
    if (arrival.doubt) {
      written.push({ ...base, status: 'quarantined', reasons: [arrival.doubt.code] })
      outcomes[index] = nothing('quarantined', arrival.doubt.code, arrival.doubt.facts)
      continue
    }
    const report = reportOfArrival(arrival)
    const others = near.get(arrival.participantId) ?? []
    const verdict = judge(
      pool,
      report,
      others.map((other) => other.report),
    )
    if (verdict.kind === 'duplicate') {
      written.push({ ...base, status: 'duplicate', reasons: ['reductions.better-report'], duplicateOf: verdict.of })
      outcomes[index] = nothing('duplicate', 'reductions.better-report')
      continue
    }
    if (verdict.kind === 'overlap') {
      written.push({ ...base, status: 'quarantined', reasons: ['reductions.overlap'], duplicateOf: verdict.of })
      outcomes[index] = nothing('quarantined', 'reductions.overlap')
      continue
    }
    for (const { id, as } of verdict.displaced) {
      const at = others.findIndex((other) => other.report.id === id)
      const [gone] = others.splice(at, 1)
      const status = as === 'duplicate' ? 'duplicate' : 'quarantined'
      // An act of this very call is only on its way, and is rewritten there.
      if (gone?.row) {
        displaced.push({ participantId: arrival.participantId, id, status, of: arrival.id, was: gone.row })
        if (gone.row.status !== 'waiting') deltas.remove(gone.row)
      } else yieldTo(written, outcomes, arrivals, id, status, arrival.id, deltas)
    }
    written.push({ ...base, status: arrival.linked ? 'recorded' : 'waiting' })
    push(near, arrival.participantId, { report, row: undefined })
    if (arrival.linked) deltas.add(arrival)
    const { shownG, creditedG } = arrival
    outcomes[index] = arrival.linked
      ? { status: 'recorded', code: null, facts: {}, shownG, creditedG }
      : nothing('waiting', 'reductions.unlinked')
  }
  if (displaced.length > 0) await displaceRows(tx, displaced)
}

type Near = { report: Report; row: Neighbour | undefined }

function push(near: Map<string, Near[]>, participantId: string, one: Near): void {
  const list = near.get(participantId)
  if (list) list.push(one)
  else near.set(participantId, [one])
}

/** Lets an act that is about to be written give way to a better report that came with it. */
function yieldTo(
  written: Written[],
  outcomes: (Outcome | undefined)[],
  arrivals: readonly Arrival[],
  id: string,
  status: 'duplicate' | 'quarantined',
  to: string,
  deltas: SumDeltas,
): void {
  const at = written.findIndex((row) => row.arrival.id === id)
  const row = written[at]
  if (!row) throw new Error('an act gave way that is nowhere')
  const code: RefusalCode = status === 'duplicate' ? 'reductions.better-report' : 'reductions.overlap'
  if (row.status === 'recorded') deltas.remove(row.arrival)
  written[at] = { ...row, status, reasons: [code], duplicateOf: to }
  outcomes[arrivals.indexOf(row.arrival)] = nothing(status, code)
}

function nothing(status: Outcome['status'], code: RefusalCode, facts: Outcome['facts'] = {}): Outcome {
  return { status, code, facts, shownG: 0, creditedG: 0 }
}

function reportOfArrival(arrival: Arrival): Report {
  const { id, providerId, mode, type, fromMunicipality, startMs, endMs, evidence } = arrival
  const rank = Number(evidence[1])
  return {
    id,
    providerId,
    mode: mode ?? type,
    municipality: fromMunicipality,
    startMs,
    endMs,
    evidence: rank,
    fixed: false,
  }
}

/** A row as the judge sees it. */
export function reportOf(row: Neighbour): Report {
  const { id, providerId, mode, type, fromMunicipality, startMs, endMs, evidence, status } = row
  const rank = Number(evidence[1])
  return {
    id,
    providerId,
    mode: mode ?? type,
    municipality: fromMunicipality,
    startMs,
    endMs,
    evidence: rank,
    fixed: status === 'pooled',
  }
}
