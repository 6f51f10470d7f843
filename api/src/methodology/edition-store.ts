import { PersonId } from '@morinowa/shared/kernel/ids.ts'
import { EditionHeader, EditionRow } from '@morinowa/shared/methodology/edition-file.ts'
import { ImpactFigures } from '@morinowa/shared/methodology/editions-contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const Key = z.strictObject({ id: z.string(), version: z.int() })

/** What a proposal keeps of its file. */
export const KeptEdition = z.strictObject({ set: EditionHeader, factors: z.array(EditionRow), members: z.array(Key) })

const ProposalRow = z.strictObject({
  id: z.string(),
  file: KeptEdition,
  note: z.string().nullable(),
  comparedWith: z.string(),
  revision: z.string(),
  proposedBy: PersonId,
  proposedAt: z.string(),
  total: z.int().nullable(),
  done: z.int(),
  lastParticipant: z.string().nullable(),
  lastReduction: z.string().nullable(),
  impact: z.record(z.string(), ImpactFigures),
  finishedAt: z.string().nullable(),
  adoptedAt: z.string().nullable(),
})
export type ProposalRow = z.infer<typeof ProposalRow>

export function proposalOf(db: Queryable, id: string): Promise<ProposalRow | null> {
  return db.maybe(rows(ProposalRow)`
    select id, file, note, compared_with as "comparedWith", revision, proposed_by as "proposedBy",
           proposed_at as "proposedAt", total, done, last_participant as "lastParticipant",
           last_reduction as "lastReduction", impact, finished_at as "finishedAt", adopted_at as "adoptedAt"
      from edition_proposal where id = ${id}`)
}

/** Two people who adopt at once wait for each other here, and the second finds the registry moved. */
export async function lockRegistry(tx: Tx): Promise<void> {
  await tx.run(sql`lock table factor_set in share row exclusive mode`)
}

/** The latest proposals. */
export function proposalsOf(db: Queryable): Promise<ProposalRow[]> {
  return db.many(rows(ProposalRow)`
    select id, file, note, compared_with as "comparedWith", revision, proposed_by as "proposedBy",
           proposed_at as "proposedAt", total, done, last_participant as "lastParticipant",
           last_reduction as "lastReduction", impact, finished_at as "finishedAt", adopted_at as "adoptedAt"
      from edition_proposal order by proposed_at desc, id desc limit 50`)
}

export async function recordProposal(
  tx: Tx,
  one: Pick<ProposalRow, 'id' | 'note' | 'comparedWith' | 'revision' | 'proposedBy'> & {
    file: z.infer<typeof KeptEdition>
    at: string
  },
): Promise<void> {
  await tx.run(sql`
    insert into edition_proposal (id, set_id, file, note, compared_with, revision, proposed_by, proposed_at)
    values (${one.id}, ${one.file.set.id}, ${JSON.stringify(one.file)}, ${one.note}, ${one.comparedWith},
            ${one.revision}, ${one.proposedBy}, ${one.at})`)
}

export async function recordTotal(db: Queryable, id: string, total: number): Promise<void> {
  await db.run(sql`update edition_proposal set total = ${total} where id = ${id} and total is null`)
}

/** Where a report has come to. Answers false when another worker was quicker: its numbers stand. */
export async function recordProgress(
  db: Queryable,
  id: string,
  from: number,
  to: Pick<ProposalRow, 'done' | 'lastParticipant' | 'lastReduction' | 'impact' | 'finishedAt'>,
): Promise<boolean> {
  const touched = await db.run(sql`
    update edition_proposal
       set done = ${to.done}, last_participant = ${to.lastParticipant}, last_reduction = ${to.lastReduction},
           impact = ${JSON.stringify(to.impact)}, finished_at = ${to.finishedAt}
     where id = ${id} and done = ${from} and finished_at is null`)
  return touched === 1
}

export async function recordAdoption(tx: Tx, id: string, by: PersonId, at: string): Promise<void> {
  await tx.run(sql`update edition_proposal set adopted_by = ${by}, adopted_at = ${at} where id = ${id}`)
}
