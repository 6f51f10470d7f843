import { randomUUID } from 'node:crypto'
import { issueLot } from '@morinowa/api/credits/ledger.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { beforeEach, expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'

const app = await startApp()
const { pool, db } = app.database
const buyer = await app.signIn('buyer')
const { rows } = await pool.query(
  `select m.organisation_id as id from membership m join person p on p.id = m.person_id where p.email = 'buyer@demo.example'`,
)
const buyerId = OrganisationId.parse(rows[0].id)
const other = OrganisationId.parse(randomUUID())
await pool.query(`insert into organisation (id, name, kind) values ($1, 'そのほか', 'buyer')`, [other])

let lotId: string
beforeEach(async () => {
  const lot = await db.transaction((tx) =>
    issueLot(tx, {
      key: randomUUID(),
      ownerId: buyerId,
      family: 'j-credit',
      massG: 1_000,
      vintage: 2024,
      projectName: '最後の1kg',
      municipalityCode: null,
      scheme: 's',
      methodology: 'm',
    }),
  )
  lotId = lot.id
})

const said = { beneficiary: 'だれか', purpose: '催し' }
const retire = (massG: number) => buyer.post('/api/v1/credits/retirements').send({ lotId, massG, ...said })
const transfer = (massG: number) =>
  buyer.post('/api/v1/credits/transfers').send({ lotId, massG, toOrganisationId: other })

test.each([
  [20, retire],
  [100, retire],
  [100, transfer],
])('%i at once want the last kilogram: one gets it, the others are told', async (crowd, ask) => {
  const replies = await Promise.all(Array.from({ length: crowd }, () => ask(1_000)))
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
  const refused = replies.filter(({ status }) => status !== 201)
  expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['credits.not-enough']))
  expect(refused.every(({ status }) => status === 409)).toBe(true)
})

test('a hundred who retire and transfer grams at once leave exactly what they did not take', async () => {
  const replies = await Promise.all(Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? retire : transfer)(7)))
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]))
  const { body } = await buyer.get(`/api/v1/credits/lots/${lotId}`).expect(200)
  expect(body).toMatchObject({ retiredG: 350, leftG: 650 })
  const { body: held } = await buyer.get('/api/v1/credits/holdings').expect(200)
  expect(held.items.find((one: { lotId: string }) => one.lotId === lotId)).toMatchObject({ massG: 300 })
  const { body: laws } = await buyer.get('/api/v1/registry/invariants').expect(200)
  expect(laws.ok).toBe(true)
})
