import { createHash, randomUUID } from 'node:crypto'
import { demoAccounts, demoOrganisations } from '@morinowa/api/demo/accounts.ts'
import { endpoints } from '@morinowa/shared/endpoints.ts'
import { type Allow, AppScope } from '@morinowa/shared/kernel/actor.ts'
import type { Endpoint } from '@morinowa/shared/kernel/endpoint.ts'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../support/app.ts'

// Every route against every role, and every route against nonsense: what the contracts promise is what the server does.

let here: TestApp
const agents = new Map<string, Agent>()
let keyWithoutScopes: string

const kindOf = (organisation: string | null) =>
  demoOrganisations.find(({ key }) => key === organisation)?.kind ?? 'person'

/** One account of each kind of organisation, somebody without one, and nobody. */
const roles = [...new Map(demoAccounts.map((one) => [kindOf(one.organisation), one])).values()]

beforeAll(async () => {
  here = await startApp()
  agents.set('nobody', here.agent)
  for (const { kind, organisation } of roles) agents.set(kindOf(organisation), await here.signIn(kind))
  const provider = agents.get('provider') as Agent
  const me = await provider.get('/api/v1/me')
  const made = await provider
    .post(`/api/v1/organisations/${me.body.acting.id}/api-keys`)
    .send({ name: 'narrow', scopes: ['credits:read'] })
    .expect(201)
  keyWithoutScopes = made.body.key
})

const urlOf = ({ path }: Endpoint) => `/api/v1${path.replaceAll(/\{\w+\}/g, () => randomUUID())}`

function send(agent: Agent, endpoint: Endpoint, headers: Record<string, string> = {}) {
  const request = agent[endpoint.method.toLowerCase() as 'get'](urlOf(endpoint)).set(headers)
  if (endpoint.streams) return request.set('content-type', endpoint.streams[0] as string).send('')
  return endpoint.method === 'GET' ? request : request.send({})
}

function mayPass(role: string, allow: readonly Allow[]): boolean {
  if (allow.includes('public')) return true
  if (role === 'nobody') return false
  if (allow.includes('person')) return true
  return role !== 'person' && (allow.includes('organisation') || allow.includes(role as Allow))
}

describe('every route lets in whom its contract allows and nobody else', () => {
  // Walking ends a demo walk and erasing ends an account: their gates are covered, their doings have tests of their own.
  const tried = endpoints.filter(
    ({ path, method }) => path !== '/demo/tour' && !(path === '/me' && method === 'DELETE'),
  )
  test.each(tried.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s',
    async (_, endpoint) => {
      for (const [role, agent] of agents) {
        const { status } = await send(agent, endpoint)
        if (mayPass(role, endpoint.allow)) expect([role, status]).not.toEqual([role, 403])
        else expect([role, status]).toEqual([role, role === 'nobody' ? 401 : 403])
        if (role !== 'nobody' && mayPass(role, endpoint.allow)) expect([role, status]).not.toEqual([role, 401])
        expect([role, status < 500]).toEqual([role, true])
      }
    },
  )
})

test('a machine passes only where its key has the scope', async () => {
  for (const endpoint of endpoints) {
    if (endpoint.allow.includes('public') || endpoint.scope === 'credits:read') continue
    const { status } = await send(here.agent, endpoint, { authorization: `Bearer ${keyWithoutScopes}` })
    expect([endpoint.path, status]).toEqual([endpoint.path, 403])
  }
})

const asked: Record<AppScope, string[]> = {
  'trips:write': ['POST /mobility/trips'],
  'reductions:read': ['GET /me/summary', 'GET /me/reductions', 'GET /me/reductions/{id}'],
}

test.each(AppScope.options)('an app with %s passes where that is named, and nowhere else', async (scope) => {
  const token = await appToken(scope)
  const passed: string[] = []
  for (const endpoint of endpoints) {
    const { status, body } = await send(here.agent, endpoint, { authorization: `Bearer ${token}` })
    const name = `${endpoint.method} ${endpoint.path}`
    if (status === 403) expect([name, body.code]).toEqual([name, 'identity.app-not-allowed'])
    else passed.push(name)
    expect([name, status === 401 || status >= 500]).toEqual([name, false])
  }
  expect(passed).toEqual(expect.arrayContaining(asked[scope]))
  expect(passed).toHaveLength(asked[scope].length)
})

async function appToken(scope: AppScope): Promise<string> {
  const redirect_uri = 'https://app.example/callback'
  const provider = agents.get('provider') as Agent
  const app = await provider
    .post('/api/v1/apps')
    .send({ name: '歩く', redirectUris: [redirect_uri] })
    .expect(201)
  const code_verifier = randomUUID() + randomUUID()
  const code_challenge = createHash('sha256').update(code_verifier).digest('base64url')
  const of = { client_id: app.body.id, redirect_uri }
  // Of the operator, who may do the most: what an app may do does not grow with whose app it is.
  const { body } = await (agents.get('operator') as Agent)
    .post('/api/v1/oauth/authorization')
    .send({ ...of, response_type: 'code', scope, code_challenge, code_challenge_method: 'S256', approve: true })
    .expect(200)
  const code = new URL(body.redirectTo).searchParams.get('code') as string
  const answer = await here.agent
    .post('/api/v1/oauth/token')
    .type('form')
    .send({ ...of, grant_type: 'authorization_code', code, code_verifier })
    .expect(200)
  return answer.body.access_token
}

test('every refusal that an endpoint lists is worded in both languages', async () => {
  const { refusals } = await import('@morinowa/shared/refusals.ts')
  for (const { path, refusals: listed } of endpoints) {
    for (const code of listed) {
      const wording = refusals[code]
      expect([path, code, typeof wording?.ja, typeof wording?.en]).toEqual([path, code, 'function', 'function'])
      expect(wording?.ja({})).toMatch(/[ぁ-んァ-ヶ一-龠]/)
      expect(wording?.en({})).not.toMatch(/[ぁ-んァ-ヶ一-龠]/)
    }
  }
})

test('nonsense is answered as a problem in both languages, never with a defect', async () => {
  const writers = endpoints.filter(({ method, path, streams }) => method !== 'GET' && !streams && path !== '/demo/tour')
  const nonsense = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(
      fc.constantFrom('massG', 'lotId', 'name', 'kind', 'legs', 'at', 'type', 'items', '__proto__'),
      fc.jsonValue(),
    ),
    fc.record({ name: fc.constant('\u0000'), massG: fc.constant(1e300), kind: fc.string({ unit: 'binary' }) }),
  )
  const operator = agents.get('operator') as Agent
  for (const endpoint of writers.filter(({ path, method }) => !(path === '/me' && method === 'DELETE'))) {
    for (const body of fc.sample(nonsense, { numRuns: 12, seed: 20261122 })) {
      const verb = endpoint.method.toLowerCase() as 'post'
      const answer = await operator[verb](urlOf(endpoint))
        .set('content-type', 'application/json')
        .send(JSON.stringify(body))
      expect([endpoint.path, body, answer.status < 500]).toEqual([endpoint.path, body, true])
      if (answer.status >= 400) {
        expect(answer.headers['content-type']).toContain('application/problem+json')
        expect(answer.body.messages.ja).toMatch(/[ぁ-んァ-ヶ一-龠]/)
      }
    }
  }
}, 120_000)

test('the printed OpenAPI names every endpoint', async () => {
  const { body } = await here.agent.get('/api/v1/openapi.json').expect(200)
  for (const { method, path } of endpoints) {
    expect([path, body.paths[`/api/v1${path}`]?.[method.toLowerCase()] !== undefined]).toEqual([path, true])
  }
})
