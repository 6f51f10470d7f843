import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { seedExamples } from '@morinowa/prisma/seed/examples.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways, watchForTrouble } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'

// The calculation as people meet it: the same engine in the bundle that is served, and on other people's pages.

const PAGES = [
  '/methods',
  '/methods/mobility.trip',
  '/methods/no-such-method',
  '/methods/differences',
  '/methods/check',
  '/factors',
  '/factors/jp.mlit.fy2024.rail',
  '/forest/calculator',
]

let world: TestApp
let browser: Browser

beforeAll(async () => {
  world = await startApp({ web: true })
  browser = await openBrowser()
})

async function visit(locale = 'ja-JP', viewport = { width: 390, height: 844 }) {
  const context = await browser.newContext({ baseURL: world.url, locale, viewport, timezoneId: 'Asia/Tokyo' })
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
  return { page, context, asked, trouble: watchForTrouble(page, world.url) }
}

describe('pages about calculation', () => {
  it.each([
    ['ja-JP', { width: 390, height: 844 }],
    ['en-GB', { width: 1280, height: 900 }],
  ])('have no fault in %s', async (locale, viewport) => {
    const { page, context, trouble } = await visit(locale, viewport)
    for (const path of PAGES) {
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      expect(await accessibilityFaults(page), path).toEqual([])
      expect(await scrollsSideways(page), path).toBe(false)
    }
    expect(trouble).toEqual([])
    await context.close()
  })
})

it('the engine in the bundle solves every worked example, and asks the server for no answer', async () => {
  const { page, context, asked } = await visit()
  await page.goto('/methods/check')
  const all = seedExamples()
  await page.getByText(`${all.length} 例すべてが一致しました`).waitFor()
  const rows = await page.getByRole('row').allInnerTexts()
  for (const { id, expect: wanted } of all) {
    const row = rows.find((text) => text.startsWith(`${id} `)) ?? ''
    const figures = `${wanted.shownG.toLocaleString('ja-JP')} / ${wanted.creditedG.toLocaleString('ja-JP')} g`
    expect(row.split(figures).length - 1, `${id}: ${row}`).toBe(2)
  }
  expect(asked.filter((one) => one.startsWith('POST'))).toEqual([])
  await context.close()
})

it('a method shows the answer by hand, the server’s and the browser’s side by side', async () => {
  const { page, context } = await visit('en-GB', { width: 1280, height: 900 })
  await page.goto('/methods/shop.bag')
  const answer = page.getByRole('definition')
  await expect.poll(() => answer.filter({ hasText: 'shown 33 g' }).count()).toBe(3)
  expect(await page.getByText('bags x 33 g').count()).toBe(1)
  await context.close()
})

it('the forest calculator calculates while somebody types, here alone', async () => {
  const { page, context, asked } = await visit('en-GB', { width: 1280, height: 900 })
  await page.goto('/forest/calculator')
  await page.getByText('8.799999').waitFor()
  await page.getByRole('radio', { name: 'Cut and replanting' }).click()
  await page.getByText('700', { exact: true }).first().waitFor()
  expect(await page.getByText('the buffer share was not given', { exact: false }).count()).toBe(1)
  expect(asked.filter((one) => one.startsWith('POST'))).toEqual([])
  await context.close()
})

describe('on the page of somebody else', () => {
  let shop = ''
  beforeAll(async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      response.end(`<!doctype html><html lang="en"><title>A shop</title><h1>A shop</h1>
<img src="${world.url}/embed/badge.svg?g=1250&amp;lang=en" alt="badge">
<script src="${world.url}/embed/comparator.js" data-km="20" data-modes="rail,car"></script><p>after</p></html>`)
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    shop = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    afterAll(() => server.close())
  })

  it('the comparator stands in its place, as tall as its content, without cookies or other sites', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 900 } })
    const page = await context.newPage()
    const origins = new Set<string>()
    page.on('request', (request) => origins.add(new URL(request.url()).origin))
    await page.goto(shop)
    const frame = page.frameLocator('iframe')
    await frame.getByText('340 g').waitFor()
    const content = await frame.locator('html').evaluate((html) => html.getBoundingClientRect().height)
    await expect.poll(() => page.locator('iframe').evaluate((one) => one.clientHeight)).toBe(Math.ceil(content))
    await frame.getByLabel('Distance (km)').fill('366')
    await frame.getByRole('button', { name: 'Compare' }).click()
    await frame.getByText('6.2 kg').waitFor()
    expect(await page.locator('img').evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(100)
    expect([...origins].toSorted()).toEqual([new URL(shop).origin, new URL(world.url).origin].toSorted())
    expect(await context.cookies()).toEqual([])
    await context.close()
  })

  it.each(['ja', 'en'])('the frame has no fault in %s', async (lang) => {
    const context = await browser.newContext({ baseURL: world.url, viewport: { width: 320, height: 700 } })
    const page = await context.newPage()
    // The policy of the frame lets no script of ours in, so the checker stands outside of it.
    await page.route('**/embed/comparator?*', async (route) => {
      const answer = await route.fetch()
      const { 'content-security-policy': _, ...headers } = answer.headers()
      await route.fulfill({ response: answer, headers })
    })
    await page.goto(`/embed/comparator?lang=${lang}`)
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await scrollsSideways(page)).toBe(false)
    await context.close()
  })
})
