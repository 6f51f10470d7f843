import { z } from 'zod'
import { rows, sql, sqlState, type Tx } from '../platform/db.ts'
import { COPY_FROM_ROWS, copy } from './copy-rows.ts'
import { copyText, plainArray, textArray } from './sql-text.ts'

// Who was first with a record, a seat or a room-night. A claim is one row that nobody can write twice.

const Id = z.object({ id: z.string() })

/** One claim of an arrival. */
export type ClaimRow = {
  providerId: string
  kind: string
  claim: string
  participantId: string
  reductionId: string
  content: Buffer
}

const UNIQUE_VIOLATION = '23505'

/**
 * Claims what nobody has claimed; answers `kind id` of those that are now ours. Looking first and copying is twice as
 * fast as asking about each; if somebody claims one of them in between, each is asked about after all. The order is
 * the same for everybody, so that two uploads never wait for each other.
 */
export async function recordClaims(tx: Tx, claims: readonly ClaimRow[]): Promise<Set<string>> {
  const sorted = claims
    .map((row) => ({ row, key: `${row.providerId} ${row.claim} ${row.kind}` }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  if (sorted.length < COPY_FROM_ROWS)
    return insertClaims(
      tx,
      sorted.map(({ row }) => row),
    )

  const taken = await claimed(tx, claims)
  // Of two equal claims in one call the first is the act, the second its repetition.
  const fresh = sorted.flatMap(({ row, key }, at) => (taken.has(key) || sorted[at - 1]?.key === key ? [] : [row]))
  if (fresh.length === 0) return new Set()
  await tx.client.query('savepoint claiming')
  try {
    const text = fresh.map(
      (c) =>
        `${c.providerId}\t${c.kind}\t${copyText(c.claim)}\t${c.participantId}\t${c.reductionId}\t\\\\x${c.content.toString('hex')}\n`,
    )
    await copy(tx, 'act_claim (provider_id, kind, claim, participant_id, reduction_id, content)', text)
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    await tx.client.query('rollback to savepoint claiming')
    return insertClaims(tx, fresh)
  }
  await tx.client.query('release savepoint claiming')
  return new Set(fresh.map(({ kind, reductionId }) => `${kind} ${reductionId}`))
}

const Key = z.object({ key: z.string() })

async function claimed(tx: Tx, claims: readonly ClaimRow[]): Promise<Set<string>> {
  const found = await tx.many(rows(Key)`
    select c.provider_id || ' ' || c.claim || ' ' || c.kind as key
      from unnest(${plainArray(claims.map((c) => c.providerId))}::uuid[],
                  ${textArray(claims.map((c) => c.claim))}::text[], ${plainArray(claims.map((c) => c.kind))}::text[])
           as asked (provider_id, claim, kind)
      join act_claim c using (provider_id, claim, kind)`)
  return new Set(found.map(({ key }) => key))
}

async function insertClaims(tx: Tx, claims: readonly ClaimRow[]): Promise<Set<string>> {
  const made = await tx.many(rows(Id)`
    insert into act_claim (provider_id, kind, claim, participant_id, reduction_id, content)
    select * from unnest(${plainArray(claims.map((c) => c.providerId))}::uuid[],
                         ${plainArray(claims.map((c) => c.kind))}::text[],
                         ${textArray(claims.map((c) => c.claim))}::text[],
                         ${plainArray(claims.map((c) => c.participantId))}::uuid[],
                         ${plainArray(claims.map((c) => c.reductionId))}::uuid[],
                         ${claims.map((c) => c.content)}::bytea[])
    on conflict do nothing
    returning kind || ' ' || reduction_id as id`)
  return new Set(made.map(({ id }) => id))
}

/** Copies lines in PostgreSQL's text format into a table. */

const ClaimContent = z.object({ claim: z.string(), content: z.instanceof(Buffer) })

/** What was said with records that are claimed already, by external id. */
export async function contentsOf(
  tx: Tx,
  providerId: string,
  externalIds: readonly string[],
): Promise<Map<string, Buffer>> {
  const found = await tx.many(rows(ClaimContent)`
    select claim, content from act_claim
     where provider_id = ${providerId} and kind = 'record' and claim = any(${textArray(externalIds)}::text[])`)
  return new Map(found.map(({ claim, content }) => [claim, content]))
}

/** Gives claims back of acts that are not recorded after all. */
export async function releaseClaims(tx: Tx, providerId: string, reductionIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    delete from act_claim where provider_id = ${providerId} and reduction_id = any(${reductionIds}::uuid[])`)
}
