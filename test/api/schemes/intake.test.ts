import { createHmac, randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'
import { sellerOfCredits } from '../../support/schemes.ts'

// Sales from files and from cash registers that send by themselves.

const { agent, signIn, setClock, deps } = await startApp()
const shop = await signIn('merchant-kg')
const { bought, attachment, send } = sellerOfCredits(await signIn('creditOwner'), await signIn('operator'))

const KG = 1_000
const TONNE = 1_000_000
let lotId: string
beforeAll(async () => {
  lotId = await bought(shop, 50)
})
const PRODUCTS = [
  { sku: 'a', name: '大', massG: 2 * KG },
  { sku: 'b', name: '小', massG: KG },
]
const schemeOf = (id: string) => shop.get(`/api/v1/schemes/${id}`).expect(200)

describe('a file of sales', () => {
  const upload = (id: string, file: string | Buffer, type = 'text/csv') =>
    shop.post(`/api/v1/schemes/${id}/sales/files`).set('content-type', type).send(file)

  test('is taken line by line, and again changes nothing', async () => {
    const scheme = await attachment(shop, lotId, 10 * KG, PRODUCTS)
    const file = [
      'externalId,at,sku,quantity',
      'c-1,2026-03-10T10:00:00+09:00,a,2',
      '"c-2",2026-03-10 11:05,b,"1"',
      'c-1,2026-03-10T10:00:00+09:00,a,2',
      'c-3,2026-03-10T10:00:00+09:00,zzz,1',
      'c-4,yesterday,a,1',
      'c-5,2026-03-10T10:00:00+09:00,a',
      'c-6,2026-03-10T10:00:00+09:00,a,9',
      '',
    ].join('\r\n')
    const { body } = await upload(scheme.id, file).expect(200)
    expect(body).toMatchObject({ lines: 7, accepted: 2, duplicate: 1, refused: 4, attachedG: 5 * KG })
    expect(body.claims).toHaveLength(3)
    expect(body.rows.map(({ line, code }: { line: number; code: string | null }) => [line, code])).toEqual([
      [4, null],
      [5, 'schemes.sku-unknown'],
      [6, 'schemes.line-invalid'],
      [7, 'schemes.line-unreadable'],
      [8, 'schemes.not-enough'],
    ])
    expect(body.rows[2].messages.ja).toContain('at')
    const { body: again } = await upload(scheme.id, file).expect(200)
    expect(again).toMatchObject({ accepted: 0, duplicate: 3, attachedG: 5 * KG })
    expect(again.claims).toHaveLength(3)
  })

  test('may be what a Japanese register writes, in Shift_JIS', async () => {
    const scheme = await attachment(shop, lotId, 10 * KG, PRODUCTS)
    // 伝票番号,日時,商品コード,数量
    const head = Buffer.from('9360955b94d48d862c93fa8e9e2c8fa495698352815b83682c909497ca', 'hex')
    const file = Buffer.concat([
      head,
      Buffer.from('\r\n0001,2026/3/10 9:05,a,1\r\n0002,2026/03/10 09:06:07,b,3\r\n0003,,b,3\r\n'),
    ])
    const { body } = await upload(scheme.id, file).expect(200)
    expect(body).toMatchObject({ lines: 3, accepted: 2, refused: 1, attachedG: 5 * KG })
    // Named as the register names it.
    expect(body.rows[0].messages.ja).toContain('「日時」')
  })

  test('without its columns, empty, too long or of another kind it is refused whole', async () => {
    const scheme = await attachment(shop, lotId, 10 * KG, PRODUCTS)
    const codeOf = async (file: string, status: number, type?: string) =>
      (await upload(scheme.id, file, type).expect(status)).body.code
    expect(await codeOf('when,what\n1,2\n', 422)).toBe('reductions.header-missing')
    expect(await codeOf('externalId,at\n', 422)).toBe('schemes.file-empty')
    const long = `externalId,at\n${Array.from({ length: 10_001 }, (_, i) => `x${i},2026-03-10 09:00`).join('\n')}`
    expect(await codeOf(long, 413)).toBe('schemes.file-too-long')
    expect(await codeOf('{}', 415, 'application/json')).toBe('request.media-type')
    expect((await schemeOf(scheme.id)).body.items).toBe(0)
  })
})

describe('a cash register that sends by itself', () => {
  const connect = async (id: string) =>
    (await send(shop, `/schemes/${id}/terminals`, { name: '1番レジ' }).expect(201)).body
  const deliver = (
    { url, secret }: { url: string; secret: string },
    delivery: object,
    {
      at = deps.now(),
      id = randomUUID(),
      tampered = false,
      signature,
    }: { at?: string; id?: string; tampered?: boolean; signature?: string } = {},
  ) => {
    const body = JSON.stringify(delivery)
    const timestamp = String(Math.floor(Date.parse(at) / 1_000))
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
    return agent
      .post(new URL(url).pathname)
      .set('content-type', 'application/json')
      .set('webhook-id', id)
      .set('webhook-timestamp', timestamp)
      .set('webhook-signature', signature ?? `v1,AAAA v1,${mac}`)
      .send(tampered ? `${body} ` : body)
  }
  const sale = (externalId: string, fields: object = {}) => ({
    externalId,
    at: '2026-03-10T10:00:00+09:00',
    sku: 'a',
    ...fields,
  })

  test('delivers sales and returns in order, and a delivery that comes again changes nothing', async () => {
    const scheme = await attachment(shop, lotId, 10 * KG, PRODUCTS)
    const till = await connect(scheme.id)
    expect(till).toMatchObject({ nextSequence: 1, secret: expect.stringMatching(/^whsec_/) })
    const one = { sequence: 1, sales: [sale('p-1', { quantity: 2 }), sale('p-2'), sale('p-3', { quantity: 9 })] }
    const { body } = await deliver(till, one).expect(200)
    expect(body).toMatchObject({
      sequence: 1,
      duplicate: false,
      nextSequence: 2,
      accepted: 2,
      attachedG: 6 * KG,
      declined: [{ externalId: 'p-3', code: 'schemes.not-enough' }],
    })
    expect(body.claims).toHaveLength(3)
    const { body: again } = await deliver(till, one).expect(200)
    expect(again).toEqual({ ...body, duplicate: true })

    const two = {
      sequence: 2,
      sales: [sale('p-2'), sale('p-4', { sku: 'b' })],
      returns: [
        { externalId: 'p-1', quantity: 1, returnId: 'k-1' },
        { externalId: 'p-1', quantity: 1, returnId: 'k-1' },
        { externalId: 'nothing', returnId: 'k-2' },
      ],
    }
    const { body: second } = await deliver(till, two).expect(200)
    expect(second).toMatchObject({
      accepted: 1,
      repeated: 2,
      returned: 1,
      attachedG: 5 * KG,
      declined: [{ externalId: 'nothing', code: 'schemes.sale-missing' }],
    })
    expect((await shop.get(`/api/v1/schemes/${scheme.id}/terminals`).expect(200)).body.items).toMatchObject([
      { id: till.id, nextSequence: 3, revokedAt: null },
    ])
  })

  test('twenty copies of one delivery at once count once', async () => {
    const scheme = await attachment(shop, lotId, TONNE, PRODUCTS)
    const till = await connect(scheme.id)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => deliver(till, { sequence: 1, sales: [sale('q-1'), sale('q-2')] }).expect(200)),
    )
    expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1)
    expect((await schemeOf(scheme.id)).body.items).toBe(2)
  })

  test('numbers have no gaps and mean one delivery each', async () => {
    const scheme = await attachment(shop, lotId, TONNE, PRODUCTS)
    const till = await connect(scheme.id)
    const gap = await deliver(till, { sequence: 2, sales: [sale('g-2')] }).expect(409)
    expect(gap.body).toMatchObject({ code: 'schemes.sequence-gap' })
    expect(gap.body.messages.en).toContain('next number is 1')
    await deliver(till, { sequence: 1, sales: [sale('g-1')] }).expect(200)
    const other = await deliver(till, { sequence: 1, sales: [sale('g-9')] }).expect(409)
    expect(other.body.code).toBe('schemes.sequence-reused')
    expect((await schemeOf(scheme.id)).body.items).toBe(1)
  })

  test('nothing is taken that it has not signed, or long ago, or after it was disconnected', async () => {
    const scheme = await attachment(shop, lotId, TONNE, PRODUCTS)
    const [till, other] = await Promise.all([connect(scheme.id), connect(scheme.id)])
    const one = { sequence: 1, sales: [sale('s-1')] }
    const codeOf = async (request: ReturnType<typeof deliver>, status: number) =>
      (await request.expect(status)).body.code
    expect(await codeOf(deliver(till, one, { tampered: true }), 422)).toBe('schemes.signature')
    expect(await codeOf(deliver(till, one, { signature: 'v1,' }), 422)).toBe('schemes.signature')
    expect(await codeOf(deliver({ url: till.url, secret: other.secret }, one), 422)).toBe('schemes.signature')
    const old = new Date(Date.parse(deps.now()) - 301_000).toISOString()
    expect(await codeOf(deliver(till, one, { at: old }), 422)).toBe('schemes.signature-old')
    expect((await deliver(till, { sequence: 0 }).expect(422)).body.errors[0].pointer).toBe('/sequence')
    await send(shop, `/schemes/${scheme.id}/terminals/${till.id}/revoke`).expect(200)
    expect(await codeOf(deliver(till, one), 404)).toBe('schemes.terminal-missing')
    expect((await schemeOf(scheme.id)).body.items).toBe(0)
    setClock()
  })
})
