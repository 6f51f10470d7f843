import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

/**
 * Weak ETags on what is read, and 304 to whom has it already. Answers to commands have none: nobody asks for those
 * again with If-None-Match, and hashing them would cost more than some of them.
 */
export function tagReads(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return done()
    // Streams carry the tag of whoever opened them, or none.
    const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload)
    const own = reply.getHeader('etag')
    if (own === undefined && isWhole) reply.header('etag', `W/"${createHash('sha1').update(payload).digest('base64')}"`)
    const tag = reply.getHeader('etag')
    if (tag === undefined || !agrees(request.headers['if-none-match'], String(tag))) return done()
    reply.code(304)
    done(null, '')
  })
}

/** Weak comparison: the marker does not count (RFC 9110, 8.8.3.2). */
function agrees(asked: string | undefined, tag: string): boolean {
  if (asked === undefined) return false
  const opaque = (one: string) => one.trim().replace(/^W\//, '')
  return asked.trim() === '*' || asked.split(',').some((one) => opaque(one) === opaque(tag))
}
