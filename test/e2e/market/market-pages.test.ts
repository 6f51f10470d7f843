import { randomBytes, randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD, demoAccounts } from '@morinowa/api/demo/accounts.ts'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways, watchForTrouble } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 900 }

// Pages of the market with something in them: a tender that takes bids and one that is opened, a sale in parts, owners with
// a harvest, a fund with people waiting.

describe('the market’s pages', () => {
  let world: TestApp
  let browser: Browser
  let seller: Agent
  let buyer: Agent
  let operator: Agent
  const at = { open: '', opened: '', listing: '', project: '', seller: '', order: '' }

  const send = (who: Agent, path: string, body: object = {}) =>
    who.post(`/api/v1${path}`).set('Idempotency-Key', randomUUID()).send(body)

  beforeAll(async () => {
    world = await startApp({ web: true })
    browser = await openBrowser()
    ;[seller, buyer, operator] = (await Promise.all(
      ['creditOwner-iwate', 'buyer', 'operator'].map((kind) => world.signIn(kind)),
    )) as [Agent, Agent, Agent]
    const { body: lot } = await send(seller, '/forest/lots', {
      family: 'j-credit',
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
      projectName: '岩手県 県有林 J-クレジット（長い名前のプロジェクトでも折り返して読めること）',
      municipalityCode: '03201',
      story: '県有林の間伐で生まれた吸収量です。',
      coBenefits: ['水源のかん養', '土砂くずれの防止'],
      vintage: 2021,
      serials: 'PGE-1〜PGE-1000',
      massG: 1_000_000_000,
      priceYenPerTonne: 15_000,
      statement: { issuedOn: '2024-04-01', holder: '岩手県' },
    }).expect(201)
    at.project = lot.projectId
    const { body: owners } = await send(seller, `/forest/projects/${lot.projectId}/owners`, {
      name: '山田 太郎',
      consentedOn: '2024-04-01',
      noHarvestUntil: '2032-03-31',
      stands: [{ name: '12林班3小班', areaM2: 300_000, grams: [{ lotId: lot.id, massG: 60_000_000 }] }],
    }).expect(201)
    const listed = async (fields: object) => {
      const { body } = await send(seller, '/marketplace/listings', {
        lotId: lot.id,
        massG: 100_000_000,
        priceYenPerTonne: 15_000,
        taxIncluded: false,
        minG: 1_000,
        ...fields,
      }).expect(201)
      at.seller = body.sellerId
      return body.id as string
    }
    const tender = (closesAt: string) =>
      listed({ kind: 'tender', minG: 1_000_000, tender: { closesAt, capG: 60_000_000, ties: 'pro-rata' } })
    const bid = (id: string, tonnes: number, priceYenPerTonne: number) =>
      send(buyer, `/marketplace/tenders/${id}/bids`, {
        massG: tonnes * 1_000_000,
        priceYenPerTonne,
        nonce: randomBytes(32).toString('hex'),
        publicName: true,
      }).expect(201)
    at.open = await tender(new Date(Date.now() + 86_400_000).toISOString())
    await bid(at.open, 10, 16_000)
    at.opened = await tender(new Date(Date.now() + 3_600_000).toISOString())
    await bid(at.opened, 30, 18_000)
    await bid(at.opened, 40, 17_500)
    world.setClock(new Date(Date.now() + 7_200_000).toISOString())
    await send(operator, `/marketplace/tenders/${at.opened}/open`).expect(200)
    world.setClock()
    at.listing = await listed({ massG: 200_000_000 })
    const { body: order } = await send(buyer, '/marketplace/orders', {
      listingId: at.listing,
      massG: 10_000,
      publicName: true,
      note: '社員旅行のオフセット',
    }).expect(201)
    at.order = order.id
    await send(seller, '/marketplace/proceeds/plans', {
      lines: [
        { partyName: '盛岡広域森林組合', role: 'cooperative', bp: 500 },
        { partyName: '山田 太郎', role: 'owner', weight: 3 },
      ],
    }).expect(201)
    await send(operator, `/marketplace/orders/${order.id}/settle`, { amountYen: 100, endRest: true }).expect(200)
    await send(seller, `/forest/stands/${owners.owners[0].stands[0].id}/harvests`, { harvestOn: '2027-10-01' }).expect(
      201,
    )
    await send(buyer, '/marketplace/standing-orders', { family: 'j-credit', massG: 5_000 }).expect(201)
    await send(seller, '/marketplace/agents', {
      agentId: (await buyer.get('/api/v1/me')).body.acting.id,
      bp: 1_000,
    }).expect(201)
    const { body: fund } = await send(seller, '/programmes/funds', {
      name: '秋の脱炭素キャンペーン',
      yenPerKg: 10,
      fromDay: '2026-10-01',
      toDay: '2027-10-31',
    }).expect(201)
    await send(operator, `/programmes/funds/${fund.id}/deposits`, { amountYen: 50_000 }).expect(200)
  })

  async function visit(locale: string, viewport: typeof PHONE, as?: string): Promise<Page> {
    const context = await browser.newContext({ baseURL: world.url, locale, viewport, timezoneId: 'Asia/Tokyo' })
    const page = await context.newPage()
    const account = demoAccounts.find(({ kind }) => kind === as)
    if (account) {
      await page.request.post('/api/auth/sign-in/email', {
        data: { email: account.email, password: DEMO_PASSWORD },
        headers: { origin: world.url },
      })
    }
    return page
  }

  const pages = () =>
    [
      {
        paths: [
          '/tenders',
          `/tenders/${at.open}`,
          `/tenders/${at.opened}`,
          `/projects/${at.project}`,
          `/sellers/${at.seller}`,
          '/funds',
        ],
      },
      { as: 'buyer', paths: [`/tenders/${at.open}`, `/orders/${at.order}`, '/standing', '/agents', '/market'] },
      { as: 'creditOwner-iwate', paths: ['/proceeds', '/agents', `/projects/${at.project}`, `/orders/${at.order}`] },
      { as: 'traveller', paths: ['/funds'] },
    ] as const

  for (const [locale, viewport] of [
    ['ja-JP', PHONE],
    ['en-GB', DESK],
  ] as const) {
    it(`have no fault in ${locale} at ${viewport.width} pixels`, async () => {
      for (const { paths, ...who } of pages()) {
        const as = 'as' in who ? who.as : undefined
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
      }
    })
  }

  it('sells to a card on the fictional company’s page, after one that the bank refused', async () => {
    const page = await visit('ja-JP', PHONE, 'buyer')
    await page.goto(`/market/${at.listing}`)
    await page.getByRole('button', { name: '注文して在庫を確保する' }).click()
    await page.getByRole('button', { name: 'カードで支払う' }).click()
    await page.getByText('架空のカード会社').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await scrollsSideways(page)).toBe(false)
    await page.getByRole('radio', { name: '本人認証（3Dセキュア）に失敗するカード' }).check({ force: true })
    await page.getByRole('button', { name: '支払う', exact: true }).click()
    await page.getByText('支払えませんでした').waitFor()
    await page.getByRole('radio', { name: '使えるカード' }).check({ force: true })
    await page.getByRole('button', { name: '支払う', exact: true }).click()
    await page.getByText('支払いました').waitFor()
    await page.getByRole('link', { name: '店のページへ戻る' }).click()
    await page.getByText('入金が確認され').waitFor()
    await page.context().close()
  })

  it('takes a sealed bid and recomputes an opened tender in the browser', async () => {
    const page = await visit('ja-JP', PHONE, 'merchant')
    await page.goto(`/tenders/${at.open}`)
    await page.getByRole('button', { name: '封をして入札する' }).click()
    await page.getByText('入札書を受け付けました').waitFor()
    await page.getByRole('heading', { name: '自分の入札書' }).waitFor()
    await page.goto(`/tenders/${at.opened}`)
    await page.getByRole('button', { name: 'この画面で検算する' }).click()
    await page.getByText('すべてが、ここで計算した結果と一致しました').waitFor()
    await page.context().close()
  })
})
