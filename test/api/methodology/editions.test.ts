import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '@morinowa/prisma/root.ts'
import type { EditionRow } from '@morinowa/shared/methodology/edition-file.ts'
import type { Factor } from '@morinowa/shared/methodology/factor.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { ndjson, newPerson, type Provider, provider, ride } from '../mobility/support.ts'

let here: TestApp
let first: Agent
let second: Agent
let rider: Agent
let bus: Provider

const { factors } = JSON.parse(readFileSync(join(root(), 'prisma/seed/factors.json'), 'utf8')) as { factors: Factor[] }
const NEXT = {
  id: 'JP-OP-FY2025',
  name: { ja: '2025年度版', en: 'FY2025 edition' },
  series: 'fy2025',
  validFrom: '2025-04-01',
  validTo: '2031-03-31',
}

/** The FY2024 rows as they might come a year later: buses a tenth cleaner, everything else as it was. */
function nextRows(): EditionRow[] {
  return factors
    .filter(({ set }) => set === 'JP-OP-FY2024')
    .map(({ publishedAt: _, ...row }) => {
      const id = row.id.replace('fy2024', 'fy2025')
      const isYearly = id !== row.id
      return {
        ...row,
        id,
        version: isYearly ? 1 : row.version + 1,
        set: NEXT.id,
        year: 2025,
        validFrom: NEXT.validFrom as EditionRow['validFrom'],
        supersedes: isYearly ? row.id : null,
        valueMg: id === 'jp.mlit.fy2025.bus' ? Math.trunc((row.valueMg * 9) / 10) : row.valueMg,
      }
    })
}

const editions = '/api/v1/factors/editions'
const estimates = '/api/v1/estimates'
const busTrip = {
  type: 'mobility.trip',
  occurredOn: '2026-10-01',
  evidence: 'E3',
  legs: [{ mode: 'bus', distanceM: 10_000 }],
}

beforeAll(async () => {
  here = await startApp({ worker: true })
  first = await here.signIn('operator')
  second = await newPerson(here, 'second-operator')
  const me = await first.get('/api/v1/me').expect(200)
  await first
    .post(`/api/v1/organisations/${me.body.acting.id}/members`)
    .send({ email: 'second-operator@people.example', role: 'member' })
    .expect(201)
  bus = await provider(here)
  rider = await newPerson(here, 'bus-rider')
  await rider.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'M-0' }).expect(201)
})

