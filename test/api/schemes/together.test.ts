import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp } from '../../support/app.ts'
import { sellerOfCredits } from '../../support/schemes.ts'

// Sales that arrive together travel together; nobody may notice.

const { agent, signIn, database } = await startApp()
const shop = await signIn('merchant-kg')
const { bought, attachment } = sellerOfCredits(await signIn('creditOwner'), await signIn('operator'))

const KG = 1_000
const TONNE = 1_000_000
let lotId: string
beforeAll(async () => {
  lotId = await bought(shop, 50)
})

const sale = (externalId = randomUUID()) => ({ externalId, at: '2026-03-10T10:00:00+09:00', quantity: 1 })
const sell = (id: string, body: object, key?: string, who: Agent = shop) => {
  const request = who.post(`/api/v1/schemes/${id}/sales`)
  return (key ? request.set('Idempotency-Key', key) : request).send(body)
}
const itemsOf = async (id: string) => (await shop.get(`/api/v1/schemes/${id}`).expect(200)).body.items

describe('sales of many tills at once', () => {
  test('of many schemes each counts in its own, with its own codes', async () => {
    const schemes = await Promise.all(Array.from({ length: 8 }, () => attachment(shop, lotId, TONNE)))
    const asked = Array.from({ length: 160 }, (_, i) => ({ id: schemes[i % 8].id, body: sale() }))
    const answers = await Promise.all(asked.map(({ id, body }) => sell(id, body).expect(200)))
    for (const [i, { body }] of answers.entries()) {
      expect(body).toMatchObject({ accepted: 1, duplicate: 0, refused: 0, rows: [] })
      expect(body.claims).toEqual([expect.objectContaining({ externalId: asked[i]?.body.externalId })])
    }
    const { body } = await agent.get(`/api/v1/claims/${answers[9]?.body.claims[0].code}`).expect(200)
    expect(body).toMatchObject({ schemeId: schemes[1].id, massG: 2 * KG })
    for (const { id } of schemes) expect(await itemsOf(id)).toBe(20)
  })

  test('one that is refused spoils no other, and a scheme of somebody else or that has ended is refused as before', async () => {
    const [full, ended, open] = await Promise.all([2 * KG, TONNE, TONNE].map((massG) => attachment(shop, lotId, massG)))
    await shop.post(`/api/v1/schemes/${ended.id}/end`).expect(200)
    const stranger = await signIn('buyer')
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => sell(full.id, sale())),
      ...Array.from({ length: 5 }, () => sell(ended.id, sale())),
      ...Array.from({ length: 5 }, () => sell(open.id, sale())),
      sell(open.id, { ...sale(), sku: 'other' }),
      sell(open.id, sale(), undefined, stranger),
    ])
    expect(answers.map(({ status, body }) => `${status} ${body.code ?? 'taken'}`).toSorted()).toEqual(
      [
        ...Array.from({ length: 6 }, () => '200 taken'),
        ...Array.from({ length: 4 }, () => '409 schemes.not-enough'),
        ...Array.from({ length: 5 }, () => '409 schemes.ended'),
        '404 schemes.missing',
        '422 schemes.sku-unknown',
      ].toSorted(),
    )
  })

  test('a scheme that a closing holds lets the others go on, and its own sales wait', async () => {
    const [held, free] = await Promise.all([attachment(shop, lotId, TONNE), attachment(shop, lotId, TONNE)])
    await Promise.all([held, free].map(({ id }) => sell(id, sale()).expect(200)))
    const client = await database.pool.connect()
    try {
      await client.query('begin')
      await client.query('select from scheme_stock where scheme_id = $1 for no key update', [held.id])
      let waited = 0
      const waiting = Array.from({ length: 10 }, () =>
        sell(held.id, sale())
          .expect(200)
          .then(() => {
            waited++
          }),
      )
      await Promise.all(Array.from({ length: 30 }, () => sell(free.id, sale()).expect(200)))
      expect(waited).toBe(0)
      await client.query('commit')
      await Promise.all(waiting)
    } finally {
      client.release()
    }
    expect([await itemsOf(held.id), await itemsOf(free.id)]).toEqual([11, 31])
  })

  test('a key answers its first answer again, whoever it travels with, and never for another sale', async () => {
    const scheme = await attachment(shop, lotId, TONNE)
    const key = randomUUID()
    const one = sale()
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, () => sell(scheme.id, one, key).expect(200)),
      ...Array.from({ length: 20 }, () => sell(scheme.id, sale()).expect(200)),
    ])
    const own = answers.slice(0, 20)
    expect(own.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1)
    for (const { body } of own) expect(body).toEqual(own[0]?.body)
    expect(own[0]?.body).toMatchObject({ accepted: 1 })
    expect((await sell(scheme.id, sale(), key).expect(422)).body.code).toBe('request.id-reused')
    const two = await Promise.all([sell(scheme.id, sale(), randomUUID()), sell(scheme.id, one, randomUUID())])
    expect(two.map(({ body }) => [body.accepted, body.duplicate])).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(await itemsOf(scheme.id)).toBe(22)
  })

  test('a key whose sale was refused is free for another try', async () => {
    const scheme = await attachment(shop, lotId, KG)
    const [key, one] = [randomUUID(), sale()]
    await sell(scheme.id, one, key).expect(409)
    await shop.post(`/api/v1/schemes/${scheme.id}/reserves`).send({ lotId, massG: KG }).expect(201)
    expect((await sell(scheme.id, one, key).expect(200)).body).toMatchObject({ accepted: 1 })
    expect((await sell(scheme.id, one, key).expect(200)).headers['idempotency-replayed']).toBe('true')
  })
})
