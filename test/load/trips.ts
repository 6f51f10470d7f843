import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '@morinowa/api/app.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import { v7 } from 'uuid'

// How many trips a second two hundred people log at once, signed in and everything included, beside a bare insert of one
// such row through the same HTTP server: no session, no rules, no sums.

const PEOPLE = 200
const EACH = 10

/** Measures and prints. Rates are per second of the wall clock. */
export async function run({ people = PEOPLE, each = EACH } = {}): Promise<{ ofBare: number }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir })
  const url = server.url()
  await prepareDatabase(url)
  const config = readConfig({ PORT: '3998', MORINOWA_DATA_DIR: dataDir, MORINOWA_DEMO: '0', DATABASE_URL: url })
  const { deps, close } = await openDeps(config, url, { worker: false })
  const app = await buildApp(deps)
  app.post('/bare', async () => {
    await deps.db.pool.query({ name: 'bare', text: BARE, values: [v7(), v7()] })
    return { done: true }
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const agent = new Agent({ keepAlive: true, maxSockets: people })
  try {
    const cookies: string[] = []
    for (let n = 0; n < people; n++) {
      const answer = await fetch(`${address}/api/auth/sign-up/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: config.publicUrl },
        body: JSON.stringify({ name: 'L', email: `trips-${n}@people.example`, password: 'a long pass phrase' }),
      })
      if (!answer.ok) throw new Error(`nobody signed up: ${answer.status} ${await answer.text()}`)
      cookies.push(
        answer.headers
          .getSetCookie()
          .map((one) => one.split(';')[0])
          .join('; '),
      )
    }
    const rate = async (path: string, body: (turn: number) => object, headers: (person: number) => object) => {
      const start = process.hrtime.bigint()
      await Promise.all(
        Array.from({ length: people }, async (_, person) => {
          for (let turn = 0; turn < each; turn++) await post(agent, address + path, body(turn), headers(person))
        }),
      )
      return (people * each) / (Number(process.hrtime.bigint() - start) / 1e9)
    }
    // Each is warmed once.
    const bare = () =>
      rate(
        '/bare',
        () => ({}),
        () => ({}),
      )
    await bare()
    let slot = 0
    const trips = () => {
      const from = slot
      slot += each
      return rate(
        '/api/v1/mobility/trips',
        (turn) => trip(from + turn),
        (person) => ({ cookie: cookies[person] }),
      )
    }
    await trips()
    const [tripsPerS, barePerS] = [await trips(), await bare()]
    const ofBare = tripsPerS / barePerS
    console.log('trips', {
      'people at once': people,
      'trips/s': Math.round(tripsPerS),
      'bare inserts/s': Math.round(barePerS),
      'of bare': ofBare.toFixed(2),
    })
    return { ofBare }
  } finally {
    agent.destroy()
    await app.close()
    await close()
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

const BARE = `insert into reduction (participant_id, id, pool, type, mode, started_at, ended_at, day, quantity, evidence,
  shown_g, credited_g, emitted_g, basis_id, status) values ($1, $2, 'mobility', 'mobility.trip', 'bus',
  '2026-10-01T08:00:00Z', '2026-10-01T08:20:00Z', '2026-10-01', 5200, 'E0', 169, 0, 297, 1, 'recorded')`

const START = Date.parse('2026-10-01T00:00:00Z')

function trip(slot: number): object {
  const at = START + slot * 3_600_000
  return {
    startedAt: new Date(at).toISOString(),
    endedAt: new Date(at + 20 * 60_000).toISOString(),
    purpose: 'daily',
    legs: [{ mode: 'bus', distanceM: 5_200 }],
  }
}

function post(agent: Agent, url: string, body: object, headers: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(url, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    })
    sending.on('error', reject)
    sending.on('response', (answer) => {
      answer.resume()
      answer.on('end', () => {
        if ((answer.statusCode ?? 500) < 300) resolve()
        else reject(new Error(`${url} answered ${answer.statusCode}`))
      })
    })
    sending.end(JSON.stringify(body))
  })
}

if (process.argv[1]?.endsWith('trips.mjs')) await run()
