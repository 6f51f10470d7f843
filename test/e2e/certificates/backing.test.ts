import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { retire } from '@morinowa/api/credits/ledger.ts'
import { LotId } from '@morinowa/shared/credits/ids.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'
import { logEverything } from '../../support/follow.ts'

// What stands behind registered credits, as everybody, the owner and the operator see it.

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 900 }

describe('the backing of registered credits', () => {
  let world: TestApp
  let browser: Browser
  let folder: string
  let lotId: LotId
  let certificateId: string

  beforeAll(async () => {
    world = await startApp({ web: true })
    browser = await openBrowser()
    folder = await mkdtemp(join(tmpdir(), 'morinowa-backing-'))
    const owner = await world.signIn('creditOwner')
    const ownerId = OrganisationId.parse((await owner.get('/api/v1/me')).body.acting.id)
    const { body } = await owner
      .post('/api/v1/forest/lots')
      .send({
        family: 'j-credit',
        scheme: 'J-クレジット制度',
        methodology: 'FO-001',
        projectName: '𠮷野川源流の森づくりと水源かん養のための間伐促進プロジェクト'.padEnd(80, '森'),
        municipalityCode: '04212',
        vintage: 2023,
        serials: 'JCL-200-000-000-001〜JCL-200-000-000-010',
        massG: 10_000_000,
        statement: { issuedOn: '2026-04-01', holder: '登米市' },
      })
      .expect(201)
    lotId = LotId.parse(body.id)
    const made = await world.database.db.transaction((tx) =>
      retire(tx, {
        key: randomUUID(),
        organisationId: ownerId,
        lotId,
        massG: 1_233_000,
        retirement: { beneficiary: 'わかめのお客さま', purpose: '1個2kg', publicName: true },
      }),
    )
    certificateId = made.certificateId
    await logEverything(world.deps)
    const operator = await world.signIn('operator')
    await operator
      .post(`/api/v1/forest/lots/${lotId}/official-retirements`)
      .send({ serials: 'JCL-200-000-000-001', retiredOn: '2026-11-20', document: '無効化通知 第12号' })
      .expect(201)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function visit(locale: string, viewport: typeof PHONE, as?: string): Promise<Page> {
    const context = await browser.newContext({ baseURL: world.url, locale, viewport, timezoneId: 'Asia/Tokyo' })
    const page = await context.newPage()
    if (as) {
      const { body } = await world.agent.get('/api/v1/demo/accounts').expect(200)
      const { email, password } = (body.items as Account[]).find(({ kind }) => kind === as) as Account
      await page.request.post('/api/auth/sign-in/email', { data: { email, password }, headers: { origin: world.url } })
    }
    return page
  }

  async function isSound(page: Page, name: string) {
    const pictures = process.env.PICTURES
    if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
    expect(await accessibilityFaults(page), name).toEqual([])
    expect(await scrollsSideways(page), name).toBe(false)
  }

  for (const [locale, viewport, words] of [
    ['ja-JP', PHONE, { holds: 'すべてのロットで守られています', due: '公式の無効化待ち' }],
    ['en-GB', DESK, { holds: 'Every lot keeps to it', due: 'Due officially' }],
  ] as const) {
    it(`is on its own page, on the lot, the retirement and the certificate, in ${locale}`, async () => {
      const page = await visit(locale, viewport)
      await page.goto('/reserves')
      await page.getByText(words.holds).waitFor()
      await isSound(page, `reserves-${locale}`)
      for (const [name, path] of [
        ['lot', `/registry/lots/${lotId}`],
        ['certificate', `/certificates/${certificateId}`],
      ] as const) {
        await page.goto(path)
        await page.getByText('JCL-200-000-000-001', { exact: true }).first().waitFor()
        await page.getByText(words.due).first().waitFor()
        await page.waitForLoadState('networkidle')
        await isSound(page, `${name}-${locale}`)
      }
      await page.goto('/registry')
      await page.waitForLoadState('networkidle')
      await isSound(page, `registry-${locale}`)
      await page.context().close()
    })
  }

  it('is recorded by the operator, and the grams that waited get their number', async () => {
    const page = await visit('ja-JP', PHONE, 'operator')
    await page.goto('/operator')
    await page.getByRole('tab', { name: '登録簿' }).click()
    await page.getByRole('radio', { name: '公式の無効化' }).click()
    await page.getByText('次に申請する分: 1単位').waitFor()
    await page.getByText('記録する').first().click()
    await page.getByLabel('公式の無効化日').fill('2026-11-21')
    await page.getByLabel('通知の番号').fill('無効化通知 第13号')
    await isSound(page, 'desk')
    await page.getByRole('button', { name: '記録する' }).click()
    await page.getByText('待っていたグラムに番号がつきました').waitFor()
    await page.getByText('待っているグラムはありません').waitFor()
    const { body } = await world.agent.get(`/api/v1/registry/backing/${certificateId}`).expect(200)
    expect(body).toMatchObject({ backedG: 1_233_000, dueG: 0 })
    await page.context().close()
  })

  it('is compared by the owner with a statement, line by line', async () => {
    const csv = join(folder, 'statement.csv')
    await writeFile(csv, 'シリアル番号,数量\nJCL-200-000-000-003〜JCL-200-000-000-009,7\nJCL-9-1,1\n')
    const page = await visit('ja-JP', DESK, 'creditOwner')
    await page.goto('/owner#statement')
    await page.getByRole('tabpanel').getByLabel('証明の発行日').fill('2026-11-22')
    await page.getByRole('tabpanel').locator('input[type=file]').setInputFiles(csv)
    await page.getByText('選んだファイル: statement.csv').waitFor()
    await page.getByRole('button', { name: '照合する' }).click()
    await page.getByText('JCL-200-000-000-010').first().waitFor()
    await isSound(page, 'statement')
    await page.context().close()
  })

  it('a sample of the register says yes, and no once its mass is changed', async () => {
    const page = await visit('ja-JP', PHONE)
    await page.goto('/verify')
    await page.getByRole('button', { name: '台帳の最新の1通で試す' }).click()
    await page.getByRole('heading', { name: '本物です' }).waitFor()
    await page.getByRole('button', { name: '量を書きかえて試す' }).click()
    await page.getByRole('heading', { name: '本物と確認できません' }).waitFor()
    await isSound(page, 'verify-sample')
    await page.goto(`/certificates/${certificateId}`)
    await page.getByRole('link', { name: 'この証明書を確かめる' }).click()
    await page.getByRole('heading', { name: '本物です' }).waitFor()
    await page.context().close()
  })

  it('a PDF is checked in the browser too, and shows what was signed', async () => {
    const pdf = join(folder, 'certificate.pdf')
    const { body } = await world.agent.get(`/api/v1/certificates/${certificateId}.pdf`).buffer(true).expect(200)
    await writeFile(pdf, body)
    const page = await visit('ja-JP', PHONE)
    await page.goto('/verify')
    await page.locator('input[type=file]').setInputFiles(pdf)
    await page.getByRole('heading', { name: '本物です' }).waitFor()
    await page.getByRole('heading', { name: 'この端末だけで確かめた結果' }).waitFor()
    await page.getByRole('heading', { name: '署名された内容' }).waitFor()
    await isSound(page, 'verify')
    await page.context().close()
  })
})

type Account = { kind: string; email: string; password: string }
