import { randomUUID } from 'node:crypto'
import { forgetRequests } from '@morinowa/api/platform/once.ts'
import { KEY_DAYS } from '@morinowa/shared/kernel/endpoint.ts'
import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'

const here = await startApp()
const traveller = await here.signIn('traveller')

const trip = {
  legs: [{ mode: 'bicycle', distanceM: 3_000 }],
  startedAt: '2026-11-01T09:00:00+09:00',
  endedAt: '2026-11-01T09:20:00+09:00',
}
const send = (key: string) => traveller.post('/api/v1/mobility/trips').set('Idempotency-Key', key).send(trip)

test('a key is good for as many days as the API says, and its answer is kept no longer', async () => {
  const [young, old] = [randomUUID(), randomUUID()]
  for (const key of [young, old]) await send(key).expect(201)
  const age = (key: string, days: number) =>
    here.database.pool.query(
      'update idempotent_request set created_at = $2::timestamptz - make_interval(days => $3) where key = $1',
      [key, here.deps.now(), days],
    )
  await age(young, KEY_DAYS - 1)
  await age(old, KEY_DAYS + 1)
  expect(await forgetRequests(here.deps.db, here.deps.now())).toBe(1)
  expect((await send(young).expect(201)).headers['idempotency-replayed']).toBe('true')
  expect((await send(old).expect(201)).headers['idempotency-replayed']).toBeUndefined()

  const { body } = await here.agent.get('/api/v1/openapi.json').expect(200)
  expect(body.paths['/api/v1/mobility/trips'].post.description).toContain(`for ${KEY_DAYS} days`)
})
