import { randomUUID } from 'node:crypto'
import {
  captureAsRetirement,
  captureAsTransfer,
  holdingsOf,
  issueLot,
  type NewLot,
  release,
  reserve,
  retire,
  transfer,
} from '@morinowa/api/credits/ledger.ts'
import type { Lot } from '@morinowa/api/credits/store.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../support/database.ts'

const { db, pool } = await freshDatabase()

async function organisation(name = 'もり'): Promise<OrganisationId> {
  const id = OrganisationId.parse(randomUUID())
  await pool.query(`insert into organisation (id, name, kind) values ($1, $2, 'buyer')`, [id, name])
  return id
}

const kilogram = 1_000

function issue(ownerId: OrganisationId, lot: Partial<NewLot> = {}): Promise<Lot> {
  return db.transaction((tx) =>
    issueLot(tx, {
      key: randomUUID(),
      ownerId,
      family: 'j-credit',
      massG: 10 * kilogram,
      vintage: 2024,
      projectName: '登米市有林',
      municipalityCode: '04212',
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
      ...lot,
    }),
  )
}

const said = { beneficiary: 'あさひ食品', purpose: '催しの配送', publicName: true }

const held = async (id: OrganisationId) => (await holdingsOf(db, id)).map(({ massG, reservedG }) => [massG, reservedG])

test('a lot is issued once for its key and is all in its owner’s account', async () => {
  const owner = await organisation()
  const key = randomUUID()
  const [first, second] = [await issue(owner, { key }), await issue(owner, { key })]
  expect(second).toEqual(first)
  expect(await held(owner)).toEqual([[10_000, 0]])
  await expect(issue(owner, { key, massG: 11_000 })).rejects.toMatchObject({ code: 'request.id-reused' })
})

test('a retirement takes the lowest serials, and a repeat answers the same', async () => {
  const owner = await organisation()
  const lot = await issue(owner)
  const ask = { key: randomUUID(), organisationId: owner, massG: 2_500, retirement: said }
  const first = await db.transaction((tx) => retire(tx, ask))
  expect(first.serials).toEqual([{ lotId: lot.id, from: 0, to: 2_500, text: `MW-JCREDIT-${lot.code}-0-2499` }])
  expect(await db.transaction((tx) => retire(tx, ask))).toEqual(first)
  expect(await held(owner)).toEqual([[7_500, 0]])
  await expect(db.transaction((tx) => retire(tx, { ...ask, key: randomUUID(), massG: 7_501 }))).rejects.toMatchObject({
    code: 'credits.not-enough',
    facts: { held: 7_500, wanted: 7_501 },
  })
  expect(await held(owner)).toEqual([[7_500, 0]])
})

test('a transfer over several holdings draws on the oldest first', async () => {
  const [owner, buyer] = [await organisation(), await organisation()]
  const lots = [await issue(owner), await issue(owner), await issue(owner)]
  const moved = await db.transaction((tx) =>
    transfer(tx, { key: randomUUID(), fromOrganisationId: owner, toOrganisationId: buyer, massG: 25_000 }),
  )
  expect(moved.serials.map(({ lotId, from, to }) => [lotId, from, to])).toEqual([
    [lots[0]?.id, 0, 10_000],
    [lots[1]?.id, 0, 10_000],
    [lots[2]?.id, 0, 5_000],
  ])
  expect(await held(owner)).toEqual([[5_000, 0]])
  expect(await held(buyer)).toEqual([
    [10_000, 0],
    [10_000, 0],
    [5_000, 0],
  ])
})

test('families are never mixed', async () => {
  const owner = await organisation()
  const [forest] = [await issue(owner), await issue(owner, { family: 'j-blue', unitG: 1_000 })]
  const ask = { organisationId: owner, massG: 1_000, retirement: said }
  await expect(db.transaction((tx) => retire(tx, { ...ask, key: randomUUID() }))).rejects.toMatchObject({
    code: 'credits.family-mixed',
  })
  await expect(
    db.transaction((tx) => retire(tx, { ...ask, key: randomUUID(), lotId: forest.id, family: 'j-blue' })),
  ).rejects.toMatchObject({ code: 'credits.family-mixed' })
  await expect(
    db.transaction((tx) => retire(tx, { ...ask, key: randomUUID(), family: 'j-credit', massG: 15_000 })),
  ).rejects.toMatchObject({ code: 'credits.not-enough', facts: { held: 10_000 } })
})

