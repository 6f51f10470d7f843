import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type Agent, startApp } from '../../support/app.ts'

const { agent, signIn, database } = await startApp()
const town = await signIn('creditOwner-nakashibetsu')
const yamada = await signIn('investor')
const sato = await signIn('distributor')
const stranger = await signIn('creditOwner-hirono')
const operator = await signIn('operator')
const buyer = await signIn('buyer')

const send = (who: Agent, path: string, body: object = {}, key: string = randomUUID()) =>
  who.post(`/api/v1${path}`).set('Idempotency-Key', key).send(body)
const idOf = async (who: Agent): Promise<string> => (await who.get('/api/v1/me').expect(200)).body.acting.id

let numbers = 0
/** A project of two owners: Yamada's 30 ha stand behind 60 t, Sato's 20 ha behind 40 t of one lot. */
async function project() {
  const from = (numbers += 1_000)
  const { body: lot } = await send(town, '/forest/lots', {
    family: 'j-credit',
    scheme: 'J-クレジット制度',
    methodology: 'FO-001',
    projectName: `共有林 ${randomUUID().slice(0, 8)}`,
    municipalityCode: '01692',
    vintage: 2021,
    serials: `OWN-${from}〜OWN-${from + 99}`,
    massG: 100_000_000,
    priceYenPerTonne: 10_000,
    taxIncluded: false,
    statement: { issuedOn: '2024-04-01', holder: '中標津町' },
  }).expect(201)
  const owner = async (who: Agent, name: string, areaM2: number, tonnes: number) =>
    send(town, `/forest/projects/${lot.projectId}/owners`, {
      name,
      organisationId: await idOf(who),
      consentedOn: '2024-04-01',
      noHarvestUntil: '2032-03-31',
      stands: [{ name: `${name}の小班`, areaM2, grams: [{ lotId: lot.id, massG: tonnes * 1_000_000 }] }],
    }).expect(201)
  await owner(yamada, '山田', 300_000, 60)
  const { body } = await owner(sato, '佐藤', 200_000, 40)
  const [first, second] = body.owners.map(({ stands }: { stands: { id: string }[] }) => stands[0]?.id)
  return { lotId: lot.id as string, id: lot.projectId as string, stands: [first, second] as [string, string] }
}

const listing = (lotId: string, tonnes: number) =>
  send(town, '/marketplace/listings', {
    lotId,
    massG: tonnes * 1_000_000,
    priceYenPerTonne: 10_000,
    taxIncluded: false,
    minG: 1_000_000,
  })
const announce = (who: Agent, standId: string) =>
  send(who, `/forest/stands/${standId}/harvests`, { harvestOn: '2027-10-01', note: '主伐' })

async function freeOf(lotId: string): Promise<{ free: number; held: number }> {
  const { rows } = await database.pool.query(
    `select sum(hi - lo - held)::float8 as free, sum(held)::float8 as held from holding
      where lot_id = $1 and live and account_id = $2`,
    [lotId, await idOf(town)],
  )
  return rows[0]
}

describe('owners behind a project', () => {
  test('are written down with consent, stands and shares; stands claim no more than the lot has', async () => {
    const { id, lotId } = await project()
    const more = (fields: object) =>
      send(town, `/forest/projects/${id}/owners`, {
        name: '鈴木',
        consentedOn: '2024-04-01',
        stands: [{ name: '鈴木の小班', areaM2: 1, grams: [{ lotId, massG: 1 }] }],
        ...fields,
      })
    expect((await more({}).expect(422)).body.code).toBe('forest.stand-mass')
    expect((await more({ stands: [{ name: '山田の小班', areaM2: 1 }] }).expect(409)).body.code).toBe(
      'forest.stand-known',
    )
    expect(
      (await more({ noHarvestUntil: '2020-01-01', stands: [{ name: 'x', areaM2: 1 }] }).expect(422)).body.code,
    ).toBe('forest.owner-days')
    await send(stranger, `/forest/projects/${id}/owners`, {
      name: 'x',
      consentedOn: '2024-04-01',
      stands: [{ name: 'y', areaM2: 1 }],
    }).expect(404)
    const { body } = await yamada.get(`/api/v1/forest/projects/${id}/owners`).expect(200)
    expect(body).toMatchObject({
      areaM2: 500_000,
      owners: [
        { number: 1, name: '山田', areaM2: 300_000, massG: 60_000_000, lots: [{ massG: 60_000_000 }] },
        { number: 2, name: '佐藤', areaM2: 200_000, massG: 40_000_000 },
      ],
    })
    await stranger.get(`/api/v1/forest/projects/${id}/owners`).expect(404)
    const { body: guard } = await agent.get(`/api/v1/forest/projects/${id}/guard`).expect(200)
    expect(guard).toEqual({ owners: 2, areaM2: 500_000, heldG: 0, shortG: 0, harvests: [] })
  })

  test('share a sale by area, to the yen', async () => {
    const { id, lotId } = await project()
    const { body: owners } = await town.get(`/api/v1/forest/projects/${id}/owners`).expect(200)
    await send(town, '/marketplace/proceeds/plans', {
      projectId: id,
      lines: owners.owners.map((one: { organisationId: string; name: string; areaM2: number }) => ({
        partyId: one.organisationId,
        partyName: one.name,
        role: 'owner',
        weight: one.areaM2,
      })),
    }).expect(201)
    const { body: shown } = await listing(lotId, 100).expect(201)
    const { body: order } = await send(buyer, '/marketplace/orders', { listingId: shown.id, massG: 1_000_000 }).expect(
      201,
    )
    await send(operator, `/marketplace/orders/${order.id}/settle`).expect(200)
    const { body: mine } = await yamada.get('/api/v1/marketplace/proceeds').expect(200)
    expect(mine.items[0]).toMatchObject({ orderId: order.id, amountYen: 6_000 })
    const { body: theirs } = await sato.get('/api/v1/marketplace/proceeds').expect(200)
    expect(theirs.items[0]).toMatchObject({ orderId: order.id, amountYen: 4_000 })
  })
})

