import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTogether } from '@morinowa/api/credits/act-together.ts'
import { actTogether, retirementAct, transferAct } from '@morinowa/api/credits/acts.ts'
import { issueLot, type NewLot, reserve } from '@morinowa/api/credits/ledger.ts'
import { LotId } from '@morinowa/shared/credits/ids.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import { beforeEach, expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'

// What arrives at one moment is done in one transaction, and still each has its own outcome.

const app = await startApp()
const { pool, db } = app.database
const buyer = await app.signIn('buyer')
const { rows } = await pool.query(
  `select m.organisation_id as id from membership m join person p on p.id = m.person_id where p.email = 'buyer@demo.example'`,
)
const buyerId = OrganisationId.parse(rows[0].id)

const issue = (lot: Partial<NewLot> = {}) =>
  db.transaction((tx) =>
    issueLot(tx, {
      key: randomUUID(),
      ownerId: buyerId,
      family: 'j-credit',
      massG: 100_000,
      vintage: 2024,
      projectName: '束',
      municipalityCode: '04212',
      scheme: 's',
      methodology: 'm',
      ...lot,
    }),
  )

let other: OrganisationId
let lotId: string
beforeEach(async () => {
  other = OrganisationId.parse(randomUUID())
  await pool.query(`insert into organisation (id, name, kind) values ($1, 'そのほか', 'buyer')`, [other])
  lotId = (await issue()).id
})

const said = { beneficiary: 'だれか', purpose: '催し' }
const send = (path: string, body: object, key: string = randomUUID()) =>
  buyer.post(`/api/v1/credits/${path}`).set('Idempotency-Key', key).send(body)
const retire = (more: object, key?: string) => send('retirements', { lotId, ...said, ...more }, key)
const transfer = (more: object, key?: string) => send('transfers', { lotId, toOrganisationId: other, ...more }, key)

test('sixty at once are one transaction, and their serials follow each other without a gap', async () => {
  await transfer({ massG: 1 }).expect(201)
  const together = openTogether(db)
  const taken = await Promise.all(
    Array.from({ length: 60 }, (_, n) => {
      const ask = { key: randomUUID(), lotId: LotId.parse(lotId), massG: n + 1 }
      return together(
        n % 3 === 0
          ? transferAct({ ...ask, fromOrganisationId: buyerId, toOrganisationId: other }, undefined)
          : retirementAct({ ...ask, organisationId: buyerId, retirement: { ...said, publicName: false } }, undefined),
      )
    }),
  )
  let end = 1
  for (const one of taken) {
    expect(one?.from).toBe(end)
    end = one?.to ?? 0
  }
  expect(end).toBe(1 + (60 * 61) / 2)
  const { rows } = await pool.query(
    `select count(distinct xid)::int as transactions, count(*)::int as entries from ledger_entry
      where lot_id = $1 and kind <> 'genesis' and lo > 0`,
    [lotId],
  )
  expect(rows).toEqual([{ entries: 60, transactions: 1 }])
})

test('among many at once each is refused for its own reason, and the others are done', async () => {
  const strict = await issue({ family: 'j-ver', rules: [{ kind: 'in-prefecture', prefectureCode: '04' }] })
  const reused = randomUUID()
  await retire({ massG: 5 }, reused).expect(201)
  const asks = [
    () => retire({ massG: 10 }),
    () => retire({ massG: 1_000_000 }),
    () => retire({ massG: 10, lotId: strict.id }),
    () => retire({ massG: 10, lotId: strict.id, placeCode: '04100' }),
    () => transfer({ massG: 10, toOrganisationId: buyerId }),
    () => transfer({ massG: 10, toOrganisationId: randomUUID() }),
    () => transfer({ massG: 10 }),
    () => retire({ massG: 6 }, reused),
    () => retire({ massG: 5 }, reused),
    () => retire({ massG: 10, lotId: randomUUID() }),
    () => retire({ massG: 10, family: 'j-blue' }),
    () => send('retirements', { ...said, massG: 10, family: 'j-credit' }),
  ]
  const replies = await Promise.all(asks.map((ask) => ask()))
  expect(replies.map(({ status, body }) => (status === 201 ? 201 : body.code))).toEqual([
    201,
    'credits.not-enough',
    'credits.rule-in-prefecture',
    201,
    'credits.receiver-same',
    'credits.receiver-missing',
    201,
    'request.id-reused',
    201,
    'credits.lot-missing',
    'credits.family-mixed',
    201,
  ])
  expect(replies[8]?.headers['idempotency-replayed']).toBe('true')
  const { rows: broken } = await pool.query('select id from ledger_laws() where left_g <> right_g or broken <> 0')
  expect(broken.filter(({ id }) => id !== 'I15')).toEqual([])
})

