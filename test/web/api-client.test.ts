import { endpoint } from '@morinowa/shared/kernel/endpoint.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { addressOf, call, newRequestId, ProblemError, UnreachableError } from '../../web/src/app/api-client.ts'

const move = endpoint({
  method: 'POST',
  path: '/things/{id}/moves',
  summary: 'Move a thing',
  allow: ['person'],
  params: z.strictObject({ id: z.string() }),
  body: z.strictObject({ massG: z.int() }),
  status: 201,
  reply: z.strictObject({ moved: z.boolean() }),
  refusals: [],
  idempotent: true,
})

const problem = {
  type: '/docs/problems#things.none-left',
  title: '残っていません。',
  status: 422,
  detail: '残っていません。',
  instance: 'x',
  code: 'things.none-left',
  messages: { ja: '残っていません。', en: 'None left.' },
  errors: [],
}

describe('calling an endpoint', () => {
  const sent: { address: string; init: RequestInit }[] = []
  let answer: () => Promise<Response>

  beforeEach(() => {
    sent.length = 0
    vi.stubGlobal('localStorage', { getItem: () => 'org-1' })
    vi.stubGlobal('document', { documentElement: { lang: 'ja' } })
    vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
      sent.push({ address, init })
      return answer()
    })
  })
  afterEach(() => vi.unstubAllGlobals())

  const json = (status: number, body: unknown) => async () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } })

  it('puts parameters into the address and leaves empty questions out', () => {
    const query = { q: '登米 市', cursor: undefined, prefecture: '', limit: 5 }
    expect(addressOf('/lots/{id}/life', { params: { id: 'a/b' }, query })).toBe(
      '/api/v1/lots/a%2Fb/life?q=%E7%99%BB%E7%B1%B3+%E5%B8%82&limit=5',
    )
  })

  it('sends the request id it is given, the organisation acted for and the language read', async () => {
    answer = json(201, { moved: true })
    const requestId = newRequestId()
    await call(move, { params: { id: '1' }, body: { massG: 5 }, requestId })
    expect(sent[0]?.init).toMatchObject({
      body: '{"massG":5}',
      headers: { 'Idempotency-Key': requestId, 'X-Organisation': 'org-1', 'Accept-Language': 'ja' },
    })
  })

  it('throws a refusal with its rule in both languages', async () => {
    answer = json(422, problem)
    const refused = await call(move, { params: { id: '1' }, body: { massG: 5 } }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ProblemError)
    expect((refused as ProblemError).problem.messages.en).toBe('None left.')
  })

  it('tells a lost connection, and a proxy’s page instead of an answer, apart from a refusal', async () => {
    answer = () => Promise.reject(new TypeError('network'))
    await expect(call(move, { params: { id: '1' }, body: { massG: 5 } })).rejects.toBeInstanceOf(UnreachableError)
    answer = async () => new Response('<h1>502</h1>', { status: 502, headers: { 'content-type': 'text/html' } })
    await expect(call(move, { params: { id: '1' }, body: { massG: 5 } })).rejects.toBeInstanceOf(UnreachableError)
  })

  it('makes request ids also where the page came over plain HTTP', () => {
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes.fill(0xff) })
    expect(newRequestId()).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
  })
})
