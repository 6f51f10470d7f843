import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { isRedirectUri } from '@morinowa/shared/identity/oauth/redirect-uri.ts'
import { expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'

const here = await startApp()
const { agent, signIn, database } = here
const [provider, traveller, buyer] = [await signIn('provider'), await signIn('traveller'), await signIn('buyer')]
const BACK = 'https://app.example/callback?from=morinowa'
const SCOPES = 'trips:write reductions:read'
const client = (
  await provider
    .post('/api/v1/apps')
    .send({ name: 'やまなみ', redirectUris: [BACK] })
    .expect(201)
).body
const verifier = randomBytes(32).toString('base64url')
const asking = {
  response_type: 'code',
  client_id: client.id as string,
  redirect_uri: BACK,
  scope: SCOPES,
  state: '12345678901234567890',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}

const decide = (over: object = {}) =>
  traveller.post('/api/v1/oauth/authorization').send({ ...asking, approve: true, ...over })
async function newCode(over: object = {}): Promise<string> {
  const { body } = await decide(over).expect(200)
  return new URL(body.redirectTo).searchParams.get('code') as string
}
const post = (path: string, form: Record<string, string>) => agent.post(`/api/v1/oauth/${path}`).type('form').send(form)
const exchange = (code: string, over: Record<string, string> = {}) =>
  post('token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: BACK,
    client_id: client.id,
    code_verifier: verifier,
    ...over,
  })
const refresh = (token: string, over: Record<string, string> = {}) =>
  post('token', { grant_type: 'refresh_token', refresh_token: token, client_id: client.id, ...over })
const read = (token: string, path = '/me/reductions') =>
  agent.get(`/api/v1${path}`).set({ authorization: `Bearer ${token}` })
const trip = {
  legs: [{ mode: 'bicycle', distanceM: 3_000 }],
  startedAt: '2026-11-01T09:00:00+09:00',
  endedAt: '2026-11-01T09:20:00+09:00',
}

test('an app asks, the person says yes, and it acts for that person within what was named', async () => {
  const shown = await traveller.get('/api/v1/oauth/authorization').query(asking).expect(200)
  expect(shown.body).toMatchObject({ id: client.id, name: 'やまなみ', scopes: SCOPES.split(' ') })
  const { body } = await decide().expect(200)
  const back = new URL(body.redirectTo)
  expect([back.origin + back.pathname, back.searchParams.get('from')]).toEqual([
    'https://app.example/callback',
    'morinowa',
  ])
  expect(back.searchParams.get('state')).toBe(asking.state)
  expect(back.searchParams.get('iss')).toBe(here.url)
  const answer = await exchange(back.searchParams.get('code') as string).expect(200)
  expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: SCOPES })
  expect(answer.headers['cache-control']).toBe('no-store')

  const token = answer.body.access_token
  const own = await traveller.get('/api/v1/me/reductions').expect(200)
  expect((await read(token).expect(200)).body).toEqual(own.body)
  const logged = await agent
    .post('/api/v1/mobility/trips')
    .set({ authorization: `Bearer ${token}` })
    .send(trip)
  expect([logged.status, logged.body.errors]).toEqual([201, undefined])
  await traveller.get(`/api/v1/me/reductions/${logged.body.id}`).expect(200)
  // Not even where everybody may: /me says who somebody is.
  for (const path of ['/me', '/me/export', '/me/consents', '/me/apps'])
    expect([path, (await read(token, path)).body.code]).toEqual([path, 'identity.app-not-allowed'])
})

test('an app finds everything in one well-known place, and each address answers', async () => {
  const { body, headers } = await agent.get('/.well-known/oauth-authorization-server').expect(200)
  expect(headers['content-type']).toMatch(/^application\/json/)
  expect(body).toMatchObject({
    issuer: here.url,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    authorization_response_iss_parameter_supported: true,
  })
  expect(body.scopes_supported).toEqual(expect.arrayContaining(SCOPES.split(' ')))
  const pathOf = (url: string) => url.slice(body.issuer.length)
  await agent.post(pathOf(body.token_endpoint)).type('form').send({}).expect(400, { error: 'invalid_request' })
  await agent.post(pathOf(body.revocation_endpoint)).type('form').send({ token: 'nothing' }).expect(200)
  expect(pathOf(body.authorization_endpoint)).toBe('/oauth/authorize')
})

test('what was not asked for is not given', async () => {
  const { body } = await exchange(await newCode({ scope: 'trips:write' })).expect(200)
  await read(body.access_token).expect(403)
  const unknown = await decide({ scope: 'trips:write everything' })
  expect([unknown.status, unknown.body.code]).toEqual([400, 'identity.app-scope'])
})

test('no other address, no plain challenge, no other app’s code', async () => {
  for (const redirect_uri of ['https://app.example/callback', `${BACK}&more`, 'https://evil.example/'])
    expect((await decide({ redirect_uri })).body.code).toBe('identity.app-redirect')
  await decide({ code_challenge_method: 'plain' }).expect(422)
  await decide({ code_challenge: undefined }).expect(422)
  const other = (
    await provider
      .post('/api/v1/apps')
      .send({ name: '別', redirectUris: [BACK] })
      .expect(201)
  ).body
  const code = await newCode()
  for (const over of [
    { client_id: other.id },
    { code_verifier: randomBytes(32).toString('base64url') },
    { redirect_uri: 'https://app.example/callback' },
  ])
    expect((await exchange(code, over)).body).toEqual({ error: 'invalid_grant' })
  // Somebody else's guess does not take the code from its owner.
  await exchange(code).expect(200)
})

