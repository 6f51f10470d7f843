import type { FastifyInstance } from 'fastify'
import { DEMO_PASSWORD, type DemoOrganisationKey, demoAccounts, demoId } from './accounts.ts'

/** Somebody of the demo world who does things through the API, without a socket. */
export type Member = {
  /** Posts with an Idempotency-Key made from the name, so that doing it again changes nothing. */
  post(name: string, path: string, body: unknown): Promise<any>
  /** Says how something is from now on; saying it again changes nothing. */
  put(path: string, body: unknown): Promise<any>
  upload(path: string, body: string | Buffer, type: string): Promise<any>
}

/** Signs in the person who acts for an organisation, or the one who travels. */
export async function enter(app: FastifyInstance, who: DemoOrganisationKey | 'traveller'): Promise<Member> {
  const account = demoAccounts.find(({ organisation, kind }) => (organisation ?? kind) === who)
  if (!account) throw new Error(`nobody acts for ${who}`)
  const signedIn = await app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email: account.email, password: DEMO_PASSWORD },
  })
  const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')

  async function send(
    path: string,
    payload: string | Buffer,
    headers: Record<string, string>,
    method: 'POST' | 'PUT' = 'POST',
  ): Promise<any> {
    const url = `/api/v1${path}`
    const answer = await app.inject({ method, url, payload, headers: { cookie, ...headers } })
    // Days move on: sales of a start that was killed yesterday read differently today, and are there already.
    if (answer.json().code === 'request.id-reused') return answer.json()
    if (answer.statusCode >= 300)
      throw new Error(`the demo world: ${method} ${url} → ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }
  return {
    post: (name, path, body) =>
      send(path, JSON.stringify(body), {
        'content-type': 'application/json',
        'idempotency-key': demoId(`request:${name}`),
      }),
    put: (path, body) => send(path, JSON.stringify(body), { 'content-type': 'application/json' }, 'PUT'),
    upload: (path, body, type) => send(path, body, { 'content-type': type }),
  }
}
