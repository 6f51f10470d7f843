import { type Actor, gate } from '@morinowa/shared/kernel/actor.ts'
import { type Endpoint, KEY_DAYS, type OutputOf } from '@morinowa/shared/kernel/endpoint.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Deps } from './deps.ts'
import { claimOf, onceOnly, Replay } from './once.ts'

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
      ...described(endpoint),
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

const ONCE =
  `With an \`Idempotency-Key\` (a UUID of the caller's own) it happens once: for ${KEY_DAYS} days the same request ` +
  'again gets the first answer with `Idempotency-Replayed: true`, and another one is refused as `request.id-reused`.'

function described({ description, idempotent }: { description?: string; idempotent?: boolean }) {
  const said = [description, idempotent && ONCE].filter(Boolean).join(' ')
  return said && { description: said }
}
