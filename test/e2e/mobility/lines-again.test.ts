import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { startApp } from '../../support/app.ts'
import { accessibilityFaults, scrollsSideways } from '../../support/browser.ts'
import { openBrowser } from '../../support/chromium.ts'

it('the rejected lines of an upload come back as they were, and are corrected and sent again', async () => {
  const world = await startApp({ web: true })
  const browser = await openBrowser()
  const context = await browser.newContext({
    baseURL: world.url,
    locale: 'ja-JP',
    viewport: { width: 390, height: 844 },
    timezoneId: 'Asia/Tokyo',
  })
  const page = await context.newPage()
  const { body } = await world.agent.get('/api/v1/demo/accounts').expect(200)
  const account = (body.items as { kind: string; email: string; password: string }[]).find(
    ({ kind }) => kind === 'provider',
  )
  await page.request.post('/api/auth/sign-in/email', {
    data: { email: account?.email, password: account?.password },
    headers: { origin: world.url },
  })
  await page.goto('/provider')
  const header =
    '\ufeffexternalId,subject,mode,startedAt,endedAt,distanceM,fromMunicipality,toMunicipality,purpose,備考\r\n'
  const line = (id: string, hour: string, mode: string, note: string, distanceM = '5200') =>
    `${id},AG-1,${mode},2026-10-01T${hour}:00:00+09:00,2026-10-01T${hour}:22:00+09:00,${distanceM},16211,16211,daily,${note}\r\n`
  const good = line('ag-1', '08', 'bus', '"二行の\r\n備考"')
  // The reason of the second one has a comma in it.
  const bad = line('ag-2', '09', 'ばす', '"直す\r\n行"') + line('ag-4', '11', 'bus', '', '-4')
  const send = (name: string, text: string) =>
    page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

  await send('rides.csv', header + good + bad + line('ag-3', '10', 'bus', ''))
  const again = page.getByRole('button', { name: '直す行だけを受け取る' })
  await again.waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)
  const folder = process.env.SCREENSHOTS
  if (folder) await page.locator('#answer').screenshot({ path: `${folder}/lines-again.png` })
  const [saved] = await Promise.all([page.waitForEvent('download'), again.click()])
  expect(saved.suggestedFilename()).toBe('直す行-rides.csv')
  const text = readFileSync(await saved.path(), 'utf8')
  expect(text).toBe(header + bad)

  await send('直す行-rides.csv', text.replace('ばす', 'bus').replace(',-4,', ',5200,'))
  await page.getByText('すべての行を記録しました。').waitFor()
  const { rows } = await world.database.pool.query(
    `select count(*)::int as n from reduction where external_id like 'ag-%'`,
  )
  expect(rows[0].n).toBe(4)
  await context.close()
})
