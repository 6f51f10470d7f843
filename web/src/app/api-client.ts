import type { Endpoint, Problem } from '@morinowa/shared/kernel/endpoint.ts'
import type { QueryKey } from '@tanstack/react-query'
import type { z } from 'zod'

// Only types come from zod here: the server has validated every answer, and the first chunk stays small.

type Part<Name extends string, T> = T extends z.ZodUndefined
  ? unknown
  : object extends z.input<T>
    ? { [N in Name]?: z.input<T> }
    : { [N in Name]: z.input<T> }

/** What a call needs: the parts its contract has, and nothing else. */
export type Ask<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Part<'params', P> &
  Part<'query', Q> &
  Part<'body', B> &
  Extras

type Extras = {
  /** Repeats with the same id happen once. */
  requestId?: string
  /** A body that is sent as it is, for endpoints that stream or take files. */
  file?: Blob
  signal?: AbortSignal
}

/** The parts of a call once their types are no longer needed. */
export type AnyAsk = Extras & { params?: unknown; query?: unknown; body?: unknown }

/** The server said no, and why, in both languages. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.code)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** The request or its answer was lost; whether it happened is unknown, so a repeat must carry the same request id. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

export const API_ROOT = '/api/v1'
const JSON_TYPE = 'application/json'
const STORED_ORGANISATION = 'morinowa.organisation'

/** The organisation this person acts for, when they chose one of several. */
export const actingOrganisation = (): string | null => localStorage.getItem(STORED_ORGANISATION)

export function actFor(organisationId: string | null): void {
  if (organisationId === null) localStorage.removeItem(STORED_ORGANISATION)
  else localStorage.setItem(STORED_ORGANISATION, organisationId)
}

/** A UUID; also where the page came over plain HTTP and `crypto.randomUUID` does not exist. */
export function newRequestId(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/**
 * Calls an endpoint of the API with what its contract asks for.
 * @throws ProblemError when the server refuses; UnreachableError when it cannot be reached.
 */
export async function call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  ...[ask]: object extends Ask<P, Q, B> ? [ask?: Ask<P, Q, B>] : [ask: Ask<P, Q, B>]
): Promise<z.output<R>> {
  const parts = (ask ?? {}) as AnyAsk
  const organisation = actingOrganisation()
  const type = parts.file ? parts.file.type || 'application/octet-stream' : JSON_TYPE
  const hasBody = parts.file !== undefined || parts.body !== undefined
  const response = await send(addressOf(endpoint.path, parts), {
    method: endpoint.method,
    credentials: 'same-origin',
    headers: {
      Accept: JSON_TYPE,
      'Accept-Language': document.documentElement.lang,
      ...(hasBody && { 'Content-Type': type }),
      ...(endpoint.idempotent && { 'Idempotency-Key': parts.requestId ?? newRequestId() }),
      ...(organisation && { 'X-Organisation': organisation }),
    },
    ...(hasBody && { body: parts.file ?? JSON.stringify(parts.body) }),
    ...(parts.signal && { signal: parts.signal }),
  })
  return (response.status === 204 ? undefined : await response.json()) as z.output<R>
}

/**
 * Fetches and turns everything that is not a success into one of the two errors above; also for addresses that have
 * no contract, such as better-auth's.
 */
export async function send(address: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(address, init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new UnreachableError(address, { cause })
  }
  return succeeded(response, address)
}

/** The response, if it is a success. @throws ProblemError, UnreachableError as above. */
export async function succeeded(response: Response, address: string): Promise<Response> {
  if (response.ok) return response
  if (response.headers.get('content-type')?.includes('json')) {
    const said: unknown = await response.json()
    if (isProblem(said)) throw new ProblemError(said)
    throw new ProblemError(unworded(response.status, said))
  }
  throw new UnreachableError(`${response.status} ${address}`)
}

function isProblem(said: unknown): said is Problem {
  return typeof said === 'object' && said !== null && 'messages' in said && 'code' in said
}

/** Answers of other servers' shape (better-auth) keep their own sentence in both languages. */
function unworded(status: number, said: unknown): Problem {
  const { message = String(status), code = 'unknown' } = said as { message?: string; code?: string }
  const messages = { ja: message, en: message }
  return { type: 'about:blank', title: message, status, detail: message, instance: '', code, messages, errors: [] }
}

/** The address with its path parameters and query in place. */
export function addressOf(path: string, { params, query }: Pick<AnyAsk, 'params' | 'query'>): string {
  const values = (params ?? {}) as Record<string, unknown>
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  return `${API_ROOT}${filled}${search.size > 0 ? `?${search}` : ''}`
}

/**
 * What `useQuery` and `prefetchQuery` need to read an endpoint. The key is the path, the asking and the organisation,
 * written once here, so a command can say which paths it makes stale.
 */
export function reading<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  ...[ask]: object extends Ask<P, Q, B> ? [ask?: Ask<P, Q, B>] : [ask: Ask<P, Q, B>]
) {
  const { params, query, body } = (ask ?? {}) as AnyAsk
  const queryKey: QueryKey = [endpoint.path, { params, query, body }, actingOrganisation()]
  return {
    queryKey,
    queryFn: ({ signal }: { signal: AbortSignal }): Promise<z.output<R>> =>
      (call as (endpoint: Endpoint<P, Q, B, R>, ask: AnyAsk) => Promise<z.output<R>>)(endpoint, {
        params,
        query,
        body,
        signal,
      }),
  }
}