test('reserved grams can be captured in parts, both ways, and given back', async () => {
  const [owner, buyer] = [await organisation(), await organisation()]
  await issue(owner)
  const { reservationId, parts } = await db.transaction((tx) =>
    reserve(tx, { key: randomUUID(), organisationId: owner, massG: 6_000, purpose: 'order', expiresAt: null }),
  )
  expect(parts.map(({ massG }) => massG)).toEqual([6_000])
  expect(await held(owner)).toEqual([[10_000, 6_000]])
  await expect(
    db.transaction((tx) => retire(tx, { key: randomUUID(), organisationId: owner, massG: 4_001, retirement: said })),
  ).rejects.toMatchObject({ code: 'credits.not-enough', facts: { held: 4_000 } })

  await db.transaction((tx) =>
    captureAsTransfer(tx, { key: randomUUID(), reservationId, massG: 1_000, toOrganisationId: buyer }),
  )
  const retired = await db.transaction((tx) =>
    captureAsRetirement(tx, { key: randomUUID(), reservationId, massG: 2_000, retirement: said }),
  )
  expect(retired.serials.map(({ from, to }) => [from, to])).toEqual([[1_000, 3_000]])
  expect(await held(owner)).toEqual([[7_000, 3_000]])
  expect(await held(buyer)).toEqual([[1_000, 0]])
  await expect(
    db.transaction((tx) =>
      captureAsRetirement(tx, { key: randomUUID(), reservationId, massG: 3_001, retirement: said }),
    ),
  ).rejects.toMatchObject({ code: 'credits.reservation-short', facts: { held: 3_000 } })

  const key = randomUUID()
  expect(await db.transaction((tx) => release(tx, { key, reservationId }))).toEqual({ releasedG: 3_000 })
  expect(await db.transaction((tx) => release(tx, { key, reservationId }))).toEqual({ releasedG: 3_000 })
  await expect(db.transaction((tx) => release(tx, { key: randomUUID(), reservationId }))).rejects.toMatchObject({
    code: 'credits.reservation-closed',
  })
  expect(await held(owner)).toEqual([[7_000, 0]])
})

test('a reservation that ran out cannot be captured, and its grams are there for the next', async () => {
  const owner = await organisation()
  await issue(owner)
  const { reservationId } = await db.transaction((tx) =>
    reserve(tx, {
      key: randomUUID(),
      organisationId: owner,
      massG: 9_000,
      purpose: 'cart',
      expiresAt: '2026-01-01T00:00:00Z',
    }),
  )
  await expect(
    db.transaction((tx) => captureAsRetirement(tx, { key: randomUUID(), reservationId, massG: 1, retirement: said })),
  ).rejects.toMatchObject({ code: 'credits.reservation-closed' })
  await db.transaction((tx) =>
    retire(tx, { key: randomUUID(), organisationId: owner, massG: 10_000, retirement: said }),
  )
  expect(await held(owner)).toEqual([])
})

