import { createHash } from 'node:crypto'
import { type Actor, gate } from '@morinowa/shared/kernel/actor.ts'
import type { Endpoint, OutputOf } from '@morinowa/shared/kernel/endpoint.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { canonicalize } from 'json-canonicalize'
import { v5 } from 'uuid'
import { z } from 'zod'
import type { Db, OnceKey, Tx } from './db.ts'
import { rows, sql } from './db.ts'
import type { Deps } from './deps.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
}

/** What a handler is given; every part has passed the endpoint's contract. */
export type Call<P, Q, B> = {
  deps: Deps
  actor: Actor
  params: OutputOf<P>
  query: OutputOf<Q>
  body: OutputOf<B>
  request: FastifyRequest
  reply: FastifyReply
}

export type RouteOptions = {
  /**
   * How the first answer to a request is found again. Answers are kept beside their keys, unless the act has a key of its
   * own, made with `keyOf`: then a repeat of the handler's transaction runs, moves nothing, and answers the same.
   */
  repeats?: 'kept answer' | 'own key'
}

export const API_ROOT = '/api/v1'

/**
 * Hangs a handler on a contract: gate, validation, idempotency and the shape of the answer are done here.
 * A handler that writes its own answer (a file, another media type) sends through `reply` and returns it.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  app: FastifyInstance,
  deps: Deps,
  endpoint: Endpoint<P, Q, B, R>,
  handler: (call: Call<P, Q, B>) => Promise<z.output<R> | FastifyReply> | z.output<R> | FastifyReply,
  options: RouteOptions = {},
): void {
  const streams = endpoint.streams
  if (streams) {
    app.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      for (const type of streams) scope.addContentTypeParser(type, (_request, payload, done) => done(null, payload))
      hang(scope, deps, endpoint, handler, options)
    })
  } else hang(app, deps, endpoint, handler, options)
}

function hang<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  app: FastifyInstance,
  deps: Deps,
  endpoint: Endpoint<P, Q, B, R>,
  handler: (call: Call<P, Q, B>) => Promise<z.output<R> | FastifyReply> | z.output<R> | FastifyReply,
  { repeats = 'kept answer' }: RouteOptions,
): void {
  app.route({
    method: endpoint.method,
    url: API_ROOT + endpoint.path.replaceAll('{', ':').replaceAll('}', ''),
    ...(endpoint.streams && { config: { accepts: endpoint.streams } }),
    schema: {
      summary: endpoint.summary,
      ...(endpoint.description && { description: endpoint.description }),
      tags: [endpoint.path.split('/')[1] ?? ''],
      ...(endpoint.params && { params: endpoint.params }),
      ...(endpoint.query && { querystring: endpoint.query }),
      ...(endpoint.body && !endpoint.streams && { body: endpoint.body }),
      ...(endpoint.reply &&
        !(endpoint.reply instanceof z.ZodUndefined) && { response: { [endpoint.status]: endpoint.reply } }),
    },
    // Before the body is validated: a stranger learns nothing about a closed endpoint's fields.
    preValidation: async (request) => {
      // No text of ours has a NUL, and the database takes none.
      if (request.url.includes('%00')) refuse('request.address')
      const passed = gate(request.actor, endpoint)
      if (passed === 'sign-in') refuse('identity.sign-in')
      if (passed === 'viewer') refuse('identity.viewer')
      if (passed === 'out-of-scope') refuse('identity.app-not-allowed')
      if (passed === 'unapproved') refuse('identity.unapproved')
      if (passed === 'forbidden') refuse('identity.not-allowed', { allowed: endpoint.allow.join(', ') })
    },
    handler: async (request, reply) => {
      const call = {
        deps,
        actor: request.actor,
        params: request.params,
        query: request.query,
        body: request.body,
        request,
        reply,
      } as Call<P, Q, B>
      reply.status(endpoint.status)
      if (!endpoint.idempotent) return handler(call)
      const key = request.headers['idempotency-key']
      if (key === undefined) return handler(call)
      const again = () => void reply.header('Idempotency-Replayed', 'true')
      const how = repeats === 'kept answer' ? { keep: endpoint.status } : { again }
      const db = onceOnly(deps.db, claimOf(request, key), how)
      try {
        return await handler({ ...call, deps: { ...deps, db } })
      } catch (answer) {
        if (!(answer instanceof Replay)) throw answer
        again()
        return reply.status(answer.status ?? endpoint.status).send(answer.body)
      }
    },
  })
}

/** The name, for ever and in every process, of the act that a request with a key asks for. */
export function keyOf({ caller, key }: OnceKey): string {
  return v5(key, caller)
}

/** Thrown through a use-case to end it: this request was answered before. */
class Replay {
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

function claimOf(request: FastifyRequest, key: string | string[]): OnceKey {
  const parsed = z.uuid().safeParse(key)
  if (!parsed.success) return refuse('request.key-malformed', {}, '/headers/Idempotency-Key')
  const { actor } = request
  const caller = actor.kind === 'person' ? actor.personId : actor.kind === 'machine' ? actor.organisation.id : NOBODY
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n${canonicalize(request.body ?? null)}`)
    .digest()
  return { caller, key: parsed.data, fingerprint }
}

/**
 * A database whose transaction happens once per claim. The claim is a row of the same transaction, so a repeat waits for
 * the first one to end and then finds either its answer or nothing. An idempotent use-case therefore answers with exactly
 * what its one transaction returns. Where acts have keys of their own no answer is kept, and a repeat's work runs again.
 */
function onceOnly(db: Db, once: OnceKey, how: { keep: number } | { again: () => void }): Db {
  const { caller, key, fingerprint } = once
  return {
    ...db,
    once,
    transaction: <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
      db.transaction(async (tx) => {
        const fresh = await tx.run(sql`
          insert into idempotent_request (caller, key, fingerprint) values (${caller}, ${key}, ${fingerprint})
          on conflict do nothing`)
        if (fresh === 0) {
          const first = await tx.one(rows(Answered)`
            select fingerprint, status, body from idempotent_request where caller = ${caller} and key = ${key}`)
          if (!first.fingerprint.equals(fingerprint)) return refuse('request.id-reused')
          if ('keep' in how || first.status !== null) throw new Replay(first.status, first.body)
          how.again()
        }
        const answer = await work(tx)
        if ('keep' in how) {
          await tx.run(sql`
            update idempotent_request set status = ${how.keep}, body = ${JSON.stringify(answer ?? null)}::json
             where caller = ${caller} and key = ${key}`)
        }
        return answer
      }),
  }
}
