import { z } from 'zod'
import { rows, sql, sqlState, type Tx } from '../platform/db.ts'
import type { Claim } from './arrival.ts'
import { COPY_FROM_ROWS, copy } from './copy-rows.ts'
import { copyText, plainArray, textArray } from './sql-text.ts'

// Who was first with a record, a seat or a room-night. A claim is one row that nobody can write twice.

/** One claim of an arrival. */
export type ClaimRow = {
  providerId: string
  kind: Claim['kind']
  claim: string
  participantId: string
  reductionId: string
  /** In hexadecimal. */
  content: string
}

const UNIQUE_VIOLATION = '23505'

/**
 * Claims what nobody has claimed; answers those that are somebody else's. Looking first and copying is twice as fast as
 * asking about each; if somebody claims one of them in between, the transaction is tried again and asks about each
 * (`isOvertaken`). The order is the same for everybody, so that two uploads never wait for each other.
 */
export async function recordClaims(tx: Tx, claims: readonly ClaimRow[], isOvertaken: boolean): Promise<Set<ClaimRow>> {
  const sorted = claims.toSorted(inOrder)
  const lost = new Set<ClaimRow>()
  if (sorted.length < COPY_FROM_ROWS || isOvertaken) {
    await insertClaims(tx, sorted, lost)
    return lost
  }
  const taken = await claimed(tx, claims)
  const fresh: ClaimRow[] = []
  for (const [at, row] of sorted.entries()) {
    // Of two equal claims in one call the first is the act, the second its repetition.
    const before = sorted[at - 1]
    const isRepeated = before !== undefined && inOrder(before, row) === 0
    if (isRepeated || (taken.size > 0 && taken.has(keyOf(row)))) lost.add(row)
    else fresh.push(row)
  }
  if (fresh.length === 0) return lost
  try {
    const lines = fresh.map(
      (c) =>
        `${c.providerId}\t${c.kind}\t${copyText(c.claim)}\t${c.participantId}\t${c.reductionId}\t\\\\x${c.content}\n`,
    )
    await copy(tx, 'act_claim (provider_id, kind, claim, participant_id, reduction_id, content)', lines)
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    throw Object.assign(new Error('overtaken', { cause: error }), { code: '40001' })
  }
  return lost
}

const keyOf = ({ providerId, claim, kind }: ClaimRow): string => `${providerId} ${claim} ${kind}`

function inOrder(a: ClaimRow, b: ClaimRow): number {
  if (a.claim !== b.claim) return a.claim < b.claim ? -1 : 1
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1
  return a.providerId < b.providerId ? -1 : a.providerId > b.providerId ? 1 : 0
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

const Made = z.object({ kind: z.string(), reductionId: z.string() })

async function insertClaims(tx: Tx, claims: readonly ClaimRow[], lost: Set<ClaimRow>): Promise<void> {
  const made = await tx.many(rows(Made)`
    insert into act_claim (provider_id, kind, claim, participant_id, reduction_id, content)
    select provider_id, kind, claim, participant_id, reduction_id, decode(content, 'hex')
      from unnest(${plainArray(claims.map((c) => c.providerId))}::uuid[],
                  ${plainArray(claims.map((c) => c.kind))}::text[], ${textArray(claims.map((c) => c.claim))}::text[],
                  ${plainArray(claims.map((c) => c.participantId))}::uuid[],
                  ${plainArray(claims.map((c) => c.reductionId))}::uuid[],
                  ${plainArray(claims.map((c) => c.content))}::text[])
           as c (provider_id, kind, claim, participant_id, reduction_id, content)
    on conflict do nothing
    returning kind, reduction_id as "reductionId"`)
  const ours = new Set(made.map(({ kind, reductionId }) => `${kind} ${reductionId}`))
  for (const row of claims) if (!ours.has(`${row.kind} ${row.reductionId}`)) lost.add(row)
}

const ClaimContent = z.object({ claim: z.string(), content: z.string() })

/** What was said with records that are claimed already, hashed, by external id. */
export async function contentsOf(
  tx: Tx,
  providerId: string,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  const found = await tx.many(rows(ClaimContent)`
    select claim, encode(content, 'hex') as content from act_claim
     where provider_id = ${providerId} and kind = 'record' and claim = any(${textArray(externalIds)}::text[])`)
  return new Map(found.map(({ claim, content }) => [claim, content]))
}

/** Gives claims back of acts that are not recorded after all. */
export async function releaseClaims(tx: Tx, providerId: string, reductionIds: readonly string[]): Promise<void> {
  await tx.run(sql`
    delete from act_claim where provider_id = ${providerId} and reduction_id = any(${reductionIds}::uuid[])`)
}
