import { randomUUID } from 'node:crypto'
import { strFromU8, unzipSync } from 'fflate'
import { proofHolds, type JsonObject } from '@morinowa/shared/certificates/signature.ts'
import { fromMultikey } from '@morinowa/shared/certificates/signature.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { ndjson, newPerson, type Provider, provider, type RideLine, ride } from '../mobility/support.ts'
import { expectSumsToAgree } from './support.ts'

let here: TestApp
let bus: Provider
let operator: Agent
let verifier: Agent
let rider: Agent

beforeAll(async () => {
  here = await startApp()
  bus = await provider(here)
  operator = await here.signIn('operator')
  verifier = await here.signIn('verifier')
  rider = await newPerson(here, 'corrected-rider')
  await rider.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'COR-1' }).expect(201)
})

let number = 1_200
/** A ride of the linked rider that starts an hour after the one before, not sent yet. */
function nextRide(more: RideLine = {}): RideLine {
  const line = ride(number, { subject: 'COR-1', externalId: `C-${number}`, ...more })
  number += 12
  return line
}

async function send(...lines: RideLine[]): Promise<void> {
  const { body } = await bus.importRides(ndjson(lines))
  expect(body.accepted).toBe(lines.length)
}

async function correct(...lines: RideLine[]) {
  const { status, body } = await here.agent
    .post('/api/v1/mobility/corrections')
    .set('authorization', `Bearer ${bus.key}`)
    .set('content-type', 'application/x-ndjson')
    .send(ndjson(lines))
  expect([status, body.code]).toEqual([200, undefined])
  return body
}

async function rowOf(externalId: unknown) {
  const { rows } = await here.database.pool.query(
    `select id, status, quantity::int as quantity, shown_g as shown, credited_g as credited, batch_id as batch
       from reduction where external_id = $1`,
    [externalId],
  )
  return rows[0]
}

const summary = async () => (await rider.get('/api/v1/me/summary?from=2026-10&to=2026-10').expect(200)).body

/** Gathers, verifies and issues what there is of the month; answers the lot. */
async function issueMonth(method: string) {
  const { body: batch } = await operator
    .post('/api/v1/credits/batches')
    .send({ month: '2026-10', pool: 'mobility', methodId: method })
    .expect(201)
  const at = `/api/v1/credits/batches/${batch.id}`
  const { body: sample } = await verifier.post(`${at}/sample`).send({ seed: 'tango', size: 1 }).expect(201)
  const { reductionId } = sample.items[0]
  await verifier.post(`${at}/findings`).send({ reductionId, pass: true }).expect(201)
  await verifier.post(`${at}/sign`).send({}).expect(201)
  return (await operator.post(`${at}/issue`).send({}).expect(201)).body
}

