import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways, watchForTrouble } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'
import { sellerOfCredits } from '../../support/schemes.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 900 }

const pages: readonly { as?: string; paths: readonly string[] }[] = [
  {
    paths: [
      '/',
      '/sign-in',
      '/password',
      '/password?token=x',
      '/demo',
      '/tour',
      '/registry',
      '/verify',
      '/invariants',
      '/credits-and-data',
      '/tenders',
      '/funds',
      '/no-such-page',
    ],
  },
  {
    as: 'traveller',
    paths: [
      '/me',
      '/me/journeys',
      '/me/claims',
      '/log',
      '/me/consents',
      '/oauth/authorize',
      '/link/00000000-0000-7000-8000-000000000000/0A1B2C3D',
      '/organisation',
    ],
  },
  { as: 'merchant', paths: ['/shop', '/shop/new', '/counter', '/holdings', '/organisation'] },
  {
    as: 'provider',
    paths: ['/provider', '/provider#mend', '/provider#timetables', '/provider#connect', '/organisation'],
  },
  { as: 'municipality', paths: ['/municipality', '/map'] },
  {
    as: 'creditOwner',
    paths: [
      '/owner',
      '/owner#import',
      '/owner#statement',
      '/owner#invoices',
      '/benefits',
      '/proxies',
      '/proceeds',
      '/agents',
    ],
  },
  { as: 'verifier', paths: ['/verifier'] },
  { as: 'buyer', paths: ['/market', '/orders', '/standing', '/proceeds', '/agents', '/benefits', '/proxies'] },
  { as: 'distributor', paths: ['/agents', '/proxies'] },
  {
    as: 'operator',
    paths: ['/operator', '/operator#orders', '/operator#registers', '/operator#names', '/operator#laws'],
  },
]

describe('every page', () => {
  let world: TestApp
  let browser: Browser
  beforeAll(async () => {
    world = await startApp({ web: true })
    browser = await openBrowser()
  })

  async function visit(locale: string, viewport: typeof PHONE, as?: string): Promise<Page> {
    const context = await browser.newContext({ baseURL: world.url, locale, viewport, timezoneId: 'Asia/Tokyo' })
    const page = await context.newPage()
    if (as) {
      await page.goto('/demo')
      const { body } = await world.agent.get('/api/v1/demo/accounts').expect(200)
      const { email, password } = (body.items as Account[]).find(({ kind }) => kind === as) as Account
      await page.request.post('/api/auth/sign-in/email', { data: { email, password }, headers: { origin: world.url } })
    }
    return page
  }

  for (const { as, paths } of pages) {
    for (const [locale, viewport] of [
      ['ja-JP', PHONE],
      ['en-GB', DESK],
    ] as const) {
      it(`has no fault for ${as ?? 'anybody'} in ${locale} at ${viewport.width} pixels`, async () => {
        const page = await visit(locale, viewport, as)
        const trouble = watchForTrouble(page, world.url)
        for (const path of paths) {
          await page.goto(path)
          await page.waitForLoadState('networkidle')
          expect(await accessibilityFaults(page), path).toEqual([])
          expect(await scrollsSideways(page), path).toBe(false)
        }
        expect(trouble).toEqual([])
        await page.context().close()
      })
    }
  }

  it('keeps its address when the language changes, and remembers the language', async () => {
    const page = await visit('ja-JP', DESK)
    await page.goto('/registry')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { level: 1, name: 'Search the register' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/registry')
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Search the register' }).waitFor()
    await page.context().close()
  })

  it('marks Japanese names on English pages as Japanese', async () => {
    const seller = sellerOfCredits(await world.signIn('creditOwner'), await world.signIn('operator'))
    await seller.lot({ projectName: '町有林 J-クレジット' })
    const page = await visit('en-GB', DESK)
    await page.goto('/registry')
    await page.getByRole('table').first().waitFor()
    const bare = await page.evaluate(() => {
      const letters = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
      const texts = document.createTreeWalker(document.querySelector('main') as Node, NodeFilter.SHOW_TEXT)
      const found: string[] = []
      while (texts.nextNode()) {
        const { nodeValue, parentElement } = texts.currentNode
        if (letters.test(nodeValue ?? '') && parentElement?.closest('[lang]')?.getAttribute('lang') !== 'ja')
          found.push(nodeValue ?? '')
      }
      return found
    })
    expect(bare).toEqual([])
    await page.context().close()
  })

  it('estimates a trip for somebody without an account, and opens to the source of a factor', async () => {
    const page = await visit('ja-JP', PHONE)
    await page.goto('/')
    await page.getByText('クレジットにできる量').first().waitFor()
    await page.getByText('この数の理由').click()
    await page.getByText('出典を開く').first().click()
    await page.getByText('原典で確認ずみ').first().waitFor()
    await page.context().close()
  })

  it('puts the focus on the first field that was refused and keeps what was typed', async () => {
    const page = await visit('ja-JP', DESK)
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'はじめての方は登録' }).click()
    await page.getByLabel('お名前').fill('旅野')
    await page.getByLabel('パスワード').fill('short')
    await page.getByRole('button', { name: '登録して始める' }).click()
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email')
    expect(await page.getByLabel('お名前').inputValue()).toBe('旅野')
    await page.context().close()
  })

  it('logs a trip in three presses and shows what became of it', async () => {
    const page = await visit('ja-JP', PHONE, 'traveller')
    await page.goto('/log')
    await page.getByRole('radio', { name: '自転車' }).check({ force: true })
    await page.getByRole('button', { name: 'きろくする' }).click()
    await page.getByText('きろくしました').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('link', { name: 'この数の理由を見る' }).click()
    await page.getByText('いま計算しなおして、同じ数になりました').waitFor()
    await page.context().close()
  })
})

type Account = { kind: string; email: string; password: string }
