import { beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { newPerson, type Provider, provider } from '../mobility/support.ts'

let here: TestApp
let hotel: Provider

beforeAll(async () => {
  here = await startApp()
  hotel = await provider(here, 'merchant')
})

const send = (body: string | Buffer, type = 'text/csv') =>
  here.agent
    .post('/api/v1/destinations/imports')
    .set('authorization', `Bearer ${hotel.key}`)
    .set('content-type', type)
    .send(body)

const HEADINGS = '予約番号,会員番号,宿泊日,部屋番号,サービス,回数,施設番号,市区町村コード,備考'
const csv = (...lines: readonly string[]) => `${[HEADINGS, ...lines].join('\r\n')}\r\n`
const rejectedRows = async (importId: string) => {
  const { body } = await hotel.agent.get(`/api/v1/imports/${importId}/rows?status=rejected`).expect(200)
  return body.items as { line: number; code: string; messages: { ja: string; en: string } }[]
}

describe('a file of a hotel system', () => {
  test('is read by its Japanese headings, its days and its names of services, and repeating it changes nothing', async () => {
    const guest = await newPerson(here, 'kin-guest')
    await guest.post('/api/v1/me/links').send({ provider: hotel.id, memberNumber: 'K-1' }).expect(201)
    const file = csv(
      'Y-1,K-1,2026-10-03,301,清掃不要,1,本館,20201,"窓側, 禁煙"',
      'Y-2,K-1,2026/10/4,301,アメニティ不要,2,本館,20201,',
      'Y-3,,2026年10月5日,302,ｴｺ清掃,1,本館,20201,',
    )
    const { body } = await send(file).expect(200)
    expect(body).toMatchObject({ lines: 3, accepted: 3, waiting: 1, rejected: 0 })
    const { body: again } = await send(file).expect(200)
    expect(again).toMatchObject({ accepted: 0, duplicate: 3, shownG: 0, creditedG: 0 })
    const { body: mine } = await guest.get('/api/v1/destinations/acts').expect(200)
    expect(mine.items).toMatchObject([
      { type: 'stay.amenities', shownG: 58, evidence: 'E3' },
      { type: 'stay.skip-cleaning', shownG: 70, evidence: 'E3' },
    ])
  })

  test('may be in Shift_JIS', async () => {
    // 予約番号,サービス,宿泊日,回数, then SJ-1,清掃不要,2026-10-06,1
    const encoded = Buffer.from(
      '975c96f194d48d862c8354815b837283582c8f68949193fa2c89f190940d0a534a2d312c90b4917c957397762c323032362d31302d30362c310d0a',
      'hex',
    )
    const { body } = await send(encoded).expect(200)
    expect(body).toMatchObject({ lines: 1, accepted: 1, rejected: 0 })
  })

  test('sent twenty times at once counts every line once', async () => {
    const file = csv(
      ...Array.from({ length: 30 }, (_, n) => `W-${n},K-9,2026-09-${10 + (n % 9)},4${10 + n},清掃不要,1,本館,20201,`),
    )
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(file).expect(200)))
    const accepted = answers.reduce((sum, { body }) => sum + body.accepted + body.quarantined, 0)
    expect(accepted).toBe(30)
  })

  test('names the field and the rule of what it cannot take, in both languages', async () => {
    const { body } = await send(
      csv(
        'F-1,K-2,2026-02-31,301,清掃不要,1,本館,20201,',
        'F-2,K-2,2026-10-03,301,サウナ,1,本館,20201,',
        'F-3,K-2,2026-10-03,301,清掃不要,零,本館,20201,',
        'F-4,K-2,2026-10-03T10:00:00,301,清掃不要,1,本館,20201,',
      ),
    ).expect(200)
    expect(body).toMatchObject({ lines: 4, accepted: 0, rejected: 4 })
    const rows = await rejectedRows(body.importId)
    expect(rows.map(({ messages }) => messages.en)).toEqual([
      expect.stringMatching(/^at cannot be "2026-02-31" \(needed: a day/),
      expect.stringMatching(/^type cannot be "サウナ" \(needed: a type of act/),
      expect.stringMatching(/^quantity cannot be "零"/),
      expect.stringMatching(/^at cannot be/),
    ])
    expect(rows[0]?.messages.ja).toContain('at の値「2026-02-31」は使えません（必要: 日付')
    const { body: headless } = await send('予約番号,宿泊日\r\nA,2026-10-03\r\n').expect(422)
    expect(headless).toMatchObject({ code: 'reductions.header-missing' })
    expect(headless.messages.ja).toContain('type / 種類, quantity / 数量')
  })

  test('cannot claim a room’s night a second time under another booking', async () => {
    await send(csv('R-1,K-3,2026-08-01,501,清掃不要,1,本館,20201,')).expect(200)
    const { body } = await send(csv('R-2,K-4,2026-08-01,501,清掃辞退,1,本館,20201,')).expect(200)
    expect(body).toMatchObject({ accepted: 0, rejected: 1 })
    expect(await rejectedRows(body.importId)).toMatchObject([{ code: 'reductions.seat-taken' }])
  })
})
