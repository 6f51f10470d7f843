import { randomInt, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { provider } from '../../load/api-process.ts'
import { compare } from '../../load/million-compare.ts'
import { settle } from '../../load/million-drive.ts'
import { isTypist, PROVIDERS, type Ride, rideOf, typedOf } from '../../load/million-plan.ts'
import {
  CYCLES,
  clearSite,
  kill,
  killDatabase,
  mend,
  newSite,
  type Running,
  type Site,
  startedApi,
  type Victim,
  within,
  withPool,
} from '../../support/kills.ts'
import {
  expected,
  type Journey,
  journeyOf,
  PEOPLE,
  RIDES,
  ridesOf,
  staysOf,
  type Told,
  type Upload,
} from './kill-uploads.ts'

// The API and PostgreSQL are killed while four operators and a hotel upload and travellers type, at random moments and in
// the moment an upload is acknowledged. Chunks of an upload do not wait for the disk, only its end does: what was
// acknowledged must be there, and what was not is sent again, until everything adds up as an independent recount says.

let site: Site
beforeAll(async () => {
  site = await newSite()
})
afterAll(() => clearSite(site))

type Typed = { ride: Ride; key: string; done: boolean }

test(
  `after ${CYCLES} kills amid uploads nothing acknowledged is missing, and all totals are what a recount says`,
  async () => {
    const running: Running = { api: await startedApi(site) }
    const address = `http://127.0.0.1:${site.port}`
    const { providers, cookies } = await withPool(site, async (pool) => {
      const providers: { id: string; key: string }[] = []
      for (let n = 0; n <= PROVIDERS; n++) providers.push(await provider(pool))
      await pool.query(`update api_key set scopes = '{mobility:write,destinations:write}'`)
      return { providers, cookies: await settle({ address, pool, providers }, PEOPLE) }
    })
    const uploads = providers.map((one, n) => (n < PROVIDERS ? ridesOf(one, n) : staysOf(one)))
    const typed = Array.from({ length: RIDES }, (_, n) => rideOf(n, PEOPLE))
      .filter(({ person }) => isTypist(person))
      .map((ride): Typed => ({ ride, key: randomUUID(), done: false }))

    let [unanswered, begun] = [0, 0]
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const stopping = new AbortController()
      const { victims, onceTold } = PLANS[cycle % PLANS.length] as Plan
      let tell = () => {}
      const told = new Promise<void>((resolve) => {
        tell = resolve
      })
      let strike = () => {}
      const senders = uploads.map((own) => sender(own, stopping.signal, () => strike()))
      const typist = typing(cookies, typed, stopping.signal)
      await sleep(randomInt(200, 900))
      if (onceTold) {
        strike = () => {
          killDatabase(site.dataDir, { whole: true })
          tell()
        }
        await within('an acknowledgement', told)
      } else await within('a part of an upload', withPool(site, untilBegun))
      await within('the kill', kill(site, running, victims))
      stopping.abort()
      unanswered += (await within('the senders', Promise.all(senders))).filter((answered) => !answered).length
      await within('the typist', typist)
      await within('the beginning of what was killed', mend(site, running))
      begun = await withPool(site, (pool) => expectAllThere(pool, uploads.flat()))
    }
    expect(unanswered).toBeGreaterThan(0)
    // Some of those that were cut had recorded part of their lines.
    expect(begun).toBeGreaterThan(0)

    // Once more, all of it: what is missing comes in, and what is there changes nothing.
    const never = new AbortController().signal
    await Promise.all([
      ...uploads.map(async (own) => {
        for (const one of own.toSorted((a, b) => a.told.length - b.told.length)) await untilTold(one)
      }),
      typing(cookies, typed, never),
    ])
    expect(typed.filter(({ done }) => !done)).toEqual([])
    await withPool(site, async (pool) => {
      await expectAllThere(pool, uploads.flat())
      expect(await compare({ address, pool, providers }, expected())).toEqual([])
    })
    for (const one of uploads.flat()) expect(await faultsSaid(one)).toEqual(one.faults)
    for (const [person, cookie] of cookies) expect(await journeySaid(cookie)).toEqual(journeyOf(person))
    running.api.kill('SIGTERM')
    expect(await within('an orderly end', running.api.ended), running.api.printed().err).toBe(0)
  },
  180_000 + CYCLES * 60_000,
)

/** Who is killed, in turn, and whether the database dies in the moment an upload is acknowledged. */
type Plan = { victims: readonly Victim[]; onceTold?: boolean }
const PLANS: readonly Plan[] = [
  { victims: ['database'], onceTold: true },
  { victims: ['api'] },
  { victims: ['api'], onceTold: true },
  { victims: ['database'] },
  { victims: ['api', 'database'] },
]

// ---- How it is sent ----

/** Sends one upload after another until it is told to stop, those without an answer first. @returns whether the last one was answered. */
async function sender(own: readonly Upload[], stopping: AbortSignal, onTold: () => void): Promise<boolean> {
  for (;;) {
    const one = own.find(({ told }) => told.length === 0) ?? (own[randomInt(own.length)] as Upload)
    if (!(await send(one))) return false
    onTold()
    if (stopping.aborted) return true
    await sleep(randomInt(30))
  }
}

async function untilTold(one: Upload): Promise<void> {
  for (let tries = 0; !(await send(one)); tries++) {
    if (tries > 100) throw new Error(`no answer for an upload of ${one.lines.length} lines`)
    await sleep(100)
  }
}

