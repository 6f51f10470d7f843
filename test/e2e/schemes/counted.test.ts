import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways, watchForTrouble } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'
import { sellerOfCredits } from '../../support/schemes.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 900 }

// Events, transport, buildings and stays that guests pay for, opened and counted by somebody who has only the pages.

describe('what is opened and counted on pages alone', () => {
  let world: TestApp
  let browser: Browser
  let shop: Agent

  beforeAll(async () => {
    world = await startApp({ web: true })
    browser = await openBrowser()
    shop = await world.signIn('merchant-kg')
    const seller = sellerOfCredits(await world.signIn('creditOwner'), await world.signIn('operator'))
    await seller.bought(shop, 5, { projectName: '鳥取の町有林' })
    await seller.bought(shop, 5, { projectName: '岡山の海', family: 'j-blue', scheme: 'Jブルークレジット' })
  })

  async function visit(locale: string, viewport: typeof PHONE): Promise<Page> {
    const context = await browser.newContext({ baseURL: world.url, locale, viewport, timezoneId: 'Asia/Tokyo' })
    const { body } = await world.agent.get('/api/v1/demo/accounts').expect(200)
    const { email, password } = (body.items as { kind: string; email: string; password: string }[]).find(
      ({ kind }) => kind === 'merchant-kg',
    ) as { email: string; password: string }
    const data = { email, password }
    await context.request.post('/api/auth/sign-in/email', { data, headers: { origin: world.url } })
    return context.newPage()
  }

  async function choose(page: Page, label: string | RegExp, option: string | RegExp): Promise<void> {
    await page.getByRole('button', { name: label }).click()
    await page.getByRole('option', { name: option }).first().click()
  }

  async function type(page: Page, label: string, text: string, nth = 0): Promise<void> {
    await page
      .getByRole('textbox', { name: new RegExp(`^${label}( |※|$)`) })
      .nth(nth)
      .fill(text)
  }

  async function faultless(page: Page, name: string): Promise<void> {
    // What lies under the bar at the top cannot be touched there.
    await page.evaluate(() => scrollTo(0, 0))
    expect(await accessibilityFaults(page), name).toEqual([])
    expect(await scrollsSideways(page), name).toBe(false)
  }

  it('an event of two lots by share: the estimate is counted before, the actual after, and the difference is named', async () => {
    const page = await visit('ja-JP', PHONE)
    const trouble = watchForTrouble(page, world.url)
    await page.goto('/shop/new')
    await page.getByRole('radio', { name: /イベント/ }).check({ force: true })
    await page.getByRole('button', { name: 'つぎへ' }).click()
    await type(page, '名前', 'ラグビー応援 第1節')
    await type(page, '催しの名前', '第1節')
    await page.getByLabel('初日').fill('2026-04-04')
    await page.getByLabel('最終日').fill('2026-04-05')
    await choose(page, /裏づけにするクレジット/, /鳥取の町有林/)
    await page.getByRole('button', { name: 'ロットを足す' }).click()
    await choose(page, /ロット 2 ※/, /岡山の海/)
    await type(page, '割合', '7', 0)
    await type(page, '割合', '3', 1)
    await page.getByRole('radio', { name: '数から計算する' }).click()
    await page.getByRole('button', { name: '移動を足す' }).click()
    await type(page, '人数', '1000')
    await type(page, '往復の距離', '20')
    await page.getByRole('button', { name: 'エネルギーを足す' }).click()
    await type(page, '量', '500')
    await page.keyboard.press('Tab')
    // The same sum that the server sets aside.
    await page.getByText('埋め合わせる量').first().waitFor()
    await faultless(page, 'the event’s fields')
    await page.getByRole('button', { name: 'つぎへ' }).click()
    await page.getByRole('button', { name: 'この内容で始める' }).click()
    await page.getByRole('link', { name: '排出をかぞえる' }).waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1) as string
    const { body: scheme } = await shop.get(`/api/v1/schemes/${id}`).expect(200)
    expect(scheme.reservedG).toBe(scheme.terms.estimateG)
    expect(scheme.terms.estimate).toMatchObject({
      travel: [{ mode: 'rail', people: 1_000, distanceM: 20_000 }],
      energy: [{ carrier: 'electricity', quantity: 500 }],
    })

    await page.getByRole('link', { name: '排出をかぞえる' }).click()
    await type(page, '何の分か', '4月4日 来場者')
    await page.getByLabel('いつの分か').fill('2026-04-04')
    await page.getByRole('button', { name: '移動を足す' }).click()
    await choose(page, /手段/, 'バス')
    await type(page, '人数', '200')
    await type(page, '往復の距離', '12.5')
    await page.getByRole('button', { name: '対策を足す' }).click()
    await type(page, '対策', 'シャトルバスを電動に')
    await type(page, '減らした量', '10')
    await page.keyboard.press('Tab')
    await faultless(page, 'the count')
    await page.getByRole('button', { name: 'この排出を記録する' }).click()
    await page.getByText(/4月4日 来場者：.*を記録しました/).waitFor()
    await page
      .getByRole('cell', { name: /4月4日 来場者/ })
      .or(page.getByRole('rowheader', { name: /4月4日/ }))
      .first()
      .waitFor()
    await page.getByText(/見込みより .* 少ない/).waitFor()
    const { body: pooling } = await shop.get(`/api/v1/schemes/${id}/pooling`).expect(200)
    const [part] = pooling.parts
    expect(part.massG).toBe(part.emittedG - 10_000)
    expect(part.split).toEqual([Math.floor((part.massG * 7) / 10), part.massG - Math.floor((part.massG * 7) / 10)])
    // The same name again says that it is recorded, and nothing is added.
    await type(page, '何の分か', '4月4日 来場者')
    await type(page, 'ほかに計算ずみの排出', '5')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'この排出を記録する' }).click()
    await page.getByRole('alert').waitFor()
    await faultless(page, 'a refused count')
    expect(trouble.filter((one) => !one.includes('409'))).toEqual([])
    await page.context().close()
  })

  it('goods by the carrier’s own figure, whose source stays in the record', async () => {
    const page = await visit('en-GB', DESK)
    await page.goto('/shop/new')
    await page.getByRole('radio', { name: /Transport/ }).check({ force: true })
    await page.getByRole('button', { name: 'Next' }).click()
    await type(page, 'Name', 'Apples to Tokyo')
    await page.getByLabel('First day').fill('2026-03-01')
    await page.getByLabel('Last day').fill('2026-03-31')
    await choose(page, /Credits behind it|Credits/, /鳥取の町有林/)
    await faultless(page, 'the transport’s fields')
    await page.getByRole('button', { name: 'Next' }).click()
    await page
      .getByRole('button', { name: 'Start like this' })
      .or(page.getByRole('button', { name: /Start|Open/ }))
      .first()
      .click()
    await page.getByRole('link', { name: 'Count emissions' }).click()
    await type(page, 'Of what', 'March lorries')
    await page.getByLabel('Of which day').fill('2026-03-31')
    await page.getByRole('button', { name: 'Add goods' }).click()
    await type(page, 'Goods, route', 'Apples, Nagano–Tokyo')
    await type(page, 'Weight', '4000')
    await type(page, 'Distance', '220')
    await type(page, 'Per tonne-kilometre', '150.5')
    await type(page, 'Source of that figure', 'Carrier report 2025')
    await page.getByRole('button', { name: 'Add a measure' }).click()
    await type(page, 'Measure', 'One trip less a week')
    await type(page, 'Saved', '32.44')
    await page.keyboard.press('Tab')
    // 4 t × 220 km × 150.5 g = 132.44 kg, less 32.44 kg.
    await page.getByText('100 kg').first().waitFor()
    await faultless(page, 'goods')
    await page.getByRole('button', { name: 'Record these emissions' }).click()
    await page.getByText('March lorries: 100 kg recorded.').waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-2) as string
    const { rows } = await world.database.pool.query('select detail from scheme_emission where scheme_id = $1', [id])
    expect(rows[0]?.detail.goods).toEqual([
      {
        what: 'Apples, Nagano–Tokyo',
        massKg: 4_000,
        distanceM: 220_000,
        mgPerTonneKm: 150_500,
        source: 'Carrier report 2025',
      },
    ])
    await page.context().close()
  })

  it('a stay that the guest pays for shows grams and yen from the first key to the closing', async () => {
    const page = await visit('ja-JP', PHONE)
    await page.goto('/shop/new')
    await page.getByRole('radio', { name: /エコ泊/ }).check({ force: true })
    await page.getByRole('button', { name: 'つぎへ' }).click()
    await type(page, '名前', '森の宿 エコ泊')
    await type(page, '1人1泊あたりの排出', '10')
    await page.getByRole('radio', { name: 'お客さま' }).click()
    await type(page, '1人1泊の金額（税込）', '150')
    await choose(page, /裏づけにするクレジット/, /鳥取の町有林/)
    await type(page, '取り置く量', '1000')
    await faultless(page, 'the stay’s fields')
    await page.getByRole('button', { name: 'つぎへ' }).click()
    await page.getByText('150円').first().waitFor()
    await faultless(page, 'the preview')
    await page.getByRole('button', { name: 'この内容で始める' }).click()
    await page.getByRole('link', { name: 'レジを開く' }).click()
    await page.getByRole('button', { name: /2名/ }).first().click()
    const id = new URL(page.url()).pathname.split('/').at(-2) as string
    const fundYen = async () => (await shop.get(`/api/v1/schemes/${id}`).expect(200)).body.fundYen
    await expect.poll(fundYen).toBe(300)
    await page.getByText('300円').first().waitFor()
    await faultless(page, 'the till of the stay')
    await page.context().close()
  })
})
