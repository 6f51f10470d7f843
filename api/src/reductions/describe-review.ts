import type { OtherAct, OwnReview, Review, ReviewDetail } from '@morinowa/shared/reductions/review-contract.ts'
import type { Dispute } from '@morinowa/shared/reductions/contract.ts'
import { limitReleased } from '@morinowa/shared/reductions/day-limits.ts'
import { statusOf } from '@morinowa/shared/reductions/reduction.ts'
import { dueAt, isOverdue } from '@morinowa/shared/reductions/review.ts'
import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { restOfDay } from './day-of-act.ts'
import { factsOf, reasonOf, reductionOf } from './describe-act.ts'
import { places } from './places.ts'
import { computeAgain, isWaitingPseudonym } from './revise-act.ts'
import { historyOf } from './revision-store.ts'
import { type EntryRow, entriesOf, fullDisputesOf, type ReviewRow } from './review-store.ts'
import type { ActRow } from './act-row.ts'
import { actOf } from './act-store.ts'
import { basisOf } from './basis-store.ts'

// An act as those who check it read it: what happened, and never who.

export function reviewFor(row: ReviewRow, now: string): Review {
  const { providerId, providerName } = row
  return {
    id: row.id as Review['id'],
    kind: row.kind,
    open: row.status === 'quarantined' || row.openDisputes > 0,
    since: row.since,
    dueAt: dueAt(row.since),
    overdue: isOverdue(row.since, now),
    asked: row.lastAct === 'ask',
    linked: !isWaitingPseudonym(row.participantId),
    status: statusOf(row.status, row.batchState),
    reasons: row.reasons.map((code) => reasonOf(code, factsOf(code, row))),
    provider: providerId === null ? null : { id: providerId, name: providerName ?? '' },
    externalId: row.externalId,
    pool: row.pool,
    type: row.type,
    mode: row.mode,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    day: row.day,
    quantity: row.quantity,
    fromMunicipality: row.fromMunicipality,
    toMunicipality: row.toMunicipality,
    placeRef: row.placeRef,
    evidence: row.evidence,
    shownG: row.shownG as Review['shownG'],
    creditedG: row.creditedG as Review['creditedG'],
  }
}

/** The same for the provider whose record it is: nothing of the person, not even whether there is one. */
export function ownReviewFor(row: ReviewRow, entries: readonly EntryRow[], now: string): OwnReview {
  const { linked: _linked, creditedG: _credited, shownG: _shown, ...review } = reviewFor(row, now)
  return { ...review, disputes: row.openDisputes, entries: entries.map(withoutAct) }
}

export const withoutAct = ({ reductionId: _, ...entry }: EntryRow) => entry

/** Everything that is needed to decide. */
export async function reviewDetail(deps: Deps, db: Queryable, row: ReviewRow): Promise<ReviewDetail> {
  const { participantId, id } = row
  const act = await actOf(db, participantId, id)
  if (!act) throw new Error(`the act ${id} is in review and nowhere else`)
  // One after the other: a transaction has one connection.
  const disputes = await disputesFor(db, participantId, id)
  const entries = await entriesOf(db, [id])
  const history = await historyOf(db, id)
  const other = act.duplicateOf === null ? null : await actOf(db, participantId, act.duplicateOf)
  const review = reviewFor(row, deps.now())
  return {
    ...review,
    // The act's own reasons know the facts of its doubt: how fast, and how far.
    reasons: row.reasons.map((code) => reductionOf(act).reasons.find((one) => one.code === code) ?? reasonOf(code)),
    worth: await worthOf(deps, db, act, other),
    other: other && otherAct(other),
    disputes,
    entries: entries.map(withoutAct),
    history,
  }
}

/** A person's words about an act, with until when they must be answered. */
export async function disputesFor(db: Queryable, participantId: string, id: string): Promise<Dispute[]> {
  const found = await fullDisputesOf(db, participantId, id)
  return found.map((dispute) => ({ ...dispute, dueAt: dueAt(dispute.saidAt) }))
}

function otherAct(row: ActRow): OtherAct {
  const { id, provider, mode, type, startedAt, endedAt, quantity, fromMunicipality, toMunicipality, evidence, status } =
    reductionOf(row)
  const { creditedG } = reductionOf(row)
  return {
    id,
    provider,
    mode,
    type,
    startedAt,
    endedAt,
    quantity,
    fromMunicipality,
    toMunicipality,
    evidence,
    status,
    creditedG,
  }
}

/** What a release would make it worth, with what its person's day still holds; without what it would take the place of. */
async function worthOf(deps: Deps, db: Queryable, act: ActRow, other: ActRow | null): Promise<ReviewDetail['worth']> {
  const basis = await basisOf(db, act.basisId)
  const [registry, known] = await Promise.all([currentRegistry(deps), places(deps.db)])
  try {
    const figures = computeAgain({ ...act }, basis, known.classOf(act.fromMunicipality), registry)
    const day = await restOfDay(db, act, other ? [act, other] : [act])
    return {
      shownG: figures.shownG as Review['shownG'],
      creditedG: limitReleased(day, { ...act, creditedG: figures.creditedG }).creditedG as Review['creditedG'],
      emittedG: figures.emittedG as Review['creditedG'],
    }
  } catch (error) {
    // An edition that this process cannot calculate with leaves the worth unknown.
    if (error instanceof Refusal) return null
    throw error
  }
}
