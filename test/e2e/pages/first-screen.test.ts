import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { openBrowser } from '../../support/chromium.ts'

describe('the first screen', () => {
  let world: TestApp
  let browser: Browser
  beforeAll(async () => {
    world = await startApp({ web: true })
    browser = await openBrowser()
  })

  async function withoutPages(locale: string, path: string) {
    const context = await browser.newContext({ baseURL: world.url, locale })
    const page = await context.newPage()
    await page.route('**/assets/*.js', (route) => route.abort())
    await page.goto(path)
    return page
  }

  for (const [locale, language, words] of [
    ['ja-JP', 'ja', 'ひとりの1グラムから'],
    ['en-GB', 'en', 'From one person’s gram'],
  ] as const) {
    it(`can be read in ${language} before any page code has arrived`, async () => {
      const page = await withoutPages(locale, '/')
      await page.getByRole('heading', { level: 1, name: words }).waitFor()
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      await page.context().close()
    })
  }

  it('shows the brand alone on the way to any other page', async () => {
    const page = await withoutPages('ja-JP', '/registry')
    await page.getByText('森の環').first().waitFor()
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(0)
    await page.context().close()
  })

  it('makes way for the page itself', async () => {
    const context = await browser.newContext({ baseURL: world.url, locale: 'ja-JP' })
    const page = await context.newPage()
    await page.goto('/')
    await page.getByRole('link', { name: 'サインイン' }).waitFor()
    expect(await page.locator('.first').count()).toBe(0)
    await context.close()
  })

  it('is sent compressed to whoever reads that', async () => {
    const document = await (await fetch(world.url)).text()
    const script = /\/assets\/index-[\w-]+\.js/.exec(document)?.[0] ?? ''
    const sizes: number[] = []
    for (const encoding of ['br', 'gzip', 'identity']) {
      const reply = await world.agent.get(script).set('accept-encoding', encoding).buffer(true).expect(200)
      expect(reply.headers['content-encoding'] ?? 'identity').toBe(encoding)
      sizes.push(Number(reply.headers['content-length']))
    }
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b))
  })
})