/** Sends it once, as a slow line would. @returns whether it was answered. */
async function send(one: Upload): Promise<boolean> {
  const { path, key, lines, told } = one
  const body = Buffer.from(`${lines.join('\n')}\n`)
  const answer = await new Promise<{ status: number; text: string } | undefined>((resolve) => {
    const sending = request(`http://127.0.0.1:${site.port}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/x-ndjson',
        'content-length': body.length,
      },
    })
    sending.on('error', () => resolve(undefined))
    sending.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      response.on('error', () => resolve(undefined))
      response.on('end', () => resolve(response.complete ? { status: response.statusCode ?? 0, text } : undefined))
    })
    write(sending, body)
  })
  if (!answer || answer.status >= 500) return false
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`)
  const said = JSON.parse(answer.text) as Told
  expect([said.lines, said.rejected]).toEqual([lines.length, one.faults.length])
  told.push(said)
  return true
}

async function write(sending: ReturnType<typeof request>, body: Buffer): Promise<void> {
  for (let at = 0; at < body.length && !sending.destroyed; ) {
    const piece = body.subarray(at, at + randomInt(50_000, 250_000))
    at += piece.length
    await new Promise<void>((resolve) => sending.write(piece, () => resolve()))
    await sleep(randomInt(20))
  }
  sending.end()
}

/** Types trips in until all are answered or it is told to stop; who got no answer asks again with the same key. */
async function typing(cookies: ReadonlyMap<number, string>, typed: readonly Typed[], stopping: AbortSignal) {
  for (const one of typed) {
    if (one.done) continue
    if (stopping.aborted) return
    const answer = await fetch(`http://127.0.0.1:${site.port}/api/v1/mobility/trips`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': one.key,
        cookie: cookies.get(one.ride.person) ?? '',
      },
      body: JSON.stringify(typedOf(one.ride)),
    }).catch(() => undefined)
    if (!answer || answer.status >= 500) {
      await sleep(20)
      continue
    }
    expect(answer.status, await answer.text()).toBe(201)
    one.done = true
  }
}

// ---- What is there ----

/** Every acknowledged upload is as it was acknowledged. @returns how many others had recorded part of their lines. */
async function expectAllThere(pool: pg.Pool, uploads: readonly Upload[]): Promise<number> {
  for (const { providerId, told, records, faults } of uploads) {
    if (told.length === 0) continue
    const { rows: imports } = await pool.query(
      `select id as "importId", lines, accepted, duplicate, quarantined, rejected, finished_at is not null as finished,
              (select array_agg(line order by line) from import_row w
                where w.import_id = import.id and status = 'rejected') as faults
         from import where id = any($1::uuid[]) order by id`,
      [told.map(({ importId }) => importId)],
    )
    expect(imports).toEqual(
      told
        .map(({ importId, lines, accepted, duplicate, quarantined, rejected }) => ({
          importId,
          lines,
          accepted,
          duplicate,
          quarantined,
          rejected,
          finished: true,
          faults: faults.length === 0 ? null : faults,
        }))
        .toSorted((a, b) => (a.importId < b.importId ? -1 : 1)),
    )
    const { rows: there } = await pool.query(
      `select count(*)::int as n
         from act_claim c join reduction r on r.participant_id = c.participant_id and r.id = c.reduction_id
        where c.provider_id = $1 and c.kind = 'record' and c.claim = any($2)`,
      [providerId, records],
    )
    expect(there).toEqual([{ n: records.length }])
  }
  // What an upload says of itself, whole or cut, is what it did.
  const { rows: wrong } = await pool.query(
    `select i.id, i.duplicate, i.quarantined, i.rejected, w.*
       from import i
       left join lateral (select count(*) filter (where status = 'duplicate') as d,
                                 count(*) filter (where status = 'quarantined') as q,
                                 count(*) filter (where status = 'rejected') as r
                            from import_row where import_id = i.id) w on true
      where (i.duplicate, i.quarantined, i.rejected) <> (w.d, w.q, w.r)
         or i.lines <> i.accepted + i.duplicate + i.quarantined + i.rejected`,
  )
  expect(wrong).toEqual([])
  const { rows: recorded } = await pool.query(
    `select (select sum(accepted + quarantined) from import)::int
            + (select count(*) from import_row where status = 'duplicate' and code <> 'reductions.received')::int as said,
            (select count(*) from reduction where provider_id is not null)::int as stored`,
  )
  expect(recorded[0]?.said).toBe(recorded[0]?.stored)
  return begunIn(pool)
}

/** How many uploads recorded part of their lines and did not end. */
async function begunIn(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query('select count(*)::int as n from import where finished_at is null and lines > 0')
  return rows[0]?.n ?? 0
}

async function untilBegun(pool: pg.Pool): Promise<void> {
  for (const before = await begunIn(pool); (await begunIn(pool)) <= before; ) await sleep(5)
}

/** Line numbers of an upload's file of errors. */
async function faultsSaid({ told, key }: Upload): Promise<number[]> {
  const answer = await fetch(
    `http://127.0.0.1:${site.port}/api/v1/imports/${told.at(-1)?.importId}/rows?status=rejected`,
    { headers: { authorization: `Bearer ${key}`, accept: 'text/csv' } },
  )
  const [, ...rows] = (await answer.text()).trim().split('\r\n')
  return rows.map((row) => Number(row.split(',')[0]))
}

async function journeySaid(cookie: string): Promise<Journey> {
  const answer = await fetch(`http://127.0.0.1:${site.port}/api/v1/me/journeys?from=2026-10&to=2026-10`, {
    headers: { cookie },
  })
  const { items } = (await answer.json()) as { items: (Journey & { toDay: string })[] }
  expect(items).toHaveLength(1)
  const [{ toDay, trips, stays, shownG, creditedG, emittedG }] = items as [(typeof items)[0]]
  return { trips, stays, shownG, creditedG, emittedG, day: toDay }
}
