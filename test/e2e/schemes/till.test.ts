import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways, watchForTrouble } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'
import { sellerOfCredits } from '../../support/schemes.ts'

const PHONE = { width: 390, height: 844 }
const KG = 1_000

// The till as a shop assistant meets it: on a phone, with a connection that comes and goes.

describe('the till', () => {
  let world: TestApp
  let browser: Browser
  let shop: Agent
  let seller: ReturnType<typeof sellerOfCredits>
  let lotId: string

  beforeAll(async () => {
    world = await startApp({ web: true })
    browser = await openBrowser()
    shop = await world.signIn('merchant-kg')
    seller = sellerOfCredits(await world.signIn('creditOwner'), await world.signIn('operator'))
    lotId = await seller.bought(shop, 5)
  })

  async function assistant(kind: string, locale = 'ja-JP', viewport = PHONE): Promise<BrowserContext> {
    const context = await browser.newContext({ baseURL: world.url, locale, viewport, timezoneId: 'Asia/Tokyo' })
    const { body } = await world.agent.get('/api/v1/demo/accounts').expect(200)
    const { email, password } = (body.items as { kind: string; email: string; password: string }[]).find(
      (one) => one.kind === kind,
    ) as { email: string; password: string }
    const signIn = await context.request.post('/api/auth/sign-in/email', {
      data: { email, password },
      headers: { origin: world.url },
    })
    expect(signIn.ok()).toBe(true)
    return context
  }
  const itemsOf = async (id: string) => (await shop.get(`/api/v1/schemes/${id}`).expect(200)).body.items
  const keyOf = (page: Page) => page.getByRole('button', { name: /信州りんご.* 2 kg|信州りんご2 kg/ }).first()
  const open = (massG: number) =>
    seller.attachment(shop, lotId, massG, [{ sku: 'apple', name: '信州りんご', massG: 2 * KG }])

  it('keeps what is pressed without a connection through a reload and the end of its page, and sends it once', async () => {
    const scheme = await open(100 * KG)
    const context = await assistant('merchant-kg')
    const page = await context.newPage()
    const trouble = watchForTrouble(page, world.url)
    await page.goto(`/shop/${scheme.id}/till`)
    await keyOf(page).click()
    await expect.poll(() => itemsOf(scheme.id)).toBe(1)
    // The page and what it is made of are kept once it stands.
    await page.evaluate(() => navigator.serviceWorker.ready)
    await expect
      .poll(() => page.evaluate(async () => (await (await caches.open('morinowa-till')).keys()).length))
      .toBeGreaterThan(3)

    const before = await keyOf(page).boundingBox()
    await context.setOffline(true)
    for (let i = 0; i < 3; i++) await keyOf(page).click()
    await page.getByText('オフライン').first().waitFor()
    // The thumb finds the key where it was.
    expect(await keyOf(page).boundingBox()).toEqual(before)
    await page.reload()
    await page.getByText('4点').first().waitFor()
    await keyOf(page).click()
    await page.getByText('5点').first().waitFor()
    // The page ends without a word, as when the phone's battery does.
    await page.close({ runBeforeUnload: false })
    expect(await itemsOf(scheme.id)).toBe(1)

    const again = await context.newPage()
    await again.goto(`/shop/${scheme.id}/till`)
    await again.getByText('5点').first().waitFor()
    await context.setOffline(false)
    await again.evaluate(() => dispatchEvent(new Event('online')))
    await expect.poll(() => itemsOf(scheme.id), { timeout: 30_000 }).toBe(5)
    expect(trouble).toEqual([])
    await context.close()
  })

  it('sells once however often an answer is lost, and the customer’s code is there all the same', async () => {
    const scheme = await open(100 * KG)
    const context = await assistant('merchant-kg')
    const page = await context.newPage()
    let lost = 0
    await page.route('**/sales', async (route) => {
      if (lost++ < 3) {
        // The server has it; the till never hears of it.
        await route.fetch()
        await route.abort('connectionreset')
      } else await route.continue()
    })
    await page.goto(`/shop/${scheme.id}/till`)
    await keyOf(page).click()
    await expect.poll(() => itemsOf(scheme.id)).toBe(1)
    const send = page.getByRole('button', { name: 'いま送る' })
    for (let i = 0; i < 3; i++) {
      await send.click()
      await page.waitForTimeout(200)
    }
    await page.getByText('すべて送信ずみ').waitFor()
    expect(await itemsOf(scheme.id)).toBe(1)
    await page.getByText('お客さまの証明').first().click()
    const code = await page.locator('code').first().innerText()
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
    await world.agent.get(`/api/v1/claims/${code}`).expect(200)
    expect(await accessibilityFaults(page)).toEqual([])
    await context.close()
  })

  it('of two tills at the last item one sells it, and the other is told so', async () => {
    const scheme = await open(2 * KG)
    const contexts = await Promise.all([assistant('merchant-kg'), assistant('merchant-kg')])
    const pages = await Promise.all(contexts.map((context) => context.newPage()))
    for (const page of pages) {
      await page.goto(`/shop/${scheme.id}/till`)
      await keyOf(page).waitFor()
    }
    await Promise.all(pages.map((page) => keyOf(page).click()))
    await expect.poll(() => itemsOf(scheme.id)).toBe(1)
    const told = pages.map((page) => page.getByText('受け付けられなかった売上').first())
    await expect.poll(async () => (await Promise.all(told.map((one) => one.count()))).reduce((a, b) => a + b)).toBe(1)
    const tag = await world.agent.get(`/embed/schemes/${scheme.id}/tag`).expect(200)
    expect(tag.text).toContain('いまは在庫がありません')
    await Promise.all(contexts.map((context) => context.close()))
  })

  it('a village station sets up a yen an item and sells the first, on a phone', async () => {
    const context = await assistant('merchant')
    const page = await context.newPage()
    const began = Date.now()
    await page.goto('/shop/new')
    await page.getByRole('button', { name: 'つぎへ' }).click()
    await page.getByLabel('名前').first().fill('1品1円 日野川の森')
    await page.getByRole('button', { name: 'つぎへ' }).click()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'この内容で始める' }).click()
    await page.getByRole('link', { name: 'レジを開く' }).click()
    await page.getByRole('button', { name: /1/ }).first().click()
    await page.getByText('1点').first().waitFor()
    expect(Date.now() - began).toBeLessThan(300_000)
    await context.close()
  })

  for (const [locale, viewport] of [
    ['ja-JP', PHONE],
    ['en-GB', { width: 1280, height: 900 }],
  ] as const) {
    it(`its shop’s pages have no fault in ${locale} at ${viewport.width} pixels`, async () => {
      const scheme = await open(100 * KG)
      const one = { externalId: randomUUID(), at: '2026-03-10T10:00:00+09:00', sku: 'apple' }
      const { body } = await shop.post(`/api/v1/schemes/${scheme.id}/sales`).send(one).expect(200)
      const context = await assistant('merchant-kg', locale, viewport)
      const page = await context.newPage()
      const trouble = watchForTrouble(page, world.url)
      const paths = ['', '/till', '/close', '/kit', '/records'].map((path) => `/shop/${scheme.id}${path}`)
      for (const path of [...paths, `/schemes/${scheme.id}`, `/claims/${body.claims[0].code}`]) {
        await page.goto(path)
        await page.waitForLoadState('networkidle')
        expect(await accessibilityFaults(page), path).toEqual([])
        expect(await scrollsSideways(page), path).toBe(false)
      }
      expect(trouble).toEqual([])
      await context.close()
    })
  }
})
