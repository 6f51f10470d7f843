import type { Agent, TestApp } from '../../support/app.ts'

/** A provider's own key, and what sends a body with it. */
export type Provider = {
  id: string
  agent: Agent
  key: string
  importRides(body: string | Buffer, contentType?: string): Promise<Answer>
}
export type Answer = { status: number; body: Record<string, never> & { importId: string; rows: string } & Counts }
export type Counts = {
  lines: number
  accepted: number
  waiting: number
  duplicate: number
  quarantined: number
  rejected: number
  shownG: number
  creditedG: number
}

export async function provider(here: TestApp, kind = 'provider'): Promise<Provider> {
  const agent = await here.signIn(kind)
  const me = await agent.get('/api/v1/me').expect(200)
  const id: string = me.body.acting.id
  const made = await agent
    .post(`/api/v1/organisations/${id}/api-keys`)
    .send({ name: 'feed', scopes: ['mobility:write', 'destinations:write'] })
    .expect(201)
  const key: string = made.body.key
  return {
    id,
    agent,
    key,
    async importRides(body, contentType = 'application/x-ndjson') {
      const { status, body: reply } = await here.agent
        .post('/api/v1/mobility/imports')
        .set('authorization', `Bearer ${key}`)
        .set('content-type', contentType)
        .send(body)
      return { status, body: reply }
    },
  }
}

/** A new person with a session of their own. */
export async function newPerson(here: TestApp, name: string): Promise<Agent> {
  const { default: supertest } = await import('supertest')
  const agent = supertest.agent(here.url)
  await agent
    .post('/api/auth/sign-up/email')
    .send({ name, email: `${name}@people.example`, password: 'a long pass phrase' })
    .expect(200)
  return agent
}

export type RideLine = Record<string, string | number | null>

/** A ride of the bus in Imizu. Subjects take turns, so that nobody is in two places at once. */
export function ride(n: number, more: RideLine = {}): RideLine {
  const start = Date.parse('2026-10-01T06:00:00+09:00') + n * 5 * 60_000
  return {
    externalId: `R-${String(n).padStart(6, '0')}`,
    subject: `M-${n % 20}`,
    mode: 'bus',
    startedAt: japanese(start),
    endedAt: japanese(start + 22 * 60_000),
    distanceM: 5_200,
    fromMunicipality: '16211',
    toMunicipality: '16211',
    purpose: 'daily',
    ...more,
  }
}

export function japanese(ms: number): string {
  return new Date(ms + 9 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+09:00')
}

export const ndjson = (lines: readonly (RideLine | string)[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')
