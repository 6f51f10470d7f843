import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'
import { sellerOfCredits } from '../../support/schemes.ts'

const PHONE = { width: 390, height: 844 }

// What stands behind a sale, done by people who have only the pages: owners, thanks, consents, and buying for an estimate.

describe('behind the counter', () => {
  let world: TestApp
  let browser: Browser
  let buyer: Agent
  let seller: ReturnType<typeof sellerOfCredits>

  beforeAll(async () => {
    world = await startApp({ web: true })
    browser = await openBrowser()
    buyer = await world.signIn('buyer')
    seller = sellerOfCredits(await world.signIn('creditOwner'), await world.signIn('operator'))
  })

  async function visit(kind: string): Promise<Page> {
    const options = { baseURL: world.url, locale: 'ja-JP', viewport: PHONE, timezoneId: 'Asia/Tokyo' }
    const context = await browser.newContext(options)
    const { body } = await world.agent.get('/api/v1/demo/accounts').expect(200)
    const { email, password } = (body.items as { kind: string; email: string; password: string }[]).find(
      (one) => one.kind === kind,
    ) as { email: string; password: string }
    await context.request.post('/api/auth/sign-in/email', { data: { email, password }, headers: { origin: world.url } })
    return context.newPage()
  }

  async function faultless(page: Page, name: string): Promise<void> {
    expect(await accessibilityFaults(page), name).toEqual([])
    expect(await scrollsSideways(page), name).toBe(false)
  }
  const type = (page: Page, label: string, text: string) =>
    page
      .getByRole('textbox', { name: new RegExp(`^${label}( |※|$)`) })
      .first()
      .fill(text)

  it('an owner is written down with a stand, and a sale’s thanks are promised and seen by the buyer', async () => {
    const { id: lotId, projectId } = await seller.lot({ projectName: '町有林とみんなの山' })
    const { id: listingId } = await seller.listing(lotId)
    const page = await visit('creditOwner')
    await page.goto(`/projects/${projectId}`)
    await page.getByRole('button', { name: '所有者を登録する' }).click()
    await type(page, '所有者の名前', '山田 太郎')
    await type(page, '小班の名前', '12林班3小班')
    await type(page, '面積', '2.5')
    await page.getByRole('dialog').getByRole('button', { name: '登録する', exact: true }).click()
    await page.getByText('山田 太郎 を登録しました。').waitFor()
    await page.getByText('面積の 100%').waitFor()

    const { body: order } = await seller.send(buyer, '/marketplace/orders', { listingId, massG: 1_000 }).expect(201)
    await page.goto(`/orders/${order.id}`)
    await page.getByRole('button', { name: 'お礼を約束する' }).click()
    await page.getByLabel('期日').fill('2027-03-31')
    await page.getByRole('button', { name: '約束する', exact: true }).click()
    await page.getByText('約束しました。').waitFor()
    const other = await visit('buyer')
    await other.goto('/benefits')
    await other.getByText('感謝の盾').waitFor()
    await faultless(other, 'the buyer’s benefits')
    await other.getByRole('button', { name: '受け取った' }).click()
    await other.getByText('受け取りずみ').waitFor()
    await Promise.all([page.context().close(), other.context().close()])
  })

  it('an estimate on the start page becomes an order of its mass, rounded up to the step', async () => {
    const { id: lotId } = await seller.lot({ projectName: '見積もりの森' })
    const { id: listingId } = await seller.listing(lotId)
    const page = await visit('buyer')
    await page.goto('/')
    await page.getByRole('button', { name: 'この排出を埋め合わせる' }).click()
    await page.getByText(/排出 .* のために/).waitFor()
    await faultless(page, 'the market with an estimate')
    await page.goto(`/market/${listingId}`)
    await page.getByText(/排出 .* のために/).waitFor()
    await page.getByRole('button', { name: /注文/ }).first().click()
    await page.waitForURL(/\/orders\//)
    const { body } = await buyer.get('/api/v1/marketplace/orders').expect(200)
    expect(body.items[0]).toMatchObject({ massG: 1_000, boughtFor: { type: 'mobility.trip' } })
    await page.context().close()
  })

  it('an agent hands out a link, an order that follows it comes through the agent, and the agent sees the division', async () => {
    const { id: lotId } = await seller.lot({ projectName: '取次の森' })
    const { sellerId } = await seller.listing(lotId)
    const page = await visit('creditOwner')
    await page.goto('/agents')
    await page.getByRole('combobox', { name: /任せる相手/ }).fill('こだち')
    await page.getByRole('option', { name: /こだち商事/ }).click()
    await page.getByRole('button', { name: '申し込む' }).click()
    await page.getByText(/に申し込みました/).waitFor()
    const agent = await visit('distributor')
    await agent.goto('/agents')
    await agent.getByRole('button', { name: '引き受ける' }).click()
    await agent.getByText('契約中').waitFor()
    await faultless(agent, 'the agent’s tree')

    const { body: me } = await (await world.signIn('distributor')).get('/api/v1/me').expect(200)
    const other = await visit('buyer')
    await other.goto(`/market?sellerId=${sellerId}&through=${me.acting.id}`)
    await other.getByRole('link', { name: '取次の森' }).click()
    await other.getByText('だれを通した注文か').waitFor()
    await faultless(other, 'an order through an agent')
    await other.getByRole('button', { name: '注文して在庫を確保する' }).click()
    await other.getByText(/だれを通した注文か: こだち商事/).waitFor()
    const id = other.url().split('/').at(-1)
    await seller.send(await world.signIn('operator'), `/marketplace/orders/${id}/settle`).expect(200)
    await agent.goto('/proceeds')
    await agent.getByRole('link', { name: '取次の森' }).click()
    await agent.getByText('あなたの組織').waitFor()
    await faultless(agent, 'a part of a sale')

    await page.reload()
    await page.getByRole('button', { name: '終える' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '取次を終える' }).click()
    await page.getByText('終了').waitFor()
    await Promise.all([page.context().close(), agent.context().close(), other.context().close()])
  })

  it('a client consents by name, the distributor retires within it, and the client sees what was used', async () => {
    const distributor = await world.signIn('distributor')
    await seller.bought(distributor, 2, { projectName: '取次の森' })
    const { body: me } = await distributor.get('/api/v1/me').expect(200)
    const { name } = me.organisations.find(({ id }: { id: string }) => id === me.acting.id)
    const page = await visit('buyer')
    await page.goto('/proxies')
    await page.getByRole('combobox', { name: /任せる相手/ }).pressSequentially('こだち')
    await page.getByRole('option', { name }).first().click()
    await type(page, '目的', '創立記念式典')
    await type(page, '量の上限', '500')
    await page.getByLabel('終わりの日').fill('2099-12-31')
    await page.getByRole('button', { name: '同意する' }).click()
    await page.getByText('同意を記録しました。').waitFor()
    await faultless(page, 'the client’s consents')

    const agent = await visit('distributor')
    await agent.goto('/proxies')
    await agent.getByRole('button', { name: 'この名義で無効化する' }).click()
    await agent.getByRole('button', { name: /使うクレジット/ }).click()
    await agent.getByRole('option', { name: /取次の森/ }).click()
    await type(agent, '使った量 / 上限', '120')
    await agent.getByRole('dialog').getByRole('button', { name: 'この名義で無効化する' }).click()
    await agent.getByText(/の名義で 120 kg を無効化しました/).waitFor()
    await faultless(agent, 'the distributor’s consents')

    await page.reload()
    await page.getByText('120 kg / 500 kg').waitFor()
    await page.getByRole('button', { name: '同意を取り下げる' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '同意を取り下げる' }).click()
    await page.getByText('取り下げ', { exact: true }).first().waitFor()
    await Promise.all([page.context().close(), agent.context().close()])
  })
})
