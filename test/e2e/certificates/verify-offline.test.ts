import { randomUUID } from 'node:crypto'
import { issueLot, retire } from '@morinowa/api/credits/ledger.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { expect, it } from 'vitest'
import { startApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'

const ISSUED = {
  family: 'j-credit',
  massG: 5_000_000,
  unitG: 1_000_000,
  projectName: '登米市有林',
  municipalityCode: '04212',
  scheme: 'J-クレジット制度',
  methodology: 'FO-001',
  vintage: 2023,
} as const

it('a page that was opened before the network went tells a real certificate from a changed one', async () => {
  const world = await startApp({ web: true })
  const owner = await world.signIn('creditOwner')
  const ownerId = OrganisationId.parse((await owner.get('/api/v1/me')).body.acting.id)
  const { db } = world.database
  await db.transaction((tx) => issueLot(tx, { key: randomUUID(), ownerId, ...ISSUED }))
  const retirement = { beneficiary: '髙橋𠮷野', purpose: '式典', publicName: false }
  const { certificateId } = await db.transaction((tx) =>
    retire(tx, { key: randomUUID(), organisationId: ownerId, massG: 20_000, retirement }),
  )
  const path = `/api/v1/certificates/${certificateId}`
  const json = (await world.agent.get(`${path}.json`).expect(200)).text
  const pdf = (await world.agent.get(`${path}.pdf`).buffer(true).responseType('blob').expect(200)).body as Buffer

  const browser = await openBrowser()
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'ja-JP' })
  const page = await context.newPage()
  const keys = page.waitForResponse((response) => response.url().endsWith('/certificates/keys'))
  await page.goto(`${world.url}/verify`)
  await (await keys).finished()
  await page.waitForLoadState('networkidle')
  await context.setOffline(true)
  const check = (name: string, mimeType: string, bytes: Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: bytes })

  for (const [name, type, bytes] of [
    ['real.json', 'application/json', Buffer.from(json)],
    ['real.pdf', 'application/pdf', pdf],
  ] as const) {
    await check(name, type, bytes)
    await page.getByText(`確かめたもの: ${name}`).waitFor()
    await page.getByRole('heading', { name: '署名は本物です' }).waitFor()
  }
  expect(await page.getByText('接続がないため').isVisible()).toBe(true)
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)

  await check('changed.json', 'application/json', Buffer.from(json.replace('"massG":"20000"', '"massG":"90000"')))
  await page.getByRole('heading', { name: '本物と確認できません' }).waitFor()
  await context.setOffline(false)
  await check('again.json', 'application/json', Buffer.from(json))
  await page.getByRole('heading', { name: '本物です', exact: true }).waitFor()
  await context.close()
}, 120_000)
