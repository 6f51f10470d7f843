import { createHash, randomUUID } from 'node:crypto'
import { exportLog } from '@morinowa/api/certificates/export-log.ts'
import { expect, test } from 'vitest'
import { audit } from '../../independent/audit.ts'
import { startApp } from '../../support/app.ts'
import { logEverything } from '../../support/follow.ts'
import { METHOD, recordedReductions } from './support.ts'

const app = await startApp()
const { pool } = app.database
const operator = await app.signIn('operator')
const verifier = await app.signIn('verifier')
const buyer = await app.signIn('buyer')

type Reply = { id: string } & Record<string, unknown>
const post = async (who: typeof operator, path: string, body: object = {}, status = 201): Promise<Reply> => {
  const reply = await who.post(`/api/v1${path}`).send(body)
  expect(reply.status, JSON.stringify(reply.body)).toBe(status)
  return reply.body
}
const get = async (who: typeof operator, path: string): Promise<Reply> => {
  const reply = await who.get(`/api/v1${path}`)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body
}

const batchOf = (month: string, more: object = {}) =>
  post(operator, '/credits/batches', { month, pool: 'mobility', methodId: METHOD, ...more })

/** Draws one, passes it, signs. */
async function verify(id: string, more: object = {}): Promise<Reply> {
  const { items } = (await post(verifier, `/credits/batches/${id}/sample`, { seed: 's', size: 1 })) as never as {
    items: { reductionId: string }[]
  }
  await post(verifier, `/credits/batches/${id}/findings`, { reductionId: items[0]?.reductionId, pass: true })
  return post(verifier, `/credits/batches/${id}/sign`, more)
}

test('1.4 kg and 1.7 kg become one and two kilograms, the remainder is carried, and every gram knows its reduction', async () => {
  const first = await recordedReductions(app, { grams: [700, 700], month: '2026-01' })
  const one = await batchOf('2026-01')
  expect(one).toMatchObject({ status: 'gathered', reductions: 2, creditedG: 1_400 })
  await verify(one.id)
  const lot = await post(operator, `/credits/batches/${one.id}/issue`)
  expect(lot).toMatchObject({
    family: 'behaviour',
    vintage: 2026,
    massG: 1_000,
    bufferG: 100,
    carriedG: 400,
    serialFrom: 0,
    serialTo: 1_000,
    leftG: 1_000,
  })

  const second = await recordedReductions(app, { grams: [900, 800], month: '2026-02' })
  const two = await batchOf('2026-02')
  await verify(two.id)
  expect(await post(operator, `/credits/batches/${two.id}/issue`)).toMatchObject({ massG: 2_000, carriedG: 100 })

  const { rows } = await pool.query(
    `select s.reduction_id as id, sum(s.hi - s.lo)::int as g from lot_source s join lot l on l.id = s.lot_id
      where l.batch_id in ($1, $2) group by 1`,
    [one.id, two.id],
  )
  const grams = new Map(rows.map(({ id, g }) => [id, g]))
  const carried = new Set([...first.ids, ...second.ids].filter((id) => (grams.get(id) ?? 0) % 100 !== 0))
  expect(carried.size).toBe(0)
  expect([...first.ids, ...second.ids].reduce((sum, id) => sum + (grams.get(id) ?? 0), 0)).toBe(3_000)
  expect(first.ids.map((id) => grams.get(id))).toEqual([700, 700])
})

test('the same seed draws the same sample, as anyone can recompute, and another seed is refused', async () => {
  const { ids } = await recordedReductions(app, { grams: [500, 500, 500, 500, 500], month: '2026-03' })
  const { id } = await batchOf('2026-03')
  const ask = { seed: '官報 第1234号', size: 3 }
  const drawn = (await post(verifier, `/credits/batches/${id}/sample`, ask)) as never as {
    items: { reductionId: string }[]
  }
  const rank = (one: string) => createHash('sha256').update(`${ask.seed}:${one}`).digest('hex')
  const expected = ids.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, 3)
  expect(drawn.items.map(({ reductionId }) => reductionId)).toEqual(expected)
  expect(await post(verifier, `/credits/batches/${id}/sample`, ask)).toEqual(drawn)
  expect(await post(verifier, `/credits/batches/${id}/sample`, { ...ask, seed: 'x' }, 409)).toMatchObject({
    code: 'credits.batch-state',
  })
  expect(await post(verifier, `/credits/batches/${id}/sign`, {}, 409)).toMatchObject({ code: 'credits.findings-open' })
})