async function finished(id: string) {
  for (let tries = 0; tries < 200; tries++) {
    const { body } = await first.get(`${editions}/${id}?yenPerTonne=15000`).expect(200)
    if (body.progress.finishedAt !== null) return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the report was never finished')
}

async function proposal(agent: Agent, file: object) {
  const { body } = await agent.post(editions).send(file).expect(200)
  expect(body.faults).toEqual([])
  return body.proposal
}

describe('a file that is not in order', () => {
  it.each([
    ['a broken row', (rows: object[]) => [{ ...rows[0], valueMg: 1.5 }, ...rows.slice(1)], 1, 'valueMg'],
    [
      'a version that skips',
      (rows: object[]) => [...rows.slice(0, 2), { ...rows[2], version: 9 }, ...rows.slice(3)],
      3,
      'version',
    ],
    ['a row twice', (rows: object[]) => [...rows, rows[0]], 17, 'id'],
    [
      'a row for a published edition',
      (rows: object[]) => [{ ...rows[0], set: 'JP-OP-FY2024' }, ...rows.slice(1)],
      1,
      'set',
    ],
  ])(
    '%s is named with its number and field, in both languages, and nothing is kept',
    async (_what, change, row, field) => {
      const { body } = await first
        .post(editions)
        .send({ set: NEXT, factors: change(nextRows()) })
        .expect(200)
      expect(body.proposal).toBeNull()
      const fault = body.faults.find((one: { row: number; field: string }) => one.row === row && one.field === field)
      expect(fault?.messages.ja).toBeTruthy()
      expect(fault?.messages.en).not.toBe(fault?.messages.ja)
      const list = await first.get(editions).expect(200)
      expect(list.body.items).toEqual([])
    },
  )

  it('an edition without a row that a method reads is not an edition', async () => {
    const without = nextRows().filter(({ id }) => id !== 'jp.mlit.fy2025.rail')
    const { body } = await first.post(editions).send({ set: NEXT, factors: without }).expect(200)
    expect(body.faults).toMatchObject([{ row: null, id: 'jp.mlit.fy2025.rail' }])
  })

  it('what is published is not proposed again', async () => {
    const { body } = await first
      .post(editions)
      .send({ set: { ...NEXT, id: 'JP-OP-FY2024' }, factors: nextRows() })
      .expect(200)
    expect(body.faults[0]).toMatchObject({ row: null, field: 'id' })
  })
})

it('an edition is proposed, compared with what is stored, adopted by somebody else, and old numbers stand', async () => {
  // A ride of the year before last, calculated when FY2022 was the newest edition known.
  here.setClock('2024-06-01T00:00:00Z')
  const at = (day: string) => ({ startedAt: `${day}T08:00:00+09:00`, endedAt: `${day}T08:30:00+09:00` })
  const old = await bus.importRides(ndjson([ride(0, { ...at('2024-05-20'), subject: 'M-0', distanceM: 10_000 })]))
  expect(old.body).toMatchObject({ accepted: 1 })
  here.setClock()
  const { items } = (await rider.get('/api/v1/me/reductions').expect(200)).body
  const before = (await rider.get(`/api/v1/me/reductions/${items[0].id}`).expect(200)).body
  expect(before).toMatchObject({ factorSet: 'JP-OP-FY2022', reproduced: true })

  const train = { ...at('2026-10-05'), subject: 'M-0', mode: 'rail', distanceM: 20_000 }
  await bus.importRides(ndjson([ride(1, { ...at('2026-10-02'), subject: 'M-0', distanceM: 10_000 }), ride(2, train)]))

  const today = (await here.agent.post(estimates).send(busTrip).expect(200)).body
  const proposed = await proposal(first, { set: NEXT, factors: nextRows(), note: 'the ministry’s new chart' })
  expect(proposed).toMatchObject({ comparedWith: 'JP-OP-FY2024', newRows: 16, proposedByMe: true, adoptedAt: null })

  // Proposed is not in force.
  expect((await here.agent.post(estimates).send(busTrip).expect(200)).body).toEqual(today)

  const report = await finished(proposed.id)
  expect(report.rows).toEqual([
    expect.objectContaining({
      kind: 'changed',
      before: expect.objectContaining({ id: 'jp.mlit.fy2024.bus', valueMg: 57_000 }),
      after: expect.objectContaining({ id: 'jp.mlit.fy2025.bus', valueMg: 51_300 }),
      changeBp: -1_000,
    }),
  ])
  expect(report.progress).toMatchObject({ done: 3, total: 3 })
  // Two bus rides of 10 km save 57 g more each; the train is as it was.
  expect(report.impact.all).toMatchObject({ records: 3, changed: 2, incomparable: 0 })
  expect(report.impact.all.shownAfterG - report.impact.all.shownBeforeG).toBe(114)
  const gained = report.impact.all.creditedAfterG - report.impact.all.creditedBeforeG
  expect(gained).toBeGreaterThan(0)
  expect(report.impact.yen).toBe(Math.trunc((gained * 15_000) / 1_000_000))

  // Only somebody else adopts, and only operators do.
  await first.post(`${editions}/${proposed.id}/adopt`).send({}).expect(403)
  await rider.post(`${editions}/${proposed.id}/adopt`).send({}).expect(403)
  const adopted = await second.post(`${editions}/${proposed.id}/adopt`).send({}).expect(200)
  expect(adopted.body.set).toMatchObject({ id: NEXT.id, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  await second.post(`${editions}/${proposed.id}/adopt`).send({}).expect(409)

  const tomorrow = (await here.agent.post(estimates).send(busTrip).expect(200)).body
  expect(tomorrow).toMatchObject({ factorSet: NEXT.id, shownG: today.shownG + 57 })
  const after = (await rider.get(`/api/v1/me/reductions/${items[0].id}`).expect(200)).body
  expect(after).toEqual(before)
  // Somebody who reproduces an older result names its edition.
  const named = await here.agent
    .post(estimates)
    .send({ ...busTrip, factorSet: 'JP-OP-FY2024' })
    .expect(200)
  expect(named.body).toEqual(today)

  const difference = await here.agent.get(`/api/v1/factors/differences?from=JP-OP-FY2024&to=${NEXT.id}`).expect(200)
  expect(difference.body.rows).toEqual(report.rows)
  const { rows } = await here.database.pool.query(
    "select act, subject from audit_entry where act like 'methodology.%' order by at",
  )
  expect(rows).toEqual([
    { act: 'methodology.edition-proposed', subject: NEXT.id },
    { act: 'methodology.edition-adopted', subject: NEXT.id },
  ])
})

it('a report on a registry that has moved decides nothing', async () => {
  const later = (year: number) => ({
    set: { ...NEXT, id: `JP-OP-FY${year}`, series: `fy${year}`, validFrom: `${year}-04-01` },
    factors: nextRows().map((row) => ({
      ...row,
      id: row.id.replace('fy2025', `fy${year}`),
      version: row.version === 1 ? 1 : row.version + 1,
      set: `JP-OP-FY${year}`,
      supersedes: null,
    })),
  })
  const [a, b] = [await proposal(first, later(2026)), await proposal(first, later(2027))]
  await finished(a.id)
  await finished(b.id)
  // At once: one is adopted, and the other's report no longer speaks of the registry as it is.
  const answers = await Promise.all([a, b].map(({ id }) => second.post(`${editions}/${id}/adopt`).send({})))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('methodology.registry-moved')
})

it('the database keeps a proposal as it was, whoever asks', async () => {
  const { pool } = here.database
  await expect(pool.query('delete from edition_proposal')).rejects.toThrow('append-only')
  await expect(pool.query("update edition_proposal set file = '{}'")).rejects.toThrow('a proposal is not changed')
})

it('a published edition says what differs from the one before, yearly rows matched by place', async () => {
  const { body } = await here.agent.get('/api/v1/factors/differences?from=JP-OP-FY2022&to=JP-OP-FY2024').expect(200)
  const bus = body.rows.find((row: { after: { id: string } }) => row.after?.id === 'jp.mlit.fy2024.bus')
  expect(bus).toMatchObject({ kind: 'changed', before: { id: 'jp.mlit.fy2022.bus' } })
  expect(body.rows.every((row: { kind: string }) => row.kind === 'changed')).toBe(true)
  await here.agent.get('/api/v1/factors/differences?from=JP-OP-FY2022&to=JP-OP-FY1999').expect(404)
})
