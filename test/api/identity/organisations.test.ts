import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'

const { agent, signIn, url } = await startApp()
const traveller = await signIn('traveller')
const buyer = await signIn('buyer')

test('twenty founders with one key found one organisation, and hear the same answer', async () => {
  const key = randomUUID()
  const found = () =>
    traveller.post('/api/v1/organisations').set('Idempotency-Key', key).send({ name: '二十の会', kind: 'buyer' })
  const answers = await Promise.all(Array.from({ length: 20 }, found))
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(19)

  const other = await found().send({ name: '別の会', kind: 'buyer' })
  expect([other.status, other.body.code]).toEqual([422, 'request.id-reused'])
})

test('an organisation that is not mine looks like none at all', async () => {
  const { body } = await buyer.get('/api/v1/me')
  const answer = await traveller
    .post(`/api/v1/organisations/${body.acting.id}/members`)
    .send({ email: 'a@b.example', role: 'member' })
  expect([answer.status, answer.body.code]).toEqual([404, 'identity.organisation-missing'])
  const acting = await traveller.get('/api/v1/me').set('X-Organisation', body.acting.id)
  expect([acting.status, acting.body.code]).toEqual([404, 'identity.organisation-missing'])
})

test('a key is shown once, works until it is revoked, and is never listed', async () => {
  const { body: me } = await buyer.get('/api/v1/me')
  const keys = `/api/v1/organisations/${me.acting.id}/api-keys`
  const made = await buyer
    .post(keys)
    .send({ name: '基幹システム', scopes: ['credits:read'] })
    .expect(201)
  const bearer = { authorization: `Bearer ${made.body.key}` }
  await agent.get('/api/v1/credits/holdings').set(bearer).expect(200)
  const listed = await buyer.get(keys).expect(200)
  expect(JSON.stringify(listed.body)).not.toContain(made.body.key)
  await buyer.delete(`${keys}/${made.body.id}`).expect(200)
  const unknown = await agent.get('/api/v1/me').set({ authorization: 'Bearer mw_nothing' })
  expect([unknown.status, unknown.body.code]).toEqual([401, 'identity.key-unknown'])
})

test('a page of another site cannot use somebody’s cookie', async () => {
  const answer = await traveller
    .post('/api/v1/organisations')
    .set('Origin', 'https://elsewhere.example')
    .send({ name: '乗っ取り', kind: 'buyer' })
  expect([answer.status, answer.body.code]).toEqual([403, 'identity.origin'])
  await traveller
    .post('/api/v1/organisations')
    .set('Origin', new URL(url).origin)
    .send({ name: '本人', kind: 'buyer' })
    .expect(201)
})

test('what is wrong with the input is said at its place in both languages, all of it at once', async () => {
  const { status, body } = await traveller
    .post('/api/v1/organisations')
    .send({ name: '', kind: 'bank', corporateNumber: '12' })
  expect([status, body.code]).toEqual([422, 'request.invalid'])
  expect(body.errors.map((one: { pointer: string }) => one.pointer).toSorted()).toEqual([
    '/corporateNumber',
    '/kind',
    '/name',
  ])
  for (const { messages } of body.errors) {
    expect(messages.ja).toMatch(/[ぁ-んァ-ヶ一-龠]/)
    expect(messages.en).toMatch(/[a-z]/)
  }
})
