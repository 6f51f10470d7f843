import { beforeAll, describe, expect, it, vi } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'

describe('attempts to sign in, in production', () => {
  let world: TestApp
  beforeAll(async () => {
    world = await startApp({ environment: { NODE_ENV: 'production' } })
    // A server that has just been built on a busy machine turns people away for a moment.
    await vi.waitFor(() => world.agent.get('/healthz').expect(200), { timeout: 30_000, interval: 200 })
  })

  const attempt = (from: string) =>
    world.agent
      .post('/api/auth/sign-in/email')
      .set('x-forwarded-for', from)
      .send({ email: 'traveller@demo.example', password: 'not the password' })

  it('are limited by the address that asks, and say so in both languages', async () => {
    // A proxy adds the address it sees to whatever the caller wrote.
    for (let i = 0; i < 30; i++) expect((await attempt(`198.51.100.${i}, 203.0.113.7`)).status).toBe(401)
    const { status, body, headers } = await attempt('203.0.113.7')
    expect(status).toBe(429)
    expect(body).toMatchObject({
      code: 'request.too-many',
      messages: { ja: expect.any(String), en: expect.any(String) },
    })
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect((await attempt('203.0.113.8')).status).toBe(401)
  })
})
