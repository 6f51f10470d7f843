import { seedWorld } from '@morinowa/api/demo/seed-world.ts'
import { DEMO_PASSWORD } from '@morinowa/api/demo/accounts.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'
import {
  accessibilityFaults,
  openVisitor,
  scrollsSideways,
  type Visitor,
  watchForTrouble,
} from '../../support/browser.ts'

// One round of the loop in a real browser, shared by a traveller, a shop, a buyer and a municipality.

const executablePath = process.env.CHROMIUM_PATH
if (!executablePath) throw new Error('CHROMIUM_PATH names no Chromium; npm test finds one by itself')

const here = await startApp({ web: true, worker: true })
let visitor: Visitor
let page: Page
let trouble: string[]
let orderPath = ''
let certificatePath = ''

beforeAll(async () => {
  await seedWorld(here.app, here.deps)
  visitor = await openVisitor(executablePath, here.url, { viewport: { width: 390, height: 844 } })
  page = visitor.page
  trouble = watchForTrouble(page, here.url)
})
afterAll(() => visitor?.close())

/** What every page is held to, wherever the journey stops. */
async function expectSoundPage(): Promise<void> {
  // A page on its way has nothing yet that could be held to anything.
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('networkidle')
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  expect(trouble).toEqual([])
}

async function become(kind: string): Promise<void> {
  await visitor.context.clearCookies()
  const email = `${kind}@demo.example`
  const answer = await visitor.context.request.post('/api/auth/sign-in/email', {
    data: { email, password: DEMO_PASSWORD },
  })
  expect(answer.status()).toBe(200)
}

test('a traveller signs in, logs ten kilometres by train and sees what they saved', async () => {
  await page.goto('/sign-in')
  await page.getByLabel('メールアドレス').fill('traveller@demo.example')
  await page.getByLabel('パスワード').first().fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: 'サインイン', exact: true }).last().click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))

  await page.goto('/log')
  await page.getByRole('button', { name: 'きろくする' }).waitFor()
  await expectSoundPage()
  await page.getByRole('button', { name: 'きろくする' }).click()
  await page.getByText('きろくしました').first().waitFor()

  await page.goto('/me')
  await page.getByText(/kg|g/).first().waitFor()
  await page.waitForLoadState('networkidle')
  await expectSoundPage()
})

test('a shop sells one dish with two kilograms at the till, and the public tally follows', async () => {
  await become('merchant-kg')
  await page.goto('/shop')
  await page
    .getByRole('link', { name: /レジを開く/ })
    .first()
    .click()
  await page
    .getByRole('button', { name: /冷凍食品/ })
    .first()
    .click()
  await page.getByText('1点', { exact: true }).waitFor()
  await expectSoundPage()
  const [id] = /[0-9a-f-]{36}/.exec(page.url()) ?? []
  await expect
    .poll(async () => (await here.agent.get(`/api/v1/schemes/${id}/public`)).body.attachedG, { timeout: 15_000 })
    .toBe(124_000)
})

test('a buyer orders ten kilograms of forest', async () => {
  await become('buyer')
  await page.goto('/market')
  await page
    .getByRole('link', { name: /岩手県 県有林/ })
    .first()
    .click()
  await page.getByRole('textbox', { name: '量' }).first().fill('10')
  await page.keyboard.press('Tab')
  await expectSoundPage()
  await page.getByRole('button', { name: '注文して在庫を確保する' }).click()
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}/)
  orderPath = new URL(page.url()).pathname
  await page.getByText('¥165').or(page.getByText('165円')).or(page.getByText('￥165')).first().waitFor()
  await expectSoundPage()
})

test('the money arrives, and the buyer retires eight kilograms and holds the certificate', async () => {
  const operator = await here.signIn('operator')
  await operator.post(`/api/v1/marketplace${orderPath}/settle`).send({}).expect(200)
  await page.goto('/holdings')
  await page.getByRole('link', { name: '無効化する' }).first().click()
  await page.getByRole('textbox', { name: /量/ }).fill('8')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'つぎへ' }).click()
  await page.getByRole('textbox', { name: /目的/ }).fill('町の祭りの移動')
  await page.getByRole('button', { name: 'つぎへ' }).click()
  await page.getByText('取り消せないことを理解しました').click()
  await expectSoundPage()
  await page
    .getByRole('button', { name: /無効化する/ })
    .last()
    .click()
  await page
    .getByRole('link', { name: /証明書/ })
    .first()
    .click()
  await page.waitForURL(/\/certificates\/MW-C-/)
  certificatePath = new URL(page.url()).pathname
  await page
    .getByText(/8 ?kg|8,000 ?g/)
    .first()
    .waitFor()
  await expectSoundPage()
})

test('anybody drops the certificate and is told yes, and no after one digit is changed', async () => {
  await visitor.context.clearCookies()
  const certificate = await (await fetch(`${here.url}/api/v1${certificatePath}.json`)).text()
  for (const [content, verdict] of [
    [certificate, '本物です'],
    [certificate.replace('"8000"', '"9000"'), '本物と確認できません'],
  ] as const) {
    await page.goto('/verify')
    await page.locator('input[type=file]').setInputFiles({
      name: 'certificate.json',
      mimeType: 'application/json',
      buffer: Buffer.from(content),
    })
    await page.getByText(verdict).first().waitFor()
    await expectSoundPage()
  }
})

test('a municipality finds its sum on the map, and a town of seven passengers withheld', async () => {
  await become('municipality')
  await page.goto('/map')
  await page.waitForLoadState('networkidle')
  await page.getByText('射水市').first().waitFor()
  // Seven people travelled in Morioka: it has no row among those that can show a number.
  expect(await page.getByRole('table').getByText('盛岡市').count()).toBe(0)
  await expectSoundPage()
})
