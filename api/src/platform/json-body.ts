import type { FastifyInstance } from 'fastify'

/**
 * Reads JSON bodies and no other text. Many clients name the type on every POST; one without a body has none, and is not
 * unreadable.
 */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain')
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text === '') done(null, undefined)
    else void parse(request, text as string, done)
  })
}
