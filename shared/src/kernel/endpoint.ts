import { z } from 'zod'
import type { Allow, AnyScope } from './actor.ts'
import type { RefusalCode } from './refusal.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One operation of the API: the server serves it, the web calls it, OpenAPI is printed from it. */
export type Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> = {
  method: Method
  /** Below `/api/v1`, with `{name}` for path parameters. */
  path: string
  summary: string
  description?: string
  allow: readonly Allow[]
  /**
   * What an API key or an app of a person needs, one of several. Without it keys are refused unless the endpoint is
   * public, and apps everywhere.
   */
  scope?: AnyScope | readonly AnyScope[]
  params?: Params
  query?: Query
  body?: Body
  status: number
  reply: Reply
  refusals: readonly RefusalCode[]
  /** Repeating with the same `Idempotency-Key` gives the first answer again. */
  idempotent?: boolean
  /** Media types of a body that is streamed to the handler instead of parsed. */
  streams?: readonly string[]
  /** Media types the answer may also take; the handler writes those itself. */
  produces?: readonly string[]
}

/** How many days a repeat with the same `Idempotency-Key` is known for one. */
export const KEY_DAYS = 90

export function endpoint<
  const Params extends z.ZodType = z.ZodUndefined,
  const Query extends z.ZodType = z.ZodUndefined,
  const Body extends z.ZodType = z.ZodUndefined,
  const Reply extends z.ZodType = z.ZodUndefined,
>(definition: Endpoint<Params, Query, Body, Reply>): Endpoint<Params, Query, Body, Reply> {
  return definition
}

/** What callers give for a part of an endpoint, before defaults. */
export type InputOf<T> = T extends z.ZodType ? z.input<T> : undefined
/** What a handler receives for a part of an endpoint, after validation. */
export type OutputOf<T> = T extends z.ZodType ? z.output<T> : undefined

export type EndpointTypes<E> =
  E extends Endpoint<infer P, infer Q, infer B, infer R> ? { params: P; query: Q; body: B; reply: R } : never

/** Marks an answer that is written as it is: see `plainJson`. */
export const PLAIN_JSON = 'x-plain-json'

/**
 * An answer made by code that returns nothing but what the contract names. It is written by the machine's own
 * JSON.stringify, quicker than a made-to-measure writer where long sentences are most of it.
 */
export const plainJson = <T extends z.ZodType>(reply: T): T => reply.meta({ [PLAIN_JSON]: true })

/** One page of a list: pass `next` as `cursor` for the following one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() })

export const PageQuery = z.strictObject({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type PageQuery = z.output<typeof PageQuery>

/** RFC 9457 problem, with the rule in both languages. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  messages: z.object({ ja: z.string(), en: z.string() }),
  errors: z.array(
    z.object({ pointer: z.string(), detail: z.string(), messages: z.object({ ja: z.string(), en: z.string() }) }),
  ),
})
export type Problem = z.infer<typeof Problem>
