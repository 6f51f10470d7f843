import { promisify } from 'node:util'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { JSON_TYPE, jsonParser } from '../platform/json-body.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The answer that was kept for this very text, or how to keep it. */
    answer: { kept: Buffer } | { keep: (bytes: Buffer) => void } | undefined
  }
}

const MOST_BYTES = 8_388_608
const LONGEST_QUESTION = 4_096

/**
 * Keeps the answers of this scope's POSTs as bytes, by the exact text of the question: a pure calculation that is asked
 * again, as comparators on other people's pages do all day, then costs a look-up. Answers belong to what they were
 * calculated with; when `basis` gives another object (an edition came, a new day began), all are forgotten.
 */
export function keepAnswers(scope: FastifyInstance, basis: () => Promise<object>): void {
  let current = { basis: {}, answers: noAnswers() }
  const parse = promisify(jsonParser(scope))

  scope.decorateRequest('answer')
  scope.removeContentTypeParser(JSON_TYPE)
  scope.addContentTypeParser(JSON_TYPE, { parseAs: 'string' }, async (request: FastifyRequest, text: string) => {
    if (text.length > LONGEST_QUESTION) return parse(request, text)
    const known = await basis()
    if (known !== current.basis) current = { basis: known, answers: noAnswers() }
    const { answers } = current
    const kept = answers.get(text)
    request.answer = kept ? { kept } : { keep: (bytes) => void answers.set(text, bytes) }
    return kept ? undefined : parse(request, text)
  })
  scope.addHook('preValidation', (request, reply, done) => {
    if (request.answer && 'kept' in request.answer)
      reply.type('application/json; charset=utf-8').send(request.answer.kept)
    else done()
  })
  scope.addHook('onSend', (request, reply, payload, done) => {
    // A copy, since a small buffer is a piece of a larger one that would stay too.
    if (request.answer && 'keep' in request.answer && reply.statusCode === 200 && Buffer.isBuffer(payload))
      request.answer.keep(Buffer.concat([payload]))
    done()
  })
}

const noAnswers = () =>
  new LRUCache<string, Buffer>({
    maxSize: MOST_BYTES,
    sizeCalculation: (answer, text) => answer.length + 2 * text.length,
  })