describe('before issue', () => {
  test('a corrected record is calculated again, what it was stays, and sending it twice changes nothing', async () => {
    const line = nextRide()
    await send(line)
    const before = await rowOf(line.externalId)
    const answer = await correct({ ...line, distanceM: 2_600, reason: '停留所の入力ちがい' })
    expect(answer).toMatchObject({ corrected: 1, adjusted: 0, rows: [{ before: { creditedG: before.credited } }] })
    const after = await rowOf(line.externalId)
    expect(after).toMatchObject({ quantity: 2_600, status: 'recorded', credited: answer.rows[0].after.creditedG })
    expect(after.credited).toBeLessThan(before.credited)
    await expectSumsToAgree(here)
    expect(await correct({ ...line, distanceM: 2_600, reason: '停留所の入力ちがい' })).toMatchObject({ unchanged: 1 })

    const { body } = await rider.get(`/api/v1/me/reductions/${before.id}`).expect(200)
    expect(body).toMatchObject({
      reproduced: true,
      history: [
        {
          kind: 'corrected',
          reason: '停留所の入力ちがい',
          before: { quantity: 5_200, creditedG: before.credited },
          after: { quantity: 2_600, creditedG: after.credited },
        },
      ],
    })
    expect(body.reasons.map(({ code }: { code: string }) => code)).toContain('reductions.corrected')

    const exported = await rider.get('/api/v1/me/export').responseType('blob').expect(200)
    const history = JSON.parse(strFromU8(unzipSync(new Uint8Array(exported.body))['history.json'] as Uint8Array))
    expect(history).toMatchObject([{ reductionId: before.id, kind: 'corrected', before: { quantity: 5_200 } }])
  })

  test('there and back again ends where it began, with both changes in the history', async () => {
    const line = nextRide()
    await send(line)
    const before = await rowOf(line.externalId)
    await correct({ ...line, mode: 'rail', distanceM: 9_000 })
    await correct(line)
    expect(await rowOf(line.externalId)).toEqual(before)
    const { body } = await rider.get(`/api/v1/me/reductions/${before.id}`).expect(200)
    expect(body.history).toHaveLength(2)
    await expectSumsToAgree(here)
  })

  test('a withdrawn record leaves every sum, and its seat to others', async () => {
    const line = nextRide({ tripId: 'T-1', seat: '7A' })
    await send(line)
    const sums = await summary()
    const { credited } = await rowOf(line.externalId)
    expect(await correct({ externalId: line.externalId as string, withdrawn: 'true' })).toMatchObject({ withdrawn: 1 })
    expect((await summary()).reducedCreditedG).toBe(sums.reducedCreditedG - credited)
    expect(await rowOf(line.externalId)).toMatchObject({ status: 'rejected', credited: 0 })
    expect(await correct({ externalId: line.externalId as string, withdrawn: 'true' })).toMatchObject({ unchanged: 1 })
    expect(await correct(line)).toMatchObject({ rejected: 1, rows: [{ code: 'reductions.record-withdrawn' }] })
    await send({ ...line, externalId: `${line.externalId}-again` })
    await expectSumsToAgree(here)
  })

  test('what becomes impossible by the correction is set aside', async () => {
    const line = nextRide()
    await send(line)
    const answer = await correct({ ...line, distanceM: 400_000 })
    expect(answer).toMatchObject({ corrected: 1, rows: [{ code: 'mobility.too-fast', after: { creditedG: 0 } }] })
    expect(await rowOf(line.externalId)).toMatchObject({ status: 'quarantined', credited: 0 })
    await correct(line)
    expect(await rowOf(line.externalId)).toMatchObject({ status: 'recorded' })
    await expectSumsToAgree(here)
  })

  test('nobody’s record, another’s record and nonsense are lines with a reason', async () => {
    const line = nextRide()
    await send(line)
    const answer = await correct(
      { ...line, externalId: 'never-sent' },
      { ...line, subject: 'SOMEBODY-ELSE', distanceM: 1_000 },
      { ...line, withdrawn: 'perhaps' },
      { ...line, distanceM: -4 },
    )
    expect(answer.rows.map(({ code }: { code: string }) => code)).toEqual([
      'reductions.record-unknown',
      'reductions.record-of-other',
      'reductions.withdrawn-unclear',
      'reductions.line-field',
    ])
    expect(answer.rows[0].messages.ja).toMatch(/受け取っていません/)
    const shop = await here.signIn('traveller')
    await shop.post('/api/v1/mobility/corrections').set('content-type', 'application/x-ndjson').send('').expect(403)
  })

  test('twenty corrections of one record at once leave one truth and sums that agree', async () => {
    const line = nextRide()
    await send(line)
    const distances = Array.from({ length: 20 }, (_, n) => 1_000 + n * 100)
    const answers = await Promise.all(distances.map((distanceM) => correct({ ...line, distanceM })))
    expect(answers.every(({ corrected }) => corrected === 1)).toBe(true)
    const row = await rowOf(line.externalId)
    expect(distances).toContain(row.quantity)
    const { body } = await rider.get(`/api/v1/me/reductions/${row.id}`).expect(200)
    expect(body.history).toHaveLength(20)
    // Each change begins where the one before ended.
    for (let n = 1; n < 20; n++) expect(body.history[n].before).toEqual(body.history[n - 1].after)
    await expectSumsToAgree(here)
  })

  test('the database itself keeps figures from changing without a revision', async () => {
    const line = nextRide()
    await send(line)
    await expect(
      here.database.pool.query(`update reduction set credited_g = credited_g + 1 where external_id = $1`, [
        line.externalId,
      ]),
    ).rejects.toThrow(/not changed in place/)
    await expect(here.database.pool.query(`update reduction_revision set reason = ''`)).rejects.toThrow(
      /reduction_revision/,
    )
  })
})

