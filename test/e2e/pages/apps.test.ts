import { createHash, randomBytes } from 'node:crypto'
import { DEMO_PASSWORD, demoAccounts } from '@morinowa/api/demo/accounts.ts'
import { beforeAll, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { startApp, type TestApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'

let world: TestApp
let browser: Browser
beforeAll(async () => {
  world = await startApp({ web: true })
  browser = await openBrowser()
})

it('an app asks, the person signs in and says yes, sees the app among the consents and takes it back', async () => {
  const provider = await world.signIn('provider')
  const back = `${world.url}/verify`
  const name = '森の道をゆっくり歩いてめぐる旅のきろくアプリ'
  const app = await provider
    .post('/api/v1/apps')
    .send({ name, redirectUris: [back] })
    .expect(201)
  const verifier = randomBytes(32).toString('base64url')
  const ask = new URLSearchParams({
    response_type: 'code',
    client_id: app.body.id,
    redirect_uri: back,
    scope: 'trips:write reductions:read',
    // More digits than a number keeps: it must come back as it was sent.
    state: '12345678901234567890',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const context = await browser.newContext({
    baseURL: world.url,
    locale: 'ja-JP',
    viewport: { width: 390, height: 844 },
    timezoneId: 'Asia/Tokyo',
  })
  const page = await context.newPage()
  await page.goto(`/oauth/authorize?${ask}`)
  await page.getByRole('main').getByRole('link', { name: 'サインイン' }).click()
  const traveller = demoAccounts.find(({ kind }) => kind === 'traveller')
  await page.getByLabel('メールアドレス').fill(traveller?.email ?? '')
  await page.getByLabel('パスワード').fill(DEMO_PASSWORD)
  await page.getByLabel('パスワード').press('Enter')
  await page.getByText('あなたの移動をきろくする').waitFor()
  await page.getByText(name).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  await page.getByRole('button', { name: '許可する' }).click()
  await page.waitForURL(/\/verify\?.*code=/)
  const opened = await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.name ?? '')
  expect(new URL(opened).searchParams.get('state')).toBe('12345678901234567890')
  await world.agent
    .post('/api/v1/oauth/token')
    .type('form')
    .send({
      grant_type: 'authorization_code',
      code: new URL(opened).searchParams.get('code'),
      redirect_uri: back,
      client_id: app.body.id,
      code_verifier: verifier,
    })
    .expect(200)

  await page.goto('/me/consents')
  await page.getByText(name).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  await page.getByRole('button', { name: '許可を取り消す' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '許可を取り消す' }).click()
  await page.getByText('許可しているアプリはありません').waitFor()
  await context.close()
})
