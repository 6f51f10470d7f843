import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { issueLot, retire } from '@morinowa/api/credits/ledger.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'
import { logEverything } from '../../support/follow.ts'

// A copy of the register on a disk, with no network at all.

let world: TestApp
let browser: Browser
let folder: string
let page: string
let certificate: { id: string; text: string }

beforeAll(async () => {
  world = await startApp()
  browser = await openBrowser()
  folder = await mkdtemp(join(tmpdir(), 'morinowa-snapshot-'))
  const owner = await world.signIn('creditOwner')
  const ownerId = OrganisationId.parse((await owner.get('/api/v1/me')).body.acting.id)
  const { db } = world.database
  const facts = { municipalityCode: '04212', scheme: 'J-クレジット制度', methodology: 'FO-001', vintage: 2023 }
  await db.transaction((tx) =>
    issueLot(tx, {
      key: randomUUID(),
      ownerId,
      family: 'j-credit',
      massG: 5_000_000,
      unitG: 1_000_000,
      projectName: '登米市有林',
      ...facts,
    }),
  )
  const made = await db.transaction((tx) =>
    retire(tx, {
      key: randomUUID(),
      organisationId: ownerId,
      massG: 20_000,
      retirement: { beneficiary: '式典', purpose: '二十歳の集い <b>&</b>', publicName: false },
    }),
  )
  for (let n = 1; n <= 20; n++) {
    await db.transaction((tx) =>
      retire(tx, {
        key: randomUUID(),
        organisationId: ownerId,
        massG: n,
        retirement: { beneficiary: 'x', purpose: `試合 ${n}`, publicName: false },
      }),
    )
    if (n % 7 === 0) await logEverything(world.deps)
  }
  await logEverything(world.deps)
  certificate = {
    id: made.certificateId,
    text: (await world.agent.get(`/api/v1/certificates/${made.certificateId}.json`).expect(200)).text,
  }
  page = (await world.agent.get('/api/v1/registry/snapshot.html?lang=ja').buffer(true).expect(200)).text
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function open(html: string, viewport = { width: 390, height: 844 }) {
  const file = join(folder, `${randomUUID()}.html`)
  await writeFile(file, html)
  const context = await browser.newContext({ viewport, offline: true })
  const tab = await context.newPage()
  const trouble: string[] = []
  tab.on('pageerror', (error) => trouble.push(error.message))
  await tab.goto(pathToFileURL(file).href)
  await tab.locator('#verdict.good, #verdict.bad').waitFor()
  return { tab, trouble, verdict: await tab.locator('#verdict').textContent(), close: () => context.close() }
}

it('shows and recomputes the register from a file, without a network', async () => {
  const { tab, trouble, verdict, close } = await open(page)
  expect(verdict).toContain('すべてと一致しました')
  await tab.getByRole('rowheader', { name: '登米市有林' }).waitFor()
  expect(await tab.locator('#retirements tr').count()).toBe(21)
  await tab.getByLabel('番号・プロジェクト').fill(certificate.id)
  await expect.poll(() => tab.locator('#retirements tr').count()).toBe(1)
  expect(await tab.locator('#retirements').textContent()).toContain('二十歳の集い <b>&</b>')
  const serial = (await tab.locator('#retirements td').last().textContent()) ?? ''
  // Any gram inside the range.
  await tab.getByLabel('番号・プロジェクト').fill(serial.replace(/-(\d+)-\d+$/, (_, from) => `-${Number(from) + 5}`))
  await expect.poll(() => tab.locator('#retirements tr').count()).toBe(1)
  expect(await accessibilityFaults(tab)).toEqual([])
  expect(await scrollsSideways(tab)).toBe(false)
  expect(trouble).toEqual([])
  await close()
})

it('checks a certificate, and finds an altered one', async () => {
  const { tab, close } = await open(page)
  const answer = async (name: string, text: string) => {
    const file = join(folder, name)
    await writeFile(file, text)
    await tab.locator('#answer').evaluate((list) => delete (list as HTMLElement).dataset.valid)
    await tab.locator('#file').setInputFiles(file)
    await tab.locator('#answer[data-valid]').waitFor()
    return tab.locator('#answer').getAttribute('data-valid')
  }
  expect(await answer('good.json', certificate.text)).toBe('true')
  expect(await answer('bad.json', certificate.text.replace('"massG":"20000"', '"massG":"30000"'))).toBe('false')
  await close()
})

it('names what was altered inside it', async () => {
  const altered = await open(page.replace(/\\"to\\":\\"20000\\"/, '\\"to\\":\\"20001\\"'))
  expect(altered.verdict).toContain('書き換えられています')
  await altered.close()
  const head = /"root":"([0-9a-f]{64})"/.exec(page)?.[1] ?? ''
  const forged = await open(page.replace(`"root":"${head}"`, `"root":"${'0'.repeat(64)}"`))
  expect(forged.verdict).toContain('一致しないところがあります')
  await forged.close()
})
