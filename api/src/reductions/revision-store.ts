import { Revision, RevisionState } from '@morinowa/shared/reductions/revision.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'
import { HELD_ACT, HeldAct } from './act-row.ts'

// Acts that change after they came in, and what they were before.

const BatchId = z.object({ batchId: z.string().nullable() })
const Locked = z.object({ id: z.string() })

/** The code by which a transaction is known to be worth trying again. */
const RETRY = { code: '40001' }

/**
 * Locks an act so that nothing about it changes meanwhile: neither the act nor how far its batch is. The batch comes
 * first, in the order in which issuing takes the two.
 */
export async function holdAct(tx: Tx, participantId: string, id: string): Promise<HeldAct | null> {
  const found = await tx.maybe(rows(BatchId)`
    select batch_id as "batchId" from reduction where participant_id = ${participantId} and id = ${id}`)
  if (!found) return null
  if (found.batchId !== null) {
    await tx.maybe(rows(Locked)`select id from reduction_batch where id = ${found.batchId} for share`)
  }
  await tx.maybe(rows(Locked)`
    select id from reduction where participant_id = ${participantId} and id = ${id} for update`)
  const act = await tx.maybe(rows(HeldAct)`
    select ${HELD_ACT}
      from reduction r left join reduction_batch b on b.id = r.batch_id
     where r.participant_id = ${participantId} and r.id = ${id}`)
  // It found its person, or joined or left a batch, between looking and locking: the transaction is tried again.
  if (!act || act.batchId !== found.batchId) throw Object.assign(new Error('moved meanwhile'), RETRY)
  return act
}

const Count = z.object({ count: z.int() })

export type NewRevision = {
  kind: Revision['kind']
  reason: string
  organisationId: string
  at: string
}

/** Writes down what an act was and becomes, then changes it; the database refuses the second without the first. */
export async function recordRevision(tx: Tx, was: HeldAct, is: HeldAct, by: NewRevision): Promise<void> {
  const { count } = await tx.one(rows(Count)`
    select count(*) as count from reduction_revision where reduction_id = ${was.id}`)
  await tx.run(sql`
    insert into reduction_revision (reduction_id, revision, kind, reason, organisation_id, before, after, at)
    values (${was.id}, ${count + 1}, ${by.kind}, ${by.reason}, ${by.organisationId}, ${JSON.stringify(stateOf(was))},
            ${JSON.stringify(stateOf(is))}, ${by.at})`)
  await tx.run(sql`
    update reduction
       set type = ${is.type}, mode = ${is.mode}, started_at = ${is.startedAt}, ended_at = ${is.endedAt},
           day = ${is.day}, quantity = ${is.quantity}, from_municipality = ${is.fromMunicipality},
           to_municipality = ${is.toMunicipality}, place_ref = ${is.placeRef}, purpose = ${is.purpose},
           evidence = ${is.evidence}, shown_g = ${is.shownG}, credited_g = ${is.creditedG},
           emitted_g = ${is.emittedG}, basis_id = ${is.basisId}, status = ${is.status}, reasons = ${is.reasons},
           duplicate_of = ${is.duplicateOf}, batch_id = ${is.batchId},
           input = ${is.input === null || is.input === undefined ? null : JSON.stringify(is.input)}
     where participant_id = ${was.participantId} and id = ${was.id}`)
}

/** What a revision keeps: everything the figures were made from, and nothing that a person wrote. */
function stateOf(act: HeldAct): object {
  const { type, mode, startedAt, endedAt, day, quantity, fromMunicipality, toMunicipality, placeRef, purpose } = act
  const { evidence, shownG, creditedG, emittedG, basisId, status, reasons, duplicateOf, batchId, input } = act
  const ask = (input as { ask?: unknown } | null | undefined)?.ask ?? null
  return {
    status,
    type,
    mode,
    startedAt,
    endedAt,
    day,
    quantity,
    fromMunicipality,
    toMunicipality,
    placeRef,
    purpose,
    evidence,
    shownG,
    creditedG,
    emittedG,
    basisId,
    reasons,
    duplicateOf,
    batchId,
    ask,
  }
}

const ReadState = z.looseObject(RevisionState.shape).transform((state) => RevisionState.parse(pick(state)))

function pick(state: Record<string, unknown>): object {
  return Object.fromEntries(Object.keys(RevisionState.shape).map((key) => [key, state[key]]))
}

const RevisionRow = z.object({
  reductionId: z.string(),
  ...Revision.shape,
  before: ReadState,
  after: ReadState,
})

/** What became of acts, the oldest change first. */
export function revisionsOf(
  db: Queryable,
  reductionIds: readonly string[],
): Promise<(Revision & { reductionId: string })[]> {
  return db.many(rows(RevisionRow)`
    select v.reduction_id as "reductionId", v.revision, v.kind, v.reason, coalesce(o.name, '') as by, v.at, v.before,
           v.after
      from reduction_revision v left join organisation o on o.id = v.organisation_id
     where v.reduction_id = any(${reductionIds}::uuid[])
     order by v.reduction_id, v.revision
     limit 100000`)
}

/** One act's changes as its person reads them. */
export async function historyOf(db: Queryable, reductionId: string): Promise<Revision[]> {
  return (await revisionsOf(db, [reductionId])).map(({ reductionId: _, ...revision }) => revision)
}