test('a sampled record shows what made its number and not whose it is; others stay closed', async () => {
  const { ids, participantId } = await recordedReductions(app, { grams: [500, 600, 700], month: '2025-03' })
  const { id } = await batchOf('2025-03')
  const { items } = (await post(verifier, `/credits/batches/${id}/sample`, { seed: 'one', size: 1 })) as never as {
    items: { reductionId: string; creditedG: number }[]
  }
  const sampled = items[0]?.reductionId
  const address = `/api/v1/credits/batches/${id}/sample`
  const record = await verifier.get(`${address}/${sampled}`)
  expect(record.body).toMatchObject({
    id: sampled,
    creditedG: items[0]?.creditedG,
    mode: 'rail',
    quantity: 10_000,
    method: { id: METHOD },
  })
  expect(JSON.stringify(record.body)).not.toContain(participantId)
  const other = ids.find((one) => one !== sampled)
  expect((await verifier.get(`${address}/${other}`)).body).toMatchObject({ code: 'credits.not-sampled' })
  expect((await buyer.get(`${address}/${sampled}`)).status).toBe(403)
})

test('what failed drops out, a cautious share is taken off, and the books still add up', async () => {
  await recordedReductions(app, { grams: [3_000, 3_000, 3_000], month: '2026-04' })
  const { id } = await batchOf('2026-04')
  const drawn = (await post(verifier, `/credits/batches/${id}/sample`, { seed: 'a', size: 2 })) as never as {
    items: { reductionId: string }[]
  }
  const [fails, passes] = drawn.items.map(({ reductionId }) => reductionId)
  await post(verifier, `/credits/batches/${id}/findings`, { reductionId: fails, pass: true })
  await post(verifier, `/credits/batches/${id}/findings`, { reductionId: fails, pass: false, note: '乗車記録なし' })
  await post(verifier, `/credits/batches/${id}/findings`, { reductionId: passes, pass: true })
  await post(verifier, `/credits/batches/${id}/findings`, { reductionId: randomUUID(), pass: true }, 422)
  expect(await post(verifier, `/credits/batches/${id}/sign`, { deductionBp: 333 })).toMatchObject({
    status: 'signed',
    verifiedReductions: 2,
    verifiedG: 6_000,
  })
  await post(operator, '/credits/platform-energy', { month: '2026-04', wh: 100, g: 60, source: '検針' })
  // 6,000 less 200 of caution and 60 of energy, and the 100 g that January to March left over.
  expect(await post(operator, `/credits/batches/${id}/issue`)).toMatchObject({ massG: 5_000, carriedG: 840 })
  expect(await get(operator, `/credits/batches/${id}`)).toMatchObject({
    carriedInG: 100,
    deductedG: 260,
    carriedG: 840,
  })
})

test('nobody verifies, signs or issues what they have a part in', async () => {
  await recordedReductions(app, { grams: [2_000], month: '2026-05' })
  const own = await pool.query(`select organisation_id as id from membership m join person p on p.id = m.person_id
                                 where p.email = 'verifier@demo.example'`)
  const { id } = await batchOf('2026-05', { ownerOrganisationId: own.rows[0].id })
  expect(await post(verifier, `/credits/batches/${id}/sample`, { seed: 's', size: 1 }, 403)).toMatchObject({
    code: 'credits.verifier-has-part',
  })
  await post(operator, `/credits/batches/${id}/sample`, { seed: 's', size: 1 }, 403)
  await post(buyer, '/credits/batches', { month: '2026-05', pool: 'mobility', methodId: METHOD }, 403)
  await post(verifier, `/credits/batches/${id}/issue`, {}, 403)
})

test('a signer who is also an operator cannot issue', async () => {
  await recordedReductions(app, { grams: [2_000], month: '2026-06' })
  const { id } = await batchOf('2026-06')
  await verify(id)
  const ids = await pool.query(`select (select id from person where email = 'verifier@demo.example') as person,
                                       (select id from organisation where kind = 'operator' limit 1) as operator`)
  const { person, operator: organisation } = ids.rows[0]
  await pool.query(`insert into membership (organisation_id, person_id, role) values ($1, $2, 'administrator')`, [
    organisation,
    person,
  ])
  const reply = await verifier.post(`/api/v1/credits/batches/${id}/issue`).set('X-Organisation', organisation).send({})
  expect([reply.status, reply.body.code]).toEqual([403, 'credits.issuer-signed'])
  await pool.query(`delete from membership where organisation_id = $1 and person_id = $2`, [organisation, person])
})

test('twenty at once issue one lot, and asking again answers with the same one', async () => {
  await recordedReductions(app, { grams: [1_500, 1_500], month: '2026-07' })
  const { id } = await batchOf('2026-07')
  await verify(id)
  const key = randomUUID()
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      operator
        .post(`/api/v1/credits/batches/${id}/issue`)
        .set(n % 2 === 0 ? { 'Idempotency-Key': key } : {})
        .send({}),
    ),
  )
  expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201))
  expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  const { rows } = await pool.query(`select count(*)::int as lots from lot where batch_id = $1`, [id])
  expect(rows).toEqual([{ lots: 1 }])
})