describe('the guard against harvest', () => {
  test('takes a stand’s grams off the shelf and out of every sale, and shows all owners what it costs', async () => {
    const { id, lotId, stands } = await project()
    const { body: shown } = await listing(lotId, 90).expect(201)
    const { body: harvest } = await announce(yamada, stands[0]).expect(201)
    // 10 t lay free, so 50 t leave the shelf; 40 t stay on sale.
    expect(harvest).toMatchObject({
      breaksConsent: true,
      holds: [{ lotId, massG: 60_000_000, shortG: 0 }],
      heldYen: 660_000,
    })
    const { body: now } = await agent.get(`/api/v1/marketplace/listings/${shown.id}`).expect(200)
    expect(now.availableG).toBe(40_000_000)
    expect(await freeOf(lotId)).toEqual({ free: 0, held: 100_000_000 })
    expect((await listing(lotId, 1).expect(409)).body.code).toBe('credits.not-enough')
    await send(town, '/credits/transfers', { lotId, massG: 1_000_000, toOrganisationId: await idOf(buyer) }).expect(409)
    const { body: order } = await send(buyer, '/marketplace/orders', { listingId: shown.id, massG: 41_000_000 })
    expect(order.code).toBe('marketplace.not-enough')
    const { body: seen } = await sato.get(`/api/v1/forest/projects/${id}/owners`).expect(200)
    expect(seen.harvests).toEqual([expect.objectContaining({ ownerName: '山田', heldYen: 660_000, endedAt: null })])
    const { body: guard } = await agent.get(`/api/v1/forest/projects/${id}/guard`).expect(200)
    expect(guard).toMatchObject({ heldG: 60_000_000, harvests: [{ harvestOn: '2027-10-01', heldG: 60_000_000 }] })
    expect(JSON.stringify(guard)).not.toContain('山田')
    expect((await announce(town, stands[0]).expect(409)).body.code).toBe('forest.harvest-known')
    await announce(sato, stands[0]).expect(404)
  })

  test('names what was sold before it as short, and gives back what it held when it ends', async () => {
    const { lotId, stands } = await project()
    const { body: shown } = await listing(lotId, 100).expect(201)
    const { body: order } = await send(buyer, '/marketplace/orders', { listingId: shown.id, massG: 70_000_000 }).expect(
      201,
    )
    await send(operator, `/marketplace/orders/${order.id}/settle`).expect(200)
    const { body: harvest } = await announce(town, stands[0]).expect(201)
    expect(harvest.holds).toEqual([{ lotId, massG: 30_000_000, shortG: 30_000_000 }])
    expect(await freeOf(lotId)).toEqual({ free: 0, held: 30_000_000 })
    await send(yamada, `/forest/harvests/${harvest.id}/end`, { why: 'compensated' }).expect(404)
    await send(town, `/forest/harvests/${harvest.id}/end`, { why: 'compensated' }).expect(200)
    expect((await send(town, `/forest/harvests/${harvest.id}/end`, { why: 'withdrawn' }).expect(409)).body.code).toBe(
      'forest.harvest-ended',
    )
    expect(await freeOf(lotId)).toEqual({ free: 30_000_000, held: 0 })
  })

  test('wins or loses a race with a crowd of orders, and either way nothing held is sold', async () => {
    const { lotId, stands } = await project()
    const { body: shown } = await listing(lotId, 100).expect(201)
    const [announced, ...orders] = await Promise.all([
      announce(yamada, stands[0]),
      ...Array.from({ length: 40 }, () =>
        send(buyer, '/marketplace/orders', { listingId: shown.id, massG: 2_000_000 }),
      ),
    ])
    expect(announced.status).toBe(201)
    const [hold] = announced.body.holds
    const orderedG = orders.filter(({ status }) => status === 201).length * 2_000_000
    expect(hold.massG + hold.shortG).toBe(60_000_000)
    expect(hold.massG + orderedG).toBeLessThanOrEqual(100_000_000)
    const { rows } = await database.pool.query(
      `select mass_g - ordered_g - sold_g - withdrawn_g as free, ordered_g::float8 as ordered from listing where id = $1`,
      [shown.id],
    )
    expect(Number(rows[0].ordered)).toBe(orderedG)
    expect(await freeOf(lotId)).toMatchObject({ free: 0, held: 100_000_000 })
  })
})
