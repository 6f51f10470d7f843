import { hash } from 'node:crypto'
import { KEY_DAYS } from '@morinowa/shared/kernel/endpoint.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FastifyRequest } from 'fastify'
import { canonicalize } from 'json-canonicalize'
import { v5 } from 'uuid'
import { z } from 'zod'
import { type Db, type OnceKey, type Queryable, rows, sql, type Tx } from './db.ts'

// A request with a key happens once. Its claim is a row of the transaction that does what it asks for, so a repeat waits
// for the first one to end and then finds either its answer or nothing.

/** The name, for ever and in every process, of the act that a request with a key asks for. */
export function keyOf({ caller, key }: OnceKey): string {
  return v5(key, caller)
}

/** Thrown through a use-case to end it: this request was answered before. */
export class Replay {
  readonly status: number | null
  readonly body: unknown
  constructor(status: number | null, body: unknown) {
    this.status = status
    this.body = body
  }
}

const Answered = z.object({ fingerprint: z.instanceof(Buffer), status: z.int().nullable(), body: z.unknown() })
// Callers without an account share one name; their keys are random, so they do not meet.
const NOBODY = '00000000-0000-0000-0000-000000000000'

const Key = z.uuid()

export function claimOf(request: FastifyRequest, key: string | string[]): OnceKey {
  const parsed = Key.safeParse(key)
  if (!parsed.success) return refuse('request.key-malformed', {}, '/headers/Idempotency-Key')
  const { actor } = request
  const caller = actor.kind === 'person' ? actor.personId : actor.kind === 'machine' ? actor.organisation.id : NOBODY
  const asked = `${request.method} ${request.url}\n${canonicalize(request.body ?? null)}`
  const fingerprint = hash('sha256', asked, 'buffer')
  return { caller, key: parsed.data, fingerprint }
}

/**
 * A database whose transaction happens once per claim. An idempotent use-case answers with exactly what its one
 * transaction returns. Where acts have keys of their own no answer is kept: a repeat's work runs again, and `again` is
 * told.
 */
export function onceOnly(db: Db, once: OnceKey, how: { keep: number } | { again: () => void }): Db {
  const { caller, key, fingerprint } = once
  return {
    ...db,
    once,
    transaction: <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
      db.transaction(async (tx) => {
        const fresh = await claimKeys(tx, [once])
        if (fresh.size === 0) {
          const first = await tx.one(rows(Answered)`
            select fingerprint, status, body from idempotent_request where caller = ${caller} and key = ${key}`)
          if (!first.fingerprint.equals(fingerprint)) return refuse('request.id-reused')
          if ('keep' in how || first.status !== null) throw new Replay(first.status, first.body)
          how.again()
        }
        const answer = await work(tx)
        if ('keep' in how) await keepAnswers(tx, [{ once, status: how.keep, body: answer }])
        return answer
      }),
  }
}

const Claimed = z.object({ name: z.string() })
const nameOf = ({ caller, key }: OnceKey): string => `${caller} ${key}`

/** Claims the keys of requests; answers those that nobody used before. Everybody inserts in one order. */
export async function claimKeys(tx: Tx, onces: readonly OnceKey[]): Promise<Set<OnceKey>> {
  const sorted = onces.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const made = await tx.many(rows(Claimed)`
    insert into idempotent_request (caller, key, fingerprint)
    select * from unnest(${sorted.map(({ caller }) => caller)}::uuid[], ${sorted.map(({ key }) => key)}::uuid[],
                         ${sorted.map(({ fingerprint }) => fingerprint)}::bytea[])
    on conflict do nothing
    returning caller || ' ' || key as name`)
  const names = new Set(made.map(({ name }) => name))
  return new Set(onces.filter((once) => names.has(nameOf(once))))
}

/** Keeps answers beside the keys that were claimed in the same transaction. */
export async function keepAnswers(
  tx: Tx,
  answers: readonly { once: OnceKey; status: number; body: unknown }[],
): Promise<void> {
  const given = answers.map(({ once: { caller, key }, status, body }) => ({ caller, key, status, body: body ?? null }))
  await tx.run(sql`
    update idempotent_request r set status = a.status, body = a.body
      from json_to_recordset(${JSON.stringify(given)}::json) as a(caller uuid, key uuid, status int, body json)
     where r.caller = a.caller and r.key = a.key`)
}

/** Forgets requests and their answers that are older than a key is good for; how many there were. */
export function forgetRequests(db: Queryable, now: string): Promise<number> {
  return db.run(sql`
    delete from idempotent_request where created_at < ${now}::timestamptz - make_interval(days => ${KEY_DAYS})`)
}
