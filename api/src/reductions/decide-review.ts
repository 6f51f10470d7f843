import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { ReductionId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Registry } from '@morinowa/shared/methodology/engine.ts'
import { limitReleased } from '@morinowa/shared/reductions/day-limits.ts'
import type { DecideReview, ReviewDetail } from '@morinowa/shared/reductions/review-contract.ts'
import { actingFor, askingPerson, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { restOfDay } from './day-of-act.ts'
import { reviewDetail } from './describe-review.ts'
import { pinBases } from './pin-basis.ts'
import { type Places, places } from './places.ts'
import { computeAgain, countingStatus, giveWay, inTheWay, meetings, reviseAct } from './revise-act.ts'
import { answerDisputes, participantInReview, recordEntry, reviewOf } from './review-store.ts'
import type { HeldAct } from './act-row.ts'
import { holdAct, type NewRevision } from './revision-store.ts'
import { basisOf } from './basis-store.ts'
import { lockPeople } from './standing-store.ts'
import { SumDeltas } from './sum-deltas.ts'
import { addToSums } from './sums-store.ts'

/**
 * Decides about an act in review, or asks. The act, its history, every sum and the answer to whoever disputed it change
 * together or not at all; of twenty who decide at once one does.
 */
export async function decideReview(
  deps: Deps,
  actor: Actor,
  ask: DecideReview & { id: ReductionId },
): Promise<ReviewDetail> {
  const { db, now, newId } = deps
  const { personId } = askingPerson(actor)
  const organisationId = actingFor(actor).id
  const { id, decision, note, replaces = false } = ask
  const facts = { registry: await currentRegistry(deps), known: await places(db), db }
  return db.transaction(async (tx) => {
    const participantId = await participantInReview(tx, id)
    // Whoever records something of the same person waits here.
    if (participantId !== null) await lockPeople(tx, [participantId])
    const act = participantId === null ? null : await holdAct(tx, participantId, id)
    if (!participantId || !act) return refuse('reductions.review-missing')
    const before = await reviewOf(tx, participantId, id)
    if (!before || (act.status !== 'quarantined' && before.openDisputes === 0)) {
      return refuse('reductions.review-decided')
    }
    const at = now()
    const by: Omit<NewRevision, 'kind'> = { reason: note, organisationId, at }
    if (decision === 'release') await release(tx, act, replaces, by, facts)
    if (decision === 'reject') await reject(tx, act, by)
    if (decision !== 'ask') await answerDisputes(tx, { participantId, reductionId: id, answer: note, at })
    await recordEntry(tx, {
      id: newId(),
      reductionId: id,
      participantId,
      act: decision,
      note,
      personId,
      organisationId,
      at,
    })
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId,
      act: `review.${decision}`,
      subject: id,
      facts: { from: act.status, ...(replaces && { replaces }) },
    })
    const after = await reviewOf(tx, participantId, id)
    if (!after) throw new Error(`the act ${id} was decided and cannot be read`)
    return reviewDetail(deps, tx, after)
  })
}

type Facts = { registry: Registry; known: Places; db: Deps['db'] }

/** Lets an act count with the worth it has by the edition it was calculated with. One that counts already stays as it is. */
async function release(
  tx: Tx,
  act: HeldAct,
  replaces: boolean,
  by: Omit<NewRevision, 'kind'>,
  { registry, known, db }: Facts,
): Promise<void> {
  if (act.status === 'recorded' || act.status === 'waiting' || act.status === 'pooled') return
  const { verdict, others, report } = await meetings(tx, act)
  const sums = new SumDeltas()
  const way = inTheWay(act.pool, report, others)
  if (way.length > 0 && !replaces) {
    return refuse('reductions.review-met', { at: new Date(way[0]?.startMs ?? 0).toISOString() }, '/replaces')
  }
  if (way.some(({ status }) => status === 'pooled')) return refuse('reductions.review-fixed')
  const yielding = verdict.kind === 'counts' ? verdict.displaced.map(({ id }) => id) : []
  const gone = others.filter(({ id }) => yielding.includes(id) || way.some((one) => one.id === id))
  await giveWay(
    tx,
    gone.map((one) => ({ ...one, as: 'duplicate' })),
    act.id,
    sums,
  )
  const basis = await basisOf(tx, act.basisId)
  const figures = computeAgain(act, basis, known.classOf(act.fromMunicipality), registry)
  const bases = await pinBases(db, [figures.basis])
  const { shownG, emittedG } = figures
  const { creditedG, code } = limitReleased(await restOfDay(tx, act, [act]), {
    ...act,
    creditedG: figures.creditedG,
  })
  const is: HeldAct = {
    ...act,
    shownG,
    creditedG,
    emittedG,
    basisId: bases.get(figures.basis) as number,
    status: countingStatus(act),
    reasons: code === null ? ['reductions.released'] : ['reductions.released', code],
    duplicateOf: null,
  }
  await reviseAct(tx, act, is, { ...by, kind: 'released' }, sums)
  await addToSums(tx, sums)
}

/** Takes an act out for good: out of its batch, if that is not issued yet, and out of every sum. */
async function reject(tx: Tx, act: HeldAct, by: Omit<NewRevision, 'kind'>): Promise<void> {
  if (act.batchState === 'issued') return refuse('reductions.issued')
  if (act.status === 'rejected' || act.status === 'duplicate') return
  const is: HeldAct = {
    ...act,
    shownG: 0,
    creditedG: 0,
    status: 'rejected',
    reasons: [...act.reasons, 'reductions.rejected'],
    batchId: null,
  }
  await reviseAct(tx, act, is, { ...by, kind: 'rejected' })
}