test('a no goes back without a code and leaves nothing', async () => {
  const count = async () => (await database.pool.query('select count(*) from oauth_grant')).rows[0]
  const before = await count()
  const { body } = await decide({ approve: false }).expect(200)
  const { searchParams } = new URL(body.redirectTo)
  expect([searchParams.get('error'), searchParams.get('code')]).toEqual(['access_denied', null])
  expect(searchParams.get('iss')).toBe(here.url)
  expect(await count()).toEqual(before)
})

test('a refresh token works once; the second use ends the family', async () => {
  const first = (await exchange(await newCode()).expect(200)).body
  const second = (await refresh(first.refresh_token).expect(200)).body
  expect((await refresh(second.refresh_token, { client_id: randomUUID() })).status).toBe(400)
  await read(second.access_token).expect(200)
  expect((await refresh(first.refresh_token)).body).toEqual({ error: 'invalid_grant' })
  expect((await read(second.access_token)).body.code).toBe('identity.app-token-unknown')
  expect((await refresh(second.refresh_token)).body).toEqual({ error: 'invalid_grant' })
})

test('of twenty uses of one refresh token at once, one is answered', async () => {
  const { refresh_token } = (await exchange(await newCode()).expect(200)).body
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refresh_token)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('a code that comes twice ends what the first one gave', async () => {
  const code = await newCode()
  const { body } = await exchange(code).expect(200)
  expect((await exchange(code)).body).toEqual({ error: 'invalid_grant' })
  await read(body.access_token).expect(401)
})

test('codes and tokens end with their time', async () => {
  const start = Date.parse('2026-11-22T03:00:00Z')
  const at = (seconds: number) => here.setClock(new Date(start + seconds * 1_000).toISOString())
  try {
    at(0)
    const late = await newCode()
    const inTime = await newCode()
    const { body } = await exchange(inTime).expect(200)
    at(60)
    expect((await exchange(late)).body).toEqual({ error: 'invalid_grant' })
    at(599)
    await read(body.access_token).expect(200)
    at(600)
    await read(body.access_token).expect(401)
    await refresh(body.refresh_token).expect(200)
  } finally {
    here.setClock()
  }
})

test('the person, the app and the provider can each end it at once', async () => {
  const byPerson = (await exchange(await newCode()).expect(200)).body
  const listed = await traveller.get('/api/v1/me/apps').expect(200)
  expect(listed.body.items).toEqual([expect.objectContaining({ id: client.id, scopes: SCOPES.split(' ').toSorted() })])
  await buyer.delete(`/api/v1/me/apps/${client.id}`).expect(404)
  await read(byPerson.access_token).expect(200)
  await traveller.delete(`/api/v1/me/apps/${client.id}`).expect(200)
  await read(byPerson.access_token).expect(401)
  expect((await refresh(byPerson.refresh_token)).body).toEqual({ error: 'invalid_grant' })
  expect((await traveller.get('/api/v1/me/apps').expect(200)).body.items).toEqual([])

  const byApp = (await exchange(await newCode()).expect(200)).body
  await post('revoke', { token: byApp.refresh_token, client_id: client.id }).expect(200)
  await post('revoke', { token: 'nothing', client_id: client.id }).expect(200)
  await read(byApp.access_token).expect(401)

  const temporary = (
    await provider
      .post('/api/v1/apps')
      .send({ name: '短命', redirectUris: [BACK] })
      .expect(201)
  ).body
  const mine = { client_id: temporary.id }
  const byProvider = (await exchange(await newCode(mine), mine).expect(200)).body
  await provider.delete(`/api/v1/apps/${temporary.id}`).expect(200)
  await read(byProvider.access_token).expect(401)
  expect((await decide(mine)).body.code).toBe('identity.app-missing')
})

test('nothing that opens a door lies in the database', async () => {
  const code = await newCode()
  const { body } = await exchange(code).expect(200)
  const kept = await database.pool.query(
    `select (select json_agg(c) from oauth_code c)::text || (select json_agg(t) from oauth_token t)::text as text`,
  )
  for (const secret of [code, body.access_token, body.refresh_token]) {
    expect(kept.rows[0].text).not.toContain(secret)
    expect(kept.rows[0].text).toContain(createHash('sha256').update(secret).digest('hex'))
  }
})

test('a malformed token request is answered in the words of RFC 6749', async () => {
  expect((await post('token', {})).body).toEqual({ error: 'invalid_request' })
  expect((await post('token', { grant_type: 'password', client_id: client.id })).body).toEqual({
    error: 'unsupported_grant_type',
  })
  const twice = await agent
    .post('/api/v1/oauth/token')
    .type('form')
    .send(`grant_type=refresh_token&client_id=${client.id}&client_id=${client.id}&refresh_token=x`)
  expect([twice.status, twice.body]).toEqual([400, { error: 'invalid_request' }])
})

test.each([
  ['https://a.example/cb?x=1', true],
  ['http://127.0.0.1:8080/cb', true],
  ['com.example.app:/cb', true],
  ['http://a.example/cb', false],
  ['https://a.example/cb#part', false],
  ['https://user@a.example/', false],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['java\nscript:alert(1)', false],
  ['/cb', false],
])('%j as an address to return to: %s', (address, good) => {
  expect(isRedirectUri(address)).toBe(good)
})
