import type { FastifyInstance, FastifyRequest } from 'fastify'

export const JSON_TYPE = 'application/json'

/** Reads JSON bodies and no other text. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser(JSON_TYPE, { parseAs: 'string' }, jsonParser(app))
}

/** Parses a body's text. Many clients name the type on every POST; one without a body has none, and is not unreadable. */
export function jsonParser(app: FastifyInstance) {
  const parse = app.getDefaultJsonParser('error', 'error')
  return (
    request: FastifyRequest,
    text: string | Buffer,
    done: (error: Error | null, body?: unknown) => void,
  ): void => {
    if (text.length === 0) done(null, undefined)
    else void parse(request, text as string, done)
  }
}
