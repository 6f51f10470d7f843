import { randomUUID } from 'node:crypto'
import { retire, transfer } from '@morinowa/api/credits/ledger.ts'
import { followReduction } from '@morinowa/api/credits/follow-reduction.ts'
import { LotId } from '@morinowa/shared/credits/ids.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'
import { METHOD, recordedReductions } from '../credits/support.ts'

// Both ways: from any gram to the acts behind it, and from an act to where its grams are.

const app = await startApp()
const { agent, database, signIn } = app
const { db, pool } = database
const operator = await signIn('operator')
const verifier = await signIn('verifier')
const operatorId = OrganisationId.parse((await operator.get('/api/v1/me')).body.acting.id)
const buyer = await signIn('buyer')
const buyerId = OrganisationId.parse((await buyer.get('/api/v1/me')).body.acting.id)
const said = { beneficiary: '式典', purpose: '式', publicName: false }

/** A lot of these people's acts of a month. */
async function lotOf(month: string, people: readonly (readonly number[])[]) {
  const acts = []
  for (const grams of people) {
    const { ids, participantId } = await recordedReductions(app, { grams, month })
    acts.push(...ids.map((id, n) => ({ id, participantId, grams: grams[n] ?? 0 })))
  }
  const { body: batch } = await operator
    .post('/api/v1/credits/batches')
    .send({ month, pool: 'mobility', methodId: METHOD })
    .expect(201)
  const { body: sample } = await verifier
    .post(`/api/v1/credits/batches/${batch.id}/sample`)
    .send({ seed: 's', size: 1 })
    .expect(201)
  await verifier
    .post(`/api/v1/credits/batches/${batch.id}/findings`)
    .send({ reductionId: sample.items[0].reductionId, pass: true })
    .expect(201)
  await verifier.post(`/api/v1/credits/batches/${batch.id}/sign`).send({}).expect(201)
  const { body: lot } = await operator.post(`/api/v1/credits/batches/${batch.id}/issue`).send({}).expect(201)
  return { id: LotId.parse(lot.id), massG: lot.massG as number, acts }
}

type Slice = { from: number; to: number; massG: number; handle: string; ownReductionId: string | null }
async function slices(id: string, query = '', who = agent) {
  const items: Slice[] = []
  let cursor = ''
  for (;;) {
    const { body } = await who.get(`/api/v1/registry/lots/${id}/reductions?limit=7${query}${cursor}`).expect(200)
    items.push(...body.items)
    if (body.next === null)
      return { ...body, items } as { items: Slice[]; withheld: boolean; ownG: number; batch: { acts: number } | null }
    cursor = `&cursor=${body.next}`
  }
}

let lot: Awaited<ReturnType<typeof lotOf>>
let few: Awaited<ReturnType<typeof lotOf>>
beforeAll(async () => {
  lot = await lotOf(
    '2026-05',
    Array.from({ length: 12 }, (_, n) => [501 + n * 37, 900 - n * 11]),
  )
  few = await lotOf('2026-06', [[3_000], [2_000, 1_000]])
})

describe('from a gram to its acts', () => {
  test('the slices of any range cover it without a gap, in pages, and name nobody', async () => {
    const whole = await slices(lot.id)
    expect(whole.batch?.acts).toBe(24)
    expect(whole.items.reduce((sum, { massG }) => sum + massG, 0)).toBe(lot.massG)
    for (const [n, slice] of whole.items.entries()) expect(slice.from).toBe(n === 0 ? 0 : whole.items[n - 1]?.to)
    for (const [from, to] of [
      [0, 1],
      [700, 5_432],
      [lot.massG - 1, lot.massG],
    ] as const) {
      const part = await slices(lot.id, `&from=${from}&to=${to}`)
      expect([part.items[0]?.from, part.items.at(-1)?.to]).toEqual([from, to])
      const known = new Set(whole.items.map(({ handle }) => handle))
      for (const { handle } of part.items) expect(known).toContain(handle)
    }
    const text = JSON.stringify(whole)
    for (const { id, participantId } of lot.acts) {
      expect(text).not.toContain(id)
      expect(text).not.toContain(participantId)
    }
  })

  test('with fewer than ten people behind it, acts are not told apart', async () => {
    const { items, withheld, batch } = await slices(few.id)
    expect([items, withheld, batch?.acts]).toEqual([[], true, 3])
  })

  test('a person sees which are their own, and nobody else does', async () => {
    const [act] = few.acts
    const traveller = await signIn('traveller')
    const { body: me } = await traveller.get('/api/v1/me').expect(200)
    // The act becomes the traveller's: what matters is whose session asks.
    const { rows } = await pool.query(`select participant_id from person where id = $1`, [me.person.id])
    const client = await pool.connect()
    await client.query(`begin; set local session_replication_role = replica`)
    await client.query(`update lot_source set participant_id = $1 where reduction_id = $2`, [
      rows[0].participant_id,
      act?.id,
    ])
    await client.query('commit')
    client.release()
    const own = await slices(few.id, '', traveller)
    expect(own.items.map(({ ownReductionId }) => ownReductionId)).toEqual(own.items.map(() => act?.id))
    expect(own.items.reduce((sum, { massG }) => sum + massG, 0)).toBe(own.ownG)
    expect(own.ownG).toBeGreaterThan(0)
    expect((await slices(few.id, '', await signIn('buyer'))).ownG).toBe(0)
  })
})

test('a random history agrees both ways: what an act’s page says was used is what the register’s ranges give back', async () => {
  let seed = 20_261_122
  const next = (most: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return (seed % most) + 1
  }
  for (let round = 0; round < 12; round++) {
    const massG = next(600)
    if (round % 3 === 0) {
      await db.transaction((tx) =>
        transfer(tx, {
          key: randomUUID(),
          fromOrganisationId: operatorId,
          toOrganisationId: buyerId,
          lotId: lot.id,
          massG: massG + 100,
        }),
      )
      await db.transaction((tx) =>
        retire(tx, { key: randomUUID(), organisationId: buyerId, lotId: lot.id, massG, retirement: said }),
      )
    } else
      await db.transaction((tx) =>
        retire(tx, { key: randomUUID(), organisationId: operatorId, lotId: lot.id, massG, retirement: said }),
      )
  }
  // Backwards, from every retirement; forwards, from every act.
  const { body } = await agent.get(`/api/v1/registry/retirements?lotId=${lot.id}&limit=200`).expect(200)
  const backwards = new Map<string, number>()
  let retiredG = 0
  for (const { serials } of body.items as { serials: { lotId: string; from: number; to: number }[] }[]) {
    for (const { from, to } of serials) {
      retiredG += to - from
      for (const { handle, massG } of (await slices(lot.id, `&from=${from}&to=${to}`)).items)
        backwards.set(handle, (backwards.get(handle) ?? 0) + massG)
    }
  }
  const forwards: number[] = []
  for (const { participantId, id } of lot.acts) {
    const { steps } = await followReduction(db, { participantId, reductionId: id })
    const used = steps
      .filter(({ step }) => step === 'retired')
      .reduce((sum, { text }) => sum + Number(/^(\d+) g/.exec(text.en)?.[1] ?? 0), 0)
    if (used > 0) forwards.push(used)
  }
  expect(retiredG).toBeGreaterThan(1_000)
  expect(forwards.reduce((sum, one) => sum + one, 0)).toBe(retiredG)
  expect([...backwards.values()].toSorted((a, b) => a - b)).toEqual(forwards.toSorted((a, b) => a - b))
})

test('credits of another registry were not made of acts here', async () => {
  await agent.get(`/api/v1/registry/lots/${randomUUID()}/reductions`).expect(404)
})
