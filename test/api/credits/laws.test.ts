import { randomUUID } from 'node:crypto'
import {
  cancelFromBuffer,
  captureAsTransfer,
  issueLot,
  release,
  reserve,
  retire,
  transfer,
} from '@morinowa/api/credits/ledger.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { beforeAll, expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'
import { logEverything } from '../../support/follow.ts'
import { sellerOfCredits } from '../../support/schemes.ts'
import { METHOD, recordedReductions } from './support.ts'

// Each law notices the state it forbids. The database refuses these states, so its guards are taken away for one
// transaction that is undone.

const app = await startApp()
const { pool, db } = app.database

const broken = async (client: { query: typeof pool.query } = pool) => {
  const { rows } = await client.query<{ id: string }>(
    `select id from (select * from ledger_laws() union all select * from serial_laws()) law
      where left_g <> right_g or broken <> 0 order by id`,
  )
  return rows.map(({ id }) => id)
}

beforeAll(async () => {
  const [owner, buyer] = [OrganisationId.parse(randomUUID()), OrganisationId.parse(randomUUID())]
  for (const id of [owner, buyer]) {
    await pool.query(`insert into organisation (id, name, kind) values ($1, 'o', 'buyer')`, [id])
  }
  const said = { beneficiary: 'b', purpose: 'p', publicName: false }
  await db.transaction(async (tx) => {
    const lot = await issueLot(tx, {
      key: randomUUID(),
      ownerId: owner,
      family: 'j-credit',
      massG: 10_000,
      bufferG: 1_000,
      vintage: 2024,
      projectName: 'p',
      municipalityCode: null,
      scheme: 's',
      methodology: 'm',
    })
    await transfer(tx, { key: randomUUID(), fromOrganisationId: owner, toOrganisationId: buyer, massG: 2_000 })
    await retire(tx, { key: randomUUID(), organisationId: buyer, massG: 500, retirement: said })
    await cancelFromBuffer(tx, { key: randomUUID(), lotId: lot.id, massG: 10, reason: 'x' })
    const ask = { organisationId: owner, massG: 900, purpose: 'x', expiresAt: null }
    const { reservationId } = await reserve(tx, { key: randomUUID(), ...ask })
    await captureAsTransfer(tx, { key: randomUUID(), reservationId, massG: 300, toOrganisationId: buyer })
    await release(tx, { key: randomUUID(), reservationId, massG: 200 })
  })

  const [operator, verifier, shop] = [
    await app.signIn('operator'),
    await app.signIn('verifier'),
    await app.signIn('merchant-kg'),
  ]
  await recordedReductions(app, { grams: [2_300], month: '2026-01' })
  const post = async (who: typeof operator, path: string, body: object) =>
    (await who.post(`/api/v1/credits/batches${path}`).send(body).expect(201)).body
  const { id } = await post(operator, '', { month: '2026-01', pool: 'mobility', methodId: METHOD })
  const { items } = await post(verifier, `/${id}/sample`, { seed: 's', size: 1 })
  await post(verifier, `/${id}/findings`, { reductionId: items[0].reductionId, pass: true })
  await post(verifier, `/${id}/sign`, {})
  await post(operator, `/${id}/issue`, {})

  const { bought, attachment } = sellerOfCredits(await app.signIn('creditOwner'), operator)
  const { id: schemeId } = await attachment(shop, await bought(shop, 50), 2_000_000, [
    { sku: 'a', name: '大', massG: 400_000 },
  ])
  const sold = { externalId: 'a', at: '2026-03-10T10:00:00+09:00' }
  const send = (path: string, body: object) =>
    shop.post(`/api/v1/schemes/${schemeId}${path}`).set('Idempotency-Key', randomUUID()).send(body)
  await send('/sales', { ...sold, quantity: 2 }).expect(200)
  await send('/sales', { ...sold, externalId: 'b', quantity: 1 }).expect(200)
  await send('/closings', { through: '2026-03-31' }).expect(201)
  await send('/returns', { externalId: 'a', quantity: 1 }).expect(200)
  await logEverything(app.deps)
}, 120_000)

