import { randomUUID } from 'node:crypto'
import { issueLot, type NewLot } from '@morinowa/api/credits/ledger.ts'
import { families } from '@morinowa/shared/credits/families.ts'
import type { LotRule } from '@morinowa/shared/credits/lot-rules.ts'
import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'

// What an owner demands of everybody who uses a lot, and what each family's registry counts in.

const app = await startApp()
const { pool, db } = app.database
const buyer = await app.signIn('buyer')
const { rows: found } = await pool.query(
  `select m.organisation_id as id from membership m join person p on p.id = m.person_id where p.email = 'buyer@demo.example'`,
)
const buyerId = OrganisationId.parse(found[0].id)
const [owner, third] = [OrganisationId.parse(randomUUID()), OrganisationId.parse(randomUUID())]
for (const id of [owner, third]) {
  await pool.query(`insert into organisation (id, name, kind) values ($1, 'o', 'creditOwner')`, [id])
}

const issue = (lot: Partial<NewLot>) =>
  db.transaction((tx) =>
    issueLot(tx, {
      key: randomUUID(),
      ownerId: buyerId,
      family: 'j-ver',
      massG: 10_000,
      vintage: 2024,
      projectName: '登米市有林',
      municipalityCode: '04212',
      scheme: 's',
      methodology: 'm',
      ...lot,
    }),
  )

const use = (lotId: string, more: object = {}) =>
  buyer.post('/api/v1/credits/retirements').send({ lotId, massG: 100, beneficiary: '森', purpose: '祝', ...more })
const pass = (lotId: string) =>
  buyer.post('/api/v1/credits/transfers').send({ lotId, massG: 100, toOrganisationId: third })

const MISSED = Day.parse('2026-01-31')

test.each<[LotRule, string, string, object[], object[]]>([
  [{ kind: 'use-by', day: MISSED }, '「2026-01-31 までに使うこと」', '“to be used by 2026-01-31”', [{}], []],
  [
    { kind: 'in-prefecture', prefectureCode: '04' },
    '「都道府県コード 04 の中での利用に限る」',
    '“for use within prefecture 04 only”',
    [{}, { placeCode: '13101' }],
    [{ placeCode: '04100' }, { place: '04100' }],
  ],
  [
    { kind: 'not-at-origin' },
    '「創出地（04212）以外で使うこと」',
    '“to be used outside its origin (04212)”',
    [{}, { placeCode: '04212' }],
    [{ placeCode: '04100' }, { placeCode: '13101' }],
  ],
  [{ kind: 'once-a-year' }, '「無効化は年度に1回まで」', '“one retirement in a fiscal year”', [], [{}]],
])('the rule %j is quoted to whoever breaks it, in both languages', async (rule, ja, en, refused, allowed) => {
  const lot = await issue({ rules: [rule] })
  for (const more of allowed) await use(lot.id, more).expect(201)
  const again = rule.kind === 'once-a-year' ? [{}, {}] : refused
  for (const more of again) {
    const { body } = await use(lot.id, more).expect(422)
    expect(body.code).toBe(`credits.rule-${rule.kind}`)
    expect(body.messages.ja).toContain(lot.code)
    expect(body.messages.ja).toContain(ja)
    expect(body.messages.en).toContain(en)
  }
  const { body: shown } = await buyer.get(`/api/v1/credits/lots/${lot.id}`).expect(200)
  expect(shown.rules).toEqual([rule])
  expect(shown.retiredG).toBe(100 * allowed.length)
})

test('what may not be resold is sold once by its owner, and then only retired', async () => {
  const lot = await issue({ ownerId: owner, rules: [{ kind: 'no-resale' }] })
  await pool.query('select ledger_transfer($1, $2, $3, $4, $5, null, 5000)', [
    randomUUID(),
    Buffer.alloc(32),
    owner,
    buyerId,
    lot.id,
  ])
  const { body } = await pass(lot.id).expect(422)
  expect(body.code).toBe('credits.rule-no-resale')
  expect(body.messages.ja).toContain('「転売はできません」')
  expect(body.messages.en).toContain('“no resale”')
  await use(lot.id).expect(201)
})

test.each([
  ['use_by', '2026-11-22', 'retire', '2026-11-22', null],
  ['use_by', '2026-11-22', 'retire', '2026-11-23', 'use-by'],
  ['use_by', '2026-11-22', 'transfer', '2026-11-23', 'use-by'],
  ['use_by', '2026-11-22', 'cancel', '2026-11-23', null],
])('a lot with %s %s allows to %s on %s: %s', async (_column, last, act, day, expected) => {
  const lot = await issue({ rules: [{ kind: 'use-by', day: Day.parse(last) }] })
  const { rows } = await pool.query(
    'select lot_rule_broken(l, $2, $3, null, $4::date) as rule from lot l where id = $1',
    [lot.id, act, buyerId, day],
  )
  expect(rows[0].rule).toBe(expected)
})

test('a fiscal year begins in April', async () => {
  const { rows } = await pool.query(
    `select fiscal_year_of('2027-03-31') as before, fiscal_year_of('2027-04-01') as after`,
  )
  expect(rows).toEqual([{ before: 2026, after: 2027 }])
})

test.each(Object.entries(families).map(([family, { unitG }]) => [family as NewLot['family'], unitG] as const))(
  'a lot of %s is a whole number of its registry’s units of %i g, and claims by the gram happen inside',
  async (family, unitG) => {
    // Behaviour lots come from batches, which are cut to kilograms before.
    if (family === 'behaviour') return
    const lot = { family, unitG, ownerId: buyerId }
    if (unitG > 1) await expect(issue({ ...lot, massG: unitG + 1 })).rejects.toThrow(/lot_unit/)
    const { id, massG } = await issue({ ...lot, massG: 2 * unitG + (unitG === 1 ? 1_000 : 0) })
    const { body } = await use(id, { massG: 1 }).expect(201)
    expect(body).toMatchObject({ family, massG: 1 })
    const { body: shown } = await buyer.get(`/api/v1/credits/lots/${id}`).expect(200)
    expect(shown).toMatchObject({ unitG, retiredG: 1, leftG: massG - 1 })
  },
)

test('a period that ends before it begins is refused at its field, and nothing is retired', async () => {
  const { id } = await issue({})
  const answer = await use(id, { periodFrom: '2026-04-01', periodTo: '2026-03-31' })
  expect([answer.status, answer.body.code]).toEqual([422, 'credits.period-reversed'])
  expect(answer.body.errors[0]).toMatchObject({
    pointer: '/periodTo',
    messages: { ja: '期間の終わり（2026-03-31）が始まり（2026-04-01）より前です。' },
  })
  await use(id, { periodFrom: '2026-04-01', periodTo: '2026-04-01' }).expect(201)
})
