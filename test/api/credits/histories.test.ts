import { randomUUID } from 'node:crypto'
import { openTogether } from '@morinowa/api/credits/act-together.ts'
import { expireReservations } from '@morinowa/api/credits/expire-reservations.ts'
import { retirementAct, retirementOf, transferAct, transferOf } from '@morinowa/api/credits/acts.ts'
import {
  cancelFromBuffer,
  captureAsRetirement,
  captureAsTransfer,
  issueLot,
  release,
  reserve,
  retire,
  transfer,
} from '@morinowa/api/credits/ledger.ts'
import type { Tx } from '@morinowa/api/platform/db.ts'
import { keyOf } from '@morinowa/api/platform/once.ts'
import type { Family } from '@morinowa/shared/credits/families.ts'
import type { LotId, ReservationId } from '@morinowa/shared/credits/ids.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../support/database.ts'

// Random histories, many hands at once: whatever happens, every law of the ledger holds and every act happened once.

const { db, pool } = await freshDatabase()
const accounts: OrganisationId[] = []
const lots: LotId[] = []
const said = { beneficiary: 'b', purpose: 'p', publicName: false }
const together = openTogether(db)

beforeAll(async () => {
  for (let i = 0; i < 6; i++) {
    const id = OrganisationId.parse(randomUUID())
    await pool.query(`insert into organisation (id, name, kind) values ($1, 'o', 'buyer')`, [id])
    accounts.push(id)
  }
  for (let i = 0; i < 12; i++) await db.transaction((tx) => issue(tx, randomUUID(), i, 50_000))
})

async function issue(tx: Tx, key: string, seed: number, massG: number) {
  const family: Family = seed % 3 === 0 ? 'j-blue' : 'j-credit'
  const lot = await issueLot(tx, {
    key,
    ownerId: account(seed),
    family,
    massG,
    vintage: 2024,
    projectName: 'p',
    municipalityCode: null,
    scheme: 's',
    methodology: 'm',
    bufferG: seed % 5 === 0 ? Math.floor(massG / 10) : 0,
    rules: seed % 7 === 0 ? [{ kind: 'no-resale' }] : [],
  })
  if (!lots.includes(lot.id)) lots.push(lot.id)
  return lot
}

const account = (n: number): OrganisationId => accounts[n % accounts.length] as OrganisationId
const open: ReservationId[] = []

/** A press of a button: what, by whom, with whom, how much; and whether the same press is sent twice. */
const press = fc.record({
  act: fc.constantFrom(
    'retire',
    'retire together',
    'retire together',
    'transfer',
    'transfer together',
    'transfer together',
    'reserve',
    'capture',
    'hand',
    'release',
    'issue',
    'cancel',
    'sweep',
  ),
  who: fc.nat(5),
  whom: fc.nat(5),
  massG: fc.integer({ min: 1, max: 9_000 }),
  family: fc.constantFrom<Family>('j-credit', 'j-blue'),
  which: fc.nat(1_000),
  twice: fc.boolean(),
  soon: fc.boolean(),
})
type Press = typeof press extends fc.Arbitrary<infer Value> ? Value : never

type At = { reservationId: ReservationId | undefined; lotId: LotId }

async function act(tx: Tx, key: string, ask: Press, { reservationId, lotId }: At): Promise<unknown> {
  const organisationId = account(ask.who)
  const { massG, family } = ask
  switch (ask.act) {
    case 'retire':
      return retire(tx, { key, organisationId, family, massG, retirement: said })
    case 'transfer':
      return transfer(tx, {
        key,
        fromOrganisationId: organisationId,
        toOrganisationId: account(ask.whom),
        family,
        massG,
      })
    case 'reserve': {
      const expiresAt = ask.soon ? '2026-01-01T00:00:00Z' : null
      return reserve(tx, { key, organisationId, family, massG, purpose: 'x', expiresAt })
    }
    case 'issue':
      return issue(tx, key, ask.which, massG)
    case 'cancel':
      return cancelFromBuffer(tx, { key, lotId, massG: (massG % 50) + 1, reason: 'x' })
  }
  if (!reservationId) return null
  if (ask.act === 'capture') return captureAsRetirement(tx, { key, reservationId, massG, retirement: said })
  if (ask.act === 'hand') {
    return captureAsTransfer(tx, { key, reservationId, massG, toOrganisationId: account(ask.whom) })
  }
  return release(tx, { key, reservationId, ...(ask.soon && { massG }) })
}

