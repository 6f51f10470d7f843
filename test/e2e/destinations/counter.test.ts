import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'

describe('the counter of a hotel', () => {
  let world: TestApp
  let browser: Browser
  beforeAll(async () => {
    world = await startApp({ web: true })
    browser = await openBrowser()
  })

  async function arrive(kind: string, locale: string, width: number): Promise<Page> {
    const viewport = { width, height: 844 }
    const context = await browser.newContext({ baseURL: world.url, locale, viewport, timezoneId: 'Asia/Tokyo' })
    const page = await context.newPage()
    await page.goto('/demo')
    const { body } = await world.agent.get('/api/v1/demo/accounts').expect(200)
    const account = (body.items as { kind: string; email: string; password: string }[]).find((one) => one.kind === kind)
    await page.request.post('/api/auth/sign-in/email', {
      data: { email: account?.email, password: account?.password },
      headers: { origin: world.url },
    })
    return page
  }

  async function look(page: Page, name: string): Promise<void> {
    expect(await accessibilityFaults(page), name).toEqual([])
    expect(await scrollsSideways(page), name).toBe(false)
    const folder = process.env.SCREENSHOTS
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
  }

  it('writes down what a guest did and hands it to them by a code, once', async () => {
    const desk = await arrive('merchant', 'ja-JP', 390)
    await desk.goto('/counter')
    await desk.getByLabel('部屋番号').fill('301')
    await look(desk, 'counter-form')
    await desk.getByRole('button', { name: 'きろくする' }).click()
    const qr = desk.getByRole('img', { name: /読み取ってもらってください/ })
    await qr.waitFor()
    await look(desk, 'counter-code')
    const code = (await qr.getAttribute('aria-label'))?.slice(-8)
    const { acting } = await (await desk.request.get('/api/v1/me')).json()

    const guest = await arrive('traveller', 'en-GB', 390)
    await guest.goto(`/link/${acting.id}/${code}`)
    await guest.getByRole('button', { name: 'Take it up' }).waitFor()
    await look(guest, 'link-ask')
    await guest.getByRole('button', { name: 'Take it up' }).click()
    await guest.getByText('1 records taken up').waitFor()
    await look(guest, 'link-done')
    await guest.reload()
    await guest.getByRole('button', { name: 'Take it up' }).click()
    await guest.getByText('This code does not work').waitFor()

    await desk.getByRole('button', { name: '次のお客様' }).click()
    await desk.getByLabel('部屋番号').fill('301')
    await desk.getByRole('button', { name: 'きろくする' }).click()
    await desk.getByText('この座席・部屋の記録はすでに別の行が使っています。').waitFor()
    await look(desk, 'counter-refused')
    await guest.context().close()
    await desk.context().close()
  })

  it('takes the sample it offers, in either language, and the same file again changes nothing', async () => {
    for (const [locale, sample, accepted] of [
      ['ja-JP', '宿泊の見本（CSV）', 'すべての行を記録しました。'],
      ['en-GB', 'Sample of stays (CSV)', undefined],
    ] as const) {
      const desk = await arrive('merchant', locale, 390)
      await desk.goto('/counter')
      const [saved] = await Promise.all([
        desk.waitForEvent('download'),
        desk.getByRole('button', { name: sample }).click(),
      ])
      const file = await saved.path()
      const send = () =>
        desk
          .locator('input[type=file]')
          .setInputFiles({ name: 'stays.csv', mimeType: 'text/csv', buffer: readFileSync(file) })
      await send()
      await desk.locator('#answer dl').first().waitFor()
      if (accepted) {
        await desk.getByText(accepted).waitFor()
        await look(desk, 'counter-file')
        await send()
        await desk.getByText('新しい行はありませんでした').waitFor()
      }
      await desk.context().close()
    }
  })

  it('takes a member number on a wide screen too', async () => {
    const desk = await arrive('merchant', 'en-GB', 1280)
    await desk.goto('/counter')
    await desk.getByRole('radio', { name: 'Enter a member number' }).click()
    await desk.getByLabel('Member number (pseudonym)').fill('M-1')
    await look(desk, 'counter-member')
    await desk.getByRole('button', { name: 'Record' }).click()
    await desk.getByText('Recorded under member number M-1.').waitFor()
    await look(desk, 'counter-member-done')
    await desk.context().close()
  })
})
