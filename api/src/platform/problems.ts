import { wordingOfIssue } from '@morinowa/shared/kernel/issue-wording.ts'
import type { Bilingual } from '@morinowa/shared/kernel/text.ts'
import type { Problem } from '@morinowa/shared/kernel/endpoint.ts'
import { Refusal, type RefusalCode, type RefusalWording } from '@morinowa/shared/kernel/refusal.ts'
import { refusals } from '@morinowa/shared/refusals.ts'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { isUnavailable } from './unavailable.ts'
import { InvalidInput } from './validation.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Media types of the body, where it is not JSON. */
    accepts?: readonly string[]
  }
}

// Two ways to fail: a refusal is explained in both languages, a defect is logged and explained to nobody.

/** Answers every error as problem+json (RFC 9457). */
export function answerProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => send(request, reply, 'request.not-found', {}))
  app.setErrorHandler((error: FastifyError | Refusal | InvalidInput, request, reply) => {
    if (error instanceof Refusal) {
      const at = error.pointer
      return send(request, reply, error.code, error.facts, at === undefined ? [] : [entry(at, wordingOf(error))])
    }
    if (error instanceof InvalidInput) {
      return send(
        request,
        reply,
        'request.invalid',
        {},
        error.issues.flatMap(theOneMeant).map((issue) => issueEntry(error.part, issue)),
      )
    }
    if (error.statusCode === 413)
      return send(request, reply, 'request.too-large', { limit: app.initialConfig.bodyLimit })
    if (error.statusCode === 415) {
      const given = request.headers['content-type'] ?? ''
      const accepted = (request.routeOptions.config.accepts ?? ['application/json']).join(', ')
      return send(request, reply, 'request.media-type', { given, accepted })
    }
    if (error.statusCode === 429) return send(request, reply, 'request.too-many', {})
    if (error.statusCode === 503 || isUnavailable(error)) return send(request, reply, 'request.busy', {})
    if (error.statusCode && error.statusCode < 500) return send(request, reply, 'request.unreadable', {})
    request.log.error({ err: error }, 'defect')
    return reply.status(500).type('application/problem+json').send(defect(request))
  })
}

/** Answers what never reaches a route, such as an address that is no address. */
export function answerUnroutable(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  send(request, reply, 'request.address', {})
}

type Entry = Problem['errors'][number]

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  code: RefusalCode,
  facts: Refusal['facts'],
  found: Entry[] = [],
): FastifyReply {
  const wording: RefusalWording | undefined = refusals[code]
  // A code without a wording is our mistake, not the caller's; a test looks for such codes.
  if (!wording) return reply.status(500).type('application/problem+json').send(defect(request))
  const messages = { ja: wording.ja(facts), en: wording.en(facts) }
  const language = languageOf(request)
  const at = found.length === 0 && wording.field ? pointerTo(wording.field, request.body) : undefined
  const errors = at === undefined ? found : [entry(at, messages)]
  const problem: Problem = {
    type: `/docs/problems#${code}`,
    title: messages[language],
    status: wording.status,
    detail: messages[language],
    instance: request.id,
    code,
    messages,
    errors: errors.map((one) => ({ ...one, detail: one.messages[language] })),
  }
  return reply.status(wording.status).type('application/problem+json').send(problem)
}

function wordingOf(refusal: Refusal): Bilingual {
  const wording = refusals[refusal.code]
  return wording ? { ja: wording.ja(refusal.facts), en: wording.en(refusal.facts) } : { ja: '', en: '' }
}

function entry(pointer: string, messages: Bilingual): Entry {
  return { pointer, detail: messages.ja, messages }
}

/** Where a body has a field: at its top, or in one of its parts. */
function pointerTo(field: string, body: unknown): string | undefined {
  if (!isObject(body)) return undefined
  if (field in body) return `/${field}`
  const part = Object.keys(body).find((name) => isObject(body[name]) && field in body[name])
  return part === undefined ? undefined : `/${part}/${field}`
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Of a value that fits none of several forms, what is wrong with it in the form it was meant to have: the one whose
 * outline it has. A value of no such outline breaks one rule of each.
 */
function theOneMeant(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const shaped = issue.errors.filter((form) =>
    form.every(({ path, code }) => path.length > 0 || code !== 'invalid_type'),
  )
  const [meant] = shaped.toSorted((one, other) => strangeness(one) - strangeness(other))
  const broken = meant ?? issue.errors.flatMap((form) => form.slice(0, 1))
  return broken.flatMap((one) => theOneMeant({ ...one, path: [...issue.path, ...one.path] }))
}

/** Names that a form does not know weigh more than values that it refuses. */
const strangeness = (form: readonly z.core.$ZodIssue[]): number =>
  form.reduce((sum, { path, code }) => sum + (path.length === 0 && code === 'unrecognized_keys' ? 1_000 : 1), 0)

/** A validation issue with the rule it breaks in both languages, at its JSON Pointer. */
function issueEntry(part: InvalidInput['part'], issue: z.core.$ZodIssue): Entry {
  const path = issue.path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))
  const root = part === 'body' ? '' : `/${part}`
  return entry([root, ...path].join('/') || '/', wordingOfIssue(issue))
}

function languageOf(request: FastifyRequest): 'ja' | 'en' {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'ja'
}

function defect(request: FastifyRequest): Problem {
  const messages = {
    ja: 'こちらの不具合です。番号を添えてお知らせください。入力はそのまま残っています。',
    en: 'Something went wrong on our side. Tell us the instance number; what you typed is not lost.',
  }
  const language = languageOf(request)
  return {
    type: '/docs/problems#internal',
    title: messages[language],
    status: 500,
    detail: messages[language],
    instance: request.id,
    code: 'internal',
    messages,
    errors: [],
  }
}