test('a batch below a kilogram is carried whole, and the next takes it up', async () => {
  const line = { municipalityCode: '13101' }
  await recordedReductions(app, { grams: [400], month: '2026-08', municipality: '13101' })
  const small = await batchOf('2026-08', line)
  await verify(small.id)
  expect(await post(operator, `/credits/batches/${small.id}/issue`, {}, 409)).toMatchObject({
    code: 'credits.batch-below-kilogram',
  })
  expect(await post(operator, `/credits/batches/${small.id}/carry`)).toMatchObject({ status: 'carried', carriedG: 400 })
  await recordedReductions(app, { grams: [700], month: '2026-09', municipality: '13101' })
  const next = await batchOf('2026-09', line)
  await verify(next.id)
  expect(await post(operator, `/credits/batches/${next.id}/issue`)).toMatchObject({ massG: 1_000, carriedG: 100 })
  expect(
    await post(operator, '/credits/batches', { month: '2026-09', pool: 'mobility', methodId: METHOD, ...line }, 409),
  ).toMatchObject({ code: 'credits.batch-empty' })
})

test('the buffer pays when issued grams turn out not to exist, and no more than it has', async () => {
  await recordedReductions(app, { grams: [10_000], month: '2026-11' })
  const { id } = await batchOf('2026-11')
  await verify(id)
  const lot = await post(operator, `/credits/batches/${id}/issue`)
  const ask = { lotId: lot.id, massG: 600, reason: '二重計上' }
  expect(await post(operator, '/credits/cancellations', ask)).toMatchObject({ massG: 600 })
  expect(await post(operator, '/credits/cancellations', ask, 409)).toMatchObject({ code: 'credits.not-enough' })
  expect(await get(buyer, `/credits/lots/${lot.id}`)).toMatchObject({ cancelledG: 600, bufferG: 1_000, leftG: 9_400 })
})

test('who withdraws before issue keeps their act, and the batch is issued without it', async () => {
  const line = { municipalityCode: '27100' }
  const [stays, leaves] = [
    await recordedReductions(app, { grams: [2_500], month: '2025-06', municipality: '27100' }),
    await recordedReductions(app, { grams: [1_700, 900], month: '2025-06', municipality: '27100' }),
  ]
  const { id } = await batchOf('2025-06', line)
  expect(await verify(id)).toMatchObject({ verifiedG: 5_100 })
  const agree = (at: string | null) =>
    pool.query(
      `update consent c set revoked_at = $2 from person p
        where p.id = c.person_id and p.participant_id = $1 and c.purpose = 'credit-assignment'`,
      [leaves.participantId, at],
    )
  await agree('2026-11-01T00:00:00Z')
  const lot = await post(operator, `/credits/batches/${id}/issue`)
  expect(lot).toMatchObject({ massG: 2_000, carriedG: 500 })
  expect(await get(operator, `/credits/batches/${id}`)).toMatchObject({ deductedG: 2_600 })

  const { rows: sources } = await pool.query(
    `select distinct participant_id as id from lot_source where lot_id = $1
      union select participant_id from carry_source where batch_id = $2`,
    [lot.id, id],
  )
  expect(sources).toEqual([{ id: stays.participantId }])
  const { rows: theirs } = await pool.query(
    `select distinct status, batch_id from reduction where participant_id = $1`,
    [leaves.participantId],
  )
  expect(theirs).toEqual([{ status: 'recorded', batch_id: null }])
  const { rows: broken } = await pool.query('select id from ledger_laws() where left_g <> right_g or broken > 0')
  expect(broken).toEqual([])

  await agree(null)
  const again = await batchOf('2025-06', line)
  expect(again).toMatchObject({ reductions: 2, creditedG: 2_600 })
})

test('a batch of which nobody agrees any more issues nothing', async () => {
  const line = { municipalityCode: '27140' }
  const { participantId } = await recordedReductions(app, { grams: [2_000], month: '2025-07', municipality: '27140' })
  const { id } = await batchOf('2025-07', line)
  await verify(id)
  await pool.query(
    `update consent c set revoked_at = current_timestamp from person p
      where p.id = c.person_id and p.participant_id = $1`,
    [participantId],
  )
  expect(await post(operator, `/credits/batches/${id}/issue`, {}, 409)).toMatchObject({
    code: 'credits.batch-below-kilogram',
  })
  expect(await post(operator, `/credits/batches/${id}/carry`)).toMatchObject({ status: 'carried', carriedG: 0 })
})

test('the public export shows how each batch adds up, and an auditor agrees', async () => {
  await logEverything(app.deps)
  const lines: string[] = []
  for await (const line of exportLog(app.deps)) lines.push(line)
  const { faults } = await audit(lines)
  expect(faults).toEqual([])
  const at = lines.findIndex((line) => line.startsWith('{"batch"'))
  const { batch } = JSON.parse(lines[at] as string)
  const altered = JSON.stringify({ batch: { ...batch, verifiedG: batch.verifiedG + 1 } })
  expect((await audit(lines.toSpliced(at, 1, altered))).faults).toMatchObject([{ what: `batch ${batch.id}` }])
})
