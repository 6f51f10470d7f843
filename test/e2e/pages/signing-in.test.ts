import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { openBrowser } from '../../support/chromium.ts'

describe('signing in', () => {
  let world: TestApp
  let browser: Browser
  beforeAll(async () => {
    world = await startApp({ web: true })
    browser = await openBrowser()
  })

  async function arrive(): Promise<Page> {
    const context = await browser.newContext({
      baseURL: world.url,
      locale: 'ja-JP',
      viewport: { width: 1280, height: 900 },
    })
    return context.newPage()
  }

  it('enters the demo with one press and leaves again', async () => {
    const page = await arrive()
    await page.goto('/demo')
    await page.getByRole('button', { name: /旅野/ }).click()
    await page.getByRole('heading', { level: 1, name: 'ホーム' }).waitFor()
    await signOut(page)
    await page.getByText('サインインすると使えます').waitFor()
    await page.context().close()
  })

  it('says in Japanese that the password is wrong', async () => {
    const page = await arrive()
    await page.goto('/sign-in')
    await page.getByLabel('メールアドレス').fill('traveller@demo.example')
    await page.getByLabel('パスワード').fill('not-the-password')
    await page.getByRole('button', { name: 'サインイン', exact: true }).click()
    await page.getByText('メールアドレスかパスワードが違います。').waitFor()
    expect(await page.getByLabel('メールアドレス').inputValue()).toBe('traveller@demo.example')
    await page.context().close()
  })

  it('says plainly that a forgotten password cannot be replaced where no mail goes out', async () => {
    const page = await arrive()
    await page.goto('/sign-in')
    await page.getByRole('link', { name: 'パスワードを忘れた方' }).click()
    await page.getByLabel('メールアドレス').fill('traveller@demo.example')
    await page.getByRole('button', { name: '再設定のメールを送る' }).click()
    await page.getByText('この場所はメールを送れません。運営者に連絡してください。').waitFor()
    expect(await page.getByLabel('メールアドレス').inputValue()).toBe('traveller@demo.example')
    await page.context().close()
  })

  it('registers somebody, makes them a passkey and lets them in with it', async () => {
    const page = await arrive()
    const device = await page.context().newCDPSession(page)
    await device.send('WebAuthn.enable')
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'はじめての方は登録' }).click()
    await page.getByLabel('お名前').fill('森野 こずえ')
    await page.getByLabel('メールアドレス').fill('kozue@example.com')
    await page.getByLabel('パスワード').fill('ことのは-の-ひみつ-2026')
    await page.getByRole('button', { name: '登録して始める' }).click()
    await page.getByRole('heading', { level: 1, name: 'ホーム' }).waitFor()

    await page.goto('/me/consents')
    await page.getByRole('button', { name: 'この端末にパスキーを作る' }).click()
    await page.getByText('パスキーを作りました').waitFor()

    await signOut(page)
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'パスキーで入る' }).click()
    await page.getByRole('heading', { level: 1, name: 'ホーム' }).waitFor()
    expect(await page.locator('header').getByText('森野 こずえ').first().isVisible()).toBe(true)
    await page.context().close()
  })
})

async function signOut(page: Page): Promise<void> {
  await page.locator('header summary').click()
  await page.getByRole('button', { name: 'サインアウト' }).click()
  await page.locator('header').getByRole('link', { name: 'サインイン' }).waitFor()
}
