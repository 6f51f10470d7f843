import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { fromNodeHeaders } from 'better-auth/node'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { People } from './people.ts'

/** Serves better-auth's own endpoints at /api/auth. */
export function mountPeople(app: FastifyInstance, people: People, publicUrl: string): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    schema: { hide: true },
    handler: async (request, reply) => {
      const headers = fromNodeHeaders(request.headers)
      headers.delete('content-length')
      // Attempts are limited by address: the one that the server made out, not one that somebody writes.
      headers.set('x-forwarded-for', request.ip)
      // Browsers name the page that asks. Tools do not, and a page of this very host may reach us under another name
      // (localhost, a proxy): both stand for our own origin. A page of another host keeps its own and is refused.
      if (isOwnPage(request)) headers.set('origin', new URL(publicUrl).origin)
      const answer = await people.handler(
        new Request(new URL(request.url, publicUrl), {
          method: request.method,
          headers,
          ...(request.body ? { body: JSON.stringify(request.body) } : {}),
        }),
      )
      if (answer.status === 429) {
        reply.header('Retry-After', answer.headers.get('x-retry-after') ?? '60')
        return refuse('request.too-many')
      }
      reply.status(answer.status)
      for (const [name, value] of answer.headers) if (name !== 'set-cookie') reply.header(name, value)
      for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
      return reply.send(answer.body ? await answer.text() : null)
    },
  })
}

/** Whether a request comes from a page of the host it asks, or from no page at all. */
export function isOwnPage({ headers: { origin, host } }: FastifyRequest): boolean {
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`
}
