import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'

const { agent, signIn, url } = await startApp()

test('the server says that it is alive and ready', async () => {
  await agent.get('/healthz').expect(200)
  await agent.get('/readyz').expect(200)
})

test('every demo account can sign in with the printed password', async () => {
  for (const kind of ['traveller', 'provider', 'merchant', 'municipality', 'creditOwner', 'verifier', 'buyer']) {
    await (await signIn(kind)).get('/api/v1/me').expect(200)
  }
})

test('the public address is a name, because passkeys accept no number', () => {
  expect(new URL(url).hostname).toBe('localhost')
})