test('a lot’s rules are enforced and the refusal names the rule', async () => {
  const [owner, buyer, third] = [await organisation(), await organisation(), await organisation()]
  const lot = await issue(owner, {
    rules: [
      { kind: 'no-resale' },
      { kind: 'in-prefecture', prefectureCode: '04' },
      { kind: 'once-a-year' },
      { kind: 'not-at-origin' },
    ],
  })
  await db.transaction((tx) =>
    transfer(tx, { key: randomUUID(), fromOrganisationId: owner, toOrganisationId: buyer, massG: 5_000 }),
  )
  const resale = { fromOrganisationId: buyer, toOrganisationId: third, massG: 1_000 }
  await expect(db.transaction((tx) => transfer(tx, { ...resale, key: randomUUID() }))).rejects.toMatchObject({
    code: 'credits.rule-no-resale',
    facts: { lot: lot.code },
  })
  const use = (placeCode?: string) =>
    db.transaction((tx) =>
      retire(tx, {
        key: randomUUID(),
        organisationId: buyer,
        lotId: lot.id,
        massG: 1_000,
        retirement: { ...said, ...(placeCode && { placeCode }) },
      }),
    )
  await expect(use()).rejects.toMatchObject({ code: 'credits.rule-in-prefecture' })
  await expect(use('13101')).rejects.toMatchObject({ code: 'credits.rule-in-prefecture' })
  await expect(use('04212')).rejects.toMatchObject({ code: 'credits.rule-not-at-origin' })
  await use('04100')
  await expect(use('04100')).rejects.toMatchObject({ code: 'credits.rule-once-a-year' })
  const late = await organisation()
  await issue(late, { rules: [{ kind: 'use-by', day: '2026-01-31' as never }] })
  await expect(
    db.transaction((tx) => retire(tx, { key: randomUUID(), organisationId: late, massG: 1, retirement: said })),
  ).rejects.toMatchObject({ code: 'credits.rule-use-by', facts: { useBy: '2026-01-31' } })
})

test('twenty at once cannot take more than is held', async () => {
  const owner = await organisation()
  await issue(owner, { massG: 10_000 })
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      db.transaction((tx) => retire(tx, { key: randomUUID(), organisationId: owner, massG: 1_000, retirement: said })),
    ),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'credits.not-enough' })
  }
  expect(await held(owner)).toEqual([])
})

test('twenty with one key retire once', async () => {
  const owner = await organisation()
  await issue(owner)
  const ask = { key: randomUUID(), organisationId: owner, massG: 1_000, retirement: said }
  const answers = await Promise.all(Array.from({ length: 20 }, () => db.transaction((tx) => retire(tx, ask))))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(await held(owner)).toEqual([[9_000, 0]])
})

test.each([
  [
    'an entry that overlaps',
    `insert into ledger_entry (operation_id, holding_id, lot_id, kind, lo, hi, retirement_id)
     select operation_id, holding_id, lot_id, kind, lo, hi + 1, retirement_id from ledger_entry where kind = 'retire' limit 1`,
  ],
  [
    'an entry that leaves a gap',
    `insert into ledger_entry (operation_id, holding_id, lot_id, kind, lo, hi, retirement_id)
     select operation_id, holding_id, lot_id, kind, hi + 1, hi + 2, retirement_id from ledger_entry where kind = 'retire' limit 1`,
  ],
  [
    'a retirement without its words and certificate',
    `insert into ledger_entry (operation_id, holding_id, lot_id, kind, lo, hi)
     select operation_id, holding_id, lot_id, kind, hi, hi + 1 from ledger_entry where kind = 'retire' limit 1`,
  ],
  ['a cursor that moves without an entry', `update holding set lo = lo + 1 where hi > lo`],
  ['more reserved than there is', `update holding set held = hi - lo + 1`],
  ['a longer holding', `update holding set hi = hi + 1`],
  [
    'a holding from nowhere',
    `insert into holding (account_id, lot_id, family, origin, lo, hi)
     select account_id, lot_id, family, 0, 0, 5 from holding limit 1`,
  ],
  ['a changed entry', `update ledger_entry set hi = hi + 1`],
  ['a deleted operation', `delete from ledger_operation`],
  ['a changed lot', `update lot set mass_g = mass_g + 1000`],
  ['another name on a retirement', `update retirement_statement set beneficiary = 'Somebody else'`],
  [
    'another family in a holding',
    `insert into holding (account_id, lot_id, family, origin, lo, hi, parent_id)
     select account_id, lot_id, 'behaviour', lo, lo, hi, -1 from holding limit 1`,
  ],
])('the database itself refuses %s', async (_name, statement) => {
  await expect(pool.query(statement)).rejects.toThrow(/violates|append-only|only be erased|not what entry/)
})