/** As the API does it: with whatever else is asked at this moment, or alone. */
async function pressedTogether(name: string, ask: Press): Promise<unknown> {
  const once = { caller: account(ask.who), key: name, fingerprint: Buffer.from(name) }
  const [key, organisationId] = [keyOf(once), account(ask.who)]
  const { family, massG } = ask
  if (ask.act === 'retire together') {
    const wanted = { key, organisationId, family, massG, retirement: said }
    const taken = await together(retirementAct(wanted, once))
    return taken ? retirementOf(taken) : db.transaction((tx) => retire(tx, wanted))
  }
  const wanted = { key, fromOrganisationId: organisationId, toOrganisationId: account(ask.whom), family, massG }
  const taken = await together(transferAct(wanted, once))
  return taken ? transferOf(taken) : db.transaction((tx) => transfer(tx, wanted))
}

function done(key: string, ask: Press, at: At): Promise<unknown> {
  if (ask.act === 'sweep') return expireReservations({ db })
  return ask.act.endsWith('together') ? pressedTogether(key, ask) : db.transaction((tx) => act(tx, key, ask, at))
}

const REFUSED = [
  'credits.rule-no-resale',
  'credits.not-enough',
  'credits.receiver-same',
  'credits.reservation-closed',
  'credits.reservation-short',
]

/** Answers, or the code of the rule that said no; anything else is a fault and fails the test. */
async function pressed(ask: Press): Promise<void> {
  const key = randomUUID()
  // Chosen once: a repeat asks the same.
  const at = {
    reservationId: open[ask.which % Math.max(open.length, 1)],
    lotId: lots[ask.which % lots.length] as LotId,
  }
  const once = () =>
    done(key, ask, at).catch((error: unknown) => {
      if (error instanceof Refusal && REFUSED.includes(error.code)) return error.code
      throw error
    })
  const answers = await Promise.all(ask.twice ? [once(), once()] : [once()])
  const told = answers.filter((answer) => typeof answer !== 'string')
  if (ask.act !== 'release') expect(new Set(told.map((answer) => JSON.stringify(answer))).size).toBeLessThanOrEqual(1)
  for (const answer of told) {
    const { reservationId } = (answer ?? {}) as { reservationId?: ReservationId }
    if (ask.act === 'reserve' && reservationId && !open.includes(reservationId)) open.push(reservationId)
  }
}

/** More when they are asked for: LEDGER_HANDS=64 LEDGER_PRESSES=1000000. */
const HANDS = Number(process.env.LEDGER_HANDS ?? 16)
const PRESSES = Number(process.env.LEDGER_PRESSES ?? 2_000)

test(
  `random histories of ${PRESSES} acts by ${HANDS} hands break no law`,
  async () => {
    const history = fc.sample(press, { numRuns: PRESSES, seed: Number(process.env.LEDGER_SEED ?? 20261122) })
    let next = 0
    await Promise.all(
      Array.from({ length: HANDS }, async () => {
        for (let ask = history[next++]; ask; ask = history[next++]) await pressed(ask)
      }),
    )
    const { rows } = await pool.query('select id, left_g, right_g, broken from ledger_laws()')
    expect(rows.filter(({ left_g, right_g, broken }) => left_g !== right_g || broken !== 0)).toEqual([])
    const { rows: done } = await pool.query(
      'select kind, count(*)::int as n from ledger_operation group by 1 order by 1',
    )
    // A history in which everything is refused would break no law either.
    const kinds = ['cancel', 'expire', 'issue', 'release', 'reserve', 'retire', 'transfer']
    expect(done.map(({ kind }) => kind)).toEqual(kinds)
  },
  120_000 + PRESSES * 30,
)
