import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importStations } from '@morinowa/api/mobility/places/import-stations.ts'
import { strToU8, zipSync } from 'fflate'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'
import { archive, SMALL_FEED } from '../../support/gtfs.ts'
import { SECTIONS, STATIONS } from '../../support/n02.ts'

// A day on which the small timetable runs, whenever the test does.
const NOW = '2026-10-03T12:00:00+09:00'

describe('a trip by places', () => {
  let world: TestApp
  let browser: Browser
  beforeAll(async () => {
    world = await startApp({ web: true })
    browser = await openBrowser()
    const bus = await world.signIn('provider')
    await bus
      .post('/api/v1/mobility/feeds')
      .set('content-type', 'application/zip')
      .send(archive(SMALL_FEED))
      .expect(200)
    const folder = await mkdtemp(join(tmpdir(), 'morinowa-n02-'))
    const path = join(folder, 'N02-24_GML.zip')
    const files = {
      'N02-24_GML/UTF-8/N02-24_Station.geojson': strToU8(JSON.stringify(STATIONS)),
      'N02-24_GML/UTF-8/N02-24_RailroadSection.geojson': strToU8(JSON.stringify(SECTIONS)),
    }
    await writeFile(path, zipSync(files))
    await importStations(world.deps.db, [path], world.deps.now())
    await rm(folder, { recursive: true })
    world.setClock(NOW)
  })

  async function arrive(locale: string, width: number): Promise<Page> {
    const viewport = { width, height: 844 }
    const context = await browser.newContext({ baseURL: world.url, locale, viewport, timezoneId: 'Asia/Tokyo' })
    const page = await context.newPage()
    await page.clock.setFixedTime(NOW)
    const { body } = await world.agent.get('/api/v1/demo/accounts').expect(200)
    const account = (body.items as { kind: string; email: string; password: string }[]).find(
      ({ kind }) => kind === 'traveller',
    )
    await page.request.post('/api/auth/sign-in/email', {
      data: { email: account?.email, password: account?.password },
      headers: { origin: world.url },
    })
    await page.goto('/log')
    return page
  }

  async function look(page: Page, name: string): Promise<void> {
    expect(await accessibilityFaults(page), name).toEqual([])
    expect(await scrollsSideways(page), name).toBe(false)
    const folder = process.env.SCREENSHOTS
    if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
  }

  /** Types a name, waits for what is offered, and takes the first of it without a mouse. */
  async function chooseByKeyboard(page: Page, field: string, typed: string, offered: RegExp): Promise<void> {
    const box = page.getByRole('combobox', { name: field })
    await box.focus()
    await page.keyboard.type(typed)
    await page.getByRole('option').filter({ hasText: offered }).first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
  }

  it('a station is typed and chosen by keyboard, and the rails between two say how far it was', async () => {
    const page = await arrive('ja-JP', 390)
    await page.getByText('区間で', { exact: true }).click()
    await page.getByText('出発地と到着地をえらぶと、距離がここに出ます。').waitFor()
    await chooseByKeyboard(page, '出発地', '北西', /北西.*みなと鉄道 湾岸線/)
    expect(await page.getByRole('combobox', { name: '出発地' }).inputValue()).toBe('北西')
    await chooseByKeyboard(page, '到着地', '北東', /北東.*みなと鉄道/)
    const note = page.getByText(/鉄道の線路に沿った最短距離/)
    await note.waitFor()
    expect(await note.textContent()).toMatch(/17\.\d+ km/)
    await look(page, 'log-stations-390')
    await page.getByRole('button', { name: 'きろくする' }).click()
    await page.getByRole('status').getByText('きろくしました').first().waitFor()
    const { body } = await (await world.signIn('traveller')).get('/api/v1/me/reductions?limit=1').expect(200)
    expect(body.items[0].mode).toBe('rail')
    expect(Math.abs(body.items[0].quantity - 17_832)).toBeLessThan(60)
    await page.context().close()
  })

  it('stops come first for a bus, with their operator, and the shape of the timetable is the source', async () => {
    const page = await arrive('en-GB', 1280)
    await page.getByText('Bus', { exact: true }).first().click()
    await page.getByText('From – to', { exact: true }).click()
    await chooseByKeyboard(page, 'From', '市役所前', /市役所前/)
    await chooseByKeyboard(page, 'To', '市場', /市場/)
    const note = page.getByText(/along the shape of the line in the timetable/)
    await note.waitFor()
    expect(await note.textContent()).toMatch(/2\.895 km/)
    await look(page, 'log-stops-1280')
    await page.context().close()
  })

  it('a place that does not exist is said at the field, and nothing is sent', async () => {
    const page = await arrive('ja-JP', 390)
    await page.getByText('区間で', { exact: true }).click()
    const box = page.getByRole('combobox', { name: '出発地' })
    await box.focus()
    await page.keyboard.type('ありえない駅名')
    await page.getByText('見つかりません').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'きろくする' }).click()
    await expect.poll(() => page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0)
    expect(await page.getByText('きろくしました').count()).toBe(0)
    await page.context().close()
  })
})