test('those who cannot be paid are told in the same call what is left, those whose key was used are asked alone', async () => {
  await transfer({ massG: 1 }).expect(201)
  const used = randomUUID()
  await retire({ massG: 9 }, used).expect(201)
  const { rows } = await pool.query<{ caller: string }>('select caller from idempotent_request where key = $1', [used])
  const caller = rows[0]?.caller ?? ''
  const source = { lotId: LotId.parse(lotId) }
  const retirement = { ...said, publicName: false }
  const once = (key: string) => ({ caller, key, fingerprint: Buffer.alloc(32) })
  const asked = (massG: number, key = randomUUID()) =>
    retirementAct({ ...source, key: randomUUID(), organisationId: buyerId, massG, retirement }, once(key))
  const moved = (massG: number, toOrganisationId: OrganisationId) =>
    transferAct({ ...source, key: randomUUID(), fromOrganisationId: buyerId, toOrganisationId, massG }, undefined)
  const outcomes = await actTogether(db, [
    asked(60_000),
    asked(50_000),
    moved(39_990, other),
    moved(1, other),
    asked(1),
    asked(9, used),
    moved(1, buyerId),
  ])
  const told = outcomes.map((one) => (one === null ? 'alone' : one instanceof Refusal ? one.facts : one.to - one.from))
  expect(told).toEqual([
    60_000,
    { held: 39_990, wanted: 50_000 },
    39_990,
    { held: 0, wanted: 1 },
    { held: 0, wanted: 1 },
    'alone',
    'alone',
  ])
})

test('where a rule or a reservation may be the reason nobody is told in the group', async () => {
  const only = { family: 'j-ver' as const, massG: 1_000 }
  const ruled = await issue({ ...only, rules: [{ kind: 'in-prefecture', prefectureCode: '04' }] })
  const overdue = await issue({ ...only, family: 'j-blue', unitG: 100, massG: 1_000 })
  await db.transaction((tx) =>
    reserve(tx, {
      key: randomUUID(),
      organisationId: buyerId,
      lotId: overdue.id,
      massG: 1_000,
      purpose: 'p',
      expiresAt: new Date(Date.now() + 300).toISOString(),
    }),
  )
  await sleep(400)
  const asked = (lot: string, massG: number) =>
    retirementAct(
      {
        key: randomUUID(),
        lotId: LotId.parse(lot),
        organisationId: buyerId,
        massG,
        retirement: { ...said, publicName: false },
      },
      undefined,
    )
  const outcomes = await actTogether(db, [asked(ruled.id, 2_000), asked(ruled.id, 3_000), asked(overdue.id, 1_000)])
  expect(outcomes).toEqual([null, null, null])
  // Alone it is paid: what the reservation held is free again.
  await retire({ lotId: overdue.id, massG: 1_000 }).expect(201)
})

test('fifty with one key do it once and hear the same', async () => {
  const key = randomUUID()
  const replies = await Promise.all(Array.from({ length: 50 }, () => retire({ massG: 7 }, key)))
  expect(new Set(replies.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1)
  expect(replies[0]?.status).toBe(201)
  const { rows } = await pool.query(`select sum(hi - lo)::int as g from ledger_entry where lot_id = $1`, [lotId])
  expect(rows).toEqual([{ g: 7 }])
})

test('a refused request leaves its key free', async () => {
  const key = randomUUID()
  await retire({ massG: 1_000_000 }, key).expect(409)
  await retire({ massG: 10 }, key).expect(201)
})

test('when one holding cannot pay, several do', async () => {
  const second = await issue()
  const ids = [lotId, second.id]
  const { rows } = await pool.query(
    `select sum(hi - lo)::int as g from holding where account_id = $1 and family = 'j-credit' and live`,
    [buyerId],
  )
  const reply = await send('retirements', { ...said, massG: rows[0].g, family: 'j-credit' }).expect(201)
  expect(reply.body.serials.map((one: { lotId: string }) => one.lotId)).toEqual(expect.arrayContaining(ids))
})