describe('after issue', () => {
  test('a correction is a signed adjustment that the reserve covers, and every law holds', async () => {
    const lines = Array.from({ length: 16 }, () => nextRide())
    await send(...lines)
    const method = (await rider.get(`/api/v1/me/reductions/${(await rowOf(lines[0]?.externalId)).id}`)).body.method.id
    const lot = await issueMonth(method)
    const first = lines[0] as RideLine
    const before = await rowOf(first.externalId)
    expect(before.status).toBe('pooled')

    const answer = await correct({ ...first, distanceM: 2_600 })
    expect(answer).toMatchObject({ corrected: 1, adjusted: 1 })
    const after = await rowOf(first.externalId)
    expect(after).toMatchObject({ status: 'pooled', batch: before.batch, credited: answer.rows[0].after.creditedG })
    const missing = before.credited - after.credited
    expect(missing).toBeGreaterThan(0)

    const { body: list } = await here.agent.get(`/api/v1/registry/adjustments?lotId=${lot.id}`).expect(200)
    expect(list.items).toMatchObject([
      {
        kind: 'corrected',
        missingG: missing,
        coveredG: missing,
        openG: 0,
        lots: [{ lotId: lot.id, coveredG: missing }],
      },
    ])
    const { body: signed } = await here.agent.get(`/api/v1/registry/adjustments/${list.items[0].id}`).expect(200)
    const document = JSON.parse(signed.document) as JsonObject
    const { body: keys } = await here.agent.get('/api/v1/certificates/keys').expect(200)
    const key = keys.items.find(({ id }: { id: string }) => id === signed.keyId)
    expect(proofHolds(document, fromMultikey(key.publicKeyMultibase) as Uint8Array)).toBe(true)
    const forged = JSON.parse(signed.document.replace(`"${missing}"`, '"1"')) as JsonObject
    expect(proofHolds(forged, fromMultikey(key.publicKeyMultibase) as Uint8Array)).toBe(false)
    // Neither the record nor its person is in it.
    expect(signed.document).not.toContain(before.id)

    const { body: now } = await here.agent.get(`/api/v1/credits/lots/${lot.id}`).expect(200)
    expect(now.cancelledG).toBe(missing)
    const { body: life } = await here.agent.get(`/api/v1/registry/lots/${lot.id}/life`).expect(200)
    expect(life.items.at(-1)).toMatchObject({ step: 'cancelled', massG: missing })
    const laws = await here.agent.get('/api/v1/registry/invariants').expect(200)
    expect(laws.body.ok).toBe(true)
    await expectSumsToAgree(here)

    // Upwards again: nothing is issued for it.
    const up = await correct({ ...first, distanceM: 5_100 })
    expect(up).toMatchObject({ corrected: 1, adjusted: 0, rows: [{ after: { creditedG: after.credited } }] })
    await expectSumsToAgree(here)

    // What was sold of it is a contribution only as far as it exists.
    const holdings = await operator.get('/api/v1/credits/holdings').expect(200)
    const held = holdings.body.items.find((item: { lotId: string }) => item.lotId === lot.id)
    const buyer = await here.signIn('buyer')
    const buyerId = (await buyer.get('/api/v1/me').expect(200)).body.acting.id
    await operator
      .post('/api/v1/credits/transfers')
      .set('Idempotency-Key', randomUUID())
      .send({ lotId: lot.id, massG: held.availableG, toOrganisationId: buyerId })
      .expect(201)
    const { contributedG, reducedCreditedG } = await summary()
    expect(contributedG).toBeLessThanOrEqual(reducedCreditedG)
    const { rows } = await here.database.pool.query(
      `select sum(least(s.g, r.credited_g))::bigint as g
         from (select s.reduction_id, sum(least(e.hi, s.hi) - greatest(e.lo, s.lo)) as g
                 from lot_source s join ledger_entry e on e.lot_id = s.lot_id and e.lo < s.hi and e.hi > s.lo
                 join ledger_operation o on o.id = e.operation_id
                where o.kind = 'transfer' and e.kind = 'transfer' group by 1) s
         join reduction r on r.id = s.reduction_id`,
    )
    expect(contributedG).toBe(Number(rows[0].g))

    // Withdrawn after it was sold: the contribution goes, and comes from nowhere else.
    await correct({ externalId: first.externalId as string, withdrawn: 'true' })
    const gone = await summary()
    expect(contributedG - gone.contributedG).toBe(after.credited)
    await expectSumsToAgree(here)
    expect((await here.agent.get('/api/v1/registry/invariants').expect(200)).body.ok).toBe(true)
  })

  test('twenty withdrawals at once take each missing gram from the reserve once; what it cannot cover is open', async () => {
    const lines = Array.from({ length: 20 }, () => nextRide())
    await send(...lines)
    const method = (await rider.get(`/api/v1/me/reductions/${(await rowOf(lines[0]?.externalId)).id}`)).body.method.id
    const lot = await issueMonth(method)
    const credited = await Promise.all(
      lines.map(async ({ externalId }) => (await rowOf(externalId)).credited as number),
    )
    const answers = await Promise.all(
      lines.map(({ externalId }) => correct({ externalId: externalId as string, withdrawn: 'true' })),
    )
    expect(answers.every(({ adjusted }) => adjusted === 1)).toBe(true)
    const { body } = await here.agent.get('/api/v1/registry/adjustments?limit=200').expect(200)
    const mine = body.items.slice(0, 20) as { missingG: number; coveredG: number; openG: number }[]
    const sum = (key: 'missingG' | 'coveredG' | 'openG') => mine.reduce((total, one) => total + one[key], 0)
    expect(sum('missingG')).toBe(credited.reduce((a, b) => a + b, 0))
    expect(sum('openG')).toBeGreaterThan(0)
    expect(sum('coveredG') + sum('openG')).toBe(sum('missingG'))
    const { rows } = await here.database.pool.query(
      `select coalesce(sum(h.hi - h.lo), 0)::bigint as left_g from holding h
        where h.account_id = '00000000-0000-8000-8000-000000000001' and h.live`,
    )
    expect(Number(rows[0].left_g)).toBe(0)
    expect((await here.agent.get(`/api/v1/credits/lots/${lot.id}`).expect(200)).body.cancelledG).toBe(lot.bufferG)
    expect((await here.agent.get('/api/v1/registry/invariants').expect(200)).body.ok).toBe(true)
    await expectSumsToAgree(here)
  })
})