test('a ledger in which all of it happened breaks none', async () => {
  expect(await broken()).toEqual([])
})

test.each([
  ['I1', 'a lot of which grams are gone', `update lot set mass_g = mass_g + unit_g`],
  ['I2', 'a cursor without its entry', `update holding set lo = lo + 1 where hi - lo > held + 1`],
  [
    'I3',
    'the same grams alive twice',
    `insert into holding (account_id, lot_id, family, origin, lo, hi, parent_id)
     select account_id, lot_id, family, lo, lo, hi, -1 from holding where hi > lo limit 1`,
  ],
  ['I4', 'a gap in a lot', `update holding set origin = origin + 1, lo = lo + 1 where hi - lo > held + 1`],
  ['I5', 'grams held for nobody', `update holding set held = held + 1 where hi - lo > held`],
  ['I6', 'an operation that moved less than it says', `update ledger_operation set mass_g = mass_g + 1`],
  [
    'I7',
    'a holding that is not what was transferred',
    `update holding set origin = origin - 1 where parent_id is not null and origin > 0`,
  ],
  ['I8', 'a transfer that arrived nowhere', `update holding set parent_id = -id where parent_id is not null`],
  [
    'I9',
    'a reservation captured without an operation',
    `update reservation set captured_g = captured_g + 1 where open`,
  ],
  [
    'I10',
    'a key that names two operations',
    `alter table ledger_operation drop constraint ledger_operation_key_key;
     update ledger_operation set key = (select key from ledger_operation limit 1)`,
  ],
  ['I11', 'a table that may be changed', `alter table ledger_entry disable trigger append_only`],
  ['I12', 'a retirement without its words', `delete from retirement_statement`],
  ['I13', 'a batch that issued more than was verified', `update credit_batch set verified_g = verified_g - 1`],
  ['I14', 'a scheme that keeps more than is set aside', `update scheme_reserve set left_g = left_g - 1`],
  ['I14', 'a stock that is not its reserves', `update scheme_stock set reserved_g = reserved_g + 1`],
  ['I14', 'attached grams that nobody bought', `update scheme_stock set attached_g = attached_g + 1`],
  ['I14', 'money that was never spent', `update scheme_stock set spent_yen = spent_yen + 1, fund_yen = fund_yen - 1`],
  ['I17', 'serials that stand for less than was retired', `update sale_retirement set hi = hi - 1`],
  [
    'I17',
    'serials that stand for two sales',
    `update sale_retirement set lo = lo - 1, hi = hi - 1 where lo > (select min(lo) from sale_retirement)`,
  ],
  ['I17', 'serials given to a claim of another sale', `update sale_retirement set external_id = 'b'`],
  ['I17', 'a claim with more than its grams', `update claim set mass_g = mass_g - 1 where not returned`],
  ['I17', 'serials of goods that came back', `update claim set returned = true`],
  [
    'I17',
    'a sale with more than is left of it',
    `update scheme_sale set returned_units = units where external_id = 'a'`,
  ],
  ['I17', 'spare serials that are gone', `delete from spare_retirement`],
  [
    'I17',
    'serials of a retirement that no closing made',
    `update sale_retirement set retirement_id = (select id from retirement where id not in (
       select retirement_id from scheme_closing_retirement) limit 1)`,
  ],
  ['I15', 'an entry that is not in the log', `delete from log_leaf where index = 3`],
])('%s notices %s', async (law, _what, tamper) => {
  const client = await pool.connect()
  try {
    await client.query(`begin`)
    // Neither triggers nor foreign keys stand in the way now, as for somebody who owns the machine.
    await client.query(`set local session_replication_role = replica`)
    await client.query(tamper)
    expect(await broken(client as never)).toContain(law)
  } finally {
    await client.query('rollback')
    client.release()
  }
})
