import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '@morinowa/api/app.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import autocannon from 'autocannon'

// What an estimate costs over HTTP beside a POST that does nothing on the same server, through the same hooks: for trips
// that were asked before, as comparators and popular routes are, and for trips that nobody asked yet. The three take
// turns, in short rounds, so that what else the machine does falls on all; the quickest round of each is compared.

const ROUNDS = 12
const ROUND_S = 1
const CONNECTIONS = 4
const KNOWN = 1_000
/** More than can be asked in a round. */
const NEW = 50_000

export type EstimateSpeed = {
  emptyPerS: number
  knownPerS: number
  newPerS: number
  /** How many times dearer than an empty POST. */
  timesKnown: number
  timesNew: number
}

/** Measures and prints. */
export async function run({ rounds = ROUNDS } = {}): Promise<EstimateSpeed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir })
  try {
    return await measure(server.url(), dataDir, rounds)
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measure(url: string, dataDir: string, rounds: number): Promise<EstimateSpeed> {
  await prepareDatabase(url)
  const config = readConfig({ PORT: '3999', MORINOWA_DATA_DIR: dataDir, MORINOWA_DEMO: '0', DATABASE_URL: url })
  const { deps, close } = await openDeps(config, url, { worker: false })
  const app = await buildApp(deps)
  app.post('/api/v1/nothing', { schema: { hide: true } }, () => ({}))
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  try {
    const kinds = {
      empty: () => hit(`${address}/api/v1/nothing`, [{}]),
      known: () => hit(`${address}/api/v1/estimates`, tripsFrom(1_000, KNOWN)),
      new: (round: number) => hit(`${address}/api/v1/estimates`, tripsFrom(1_000_000 + round * NEW, NEW)),
    }
    const best = { empty: 0, known: 0, new: 0 }
    for (let round = 0; round < rounds; round++) {
      for (const kind of ['empty', 'known', 'new'] as const) best[kind] = Math.max(best[kind], await kinds[kind](round))
    }
    const speed = {
      emptyPerS: best.empty,
      knownPerS: best.known,
      newPerS: best.new,
      timesKnown: best.empty / best.known,
      timesNew: best.empty / best.new,
    }
    console.log('estimates over HTTP', {
      'empty POSTs/s': Math.round(speed.emptyPerS),
      'estimates asked before/s': Math.round(speed.knownPerS),
      'times an empty POST': speed.timesKnown.toFixed(2),
      'estimates never asked/s': Math.round(speed.newPerS),
      'times an empty POST ': speed.timesNew.toFixed(2),
    })
    return speed
  } finally {
    await app.close()
    await close()
  }
}

const tripsFrom = (distanceM: number, count: number) => Array.from({ length: count }, (_, i) => trip(distanceM + i))

const trip = (distanceM: number) => ({
  type: 'mobility.trip',
  occurredOn: '2026-10-01',
  evidence: 'E3',
  purpose: 'daily',
  place: { size: 'city150k', metro3: false },
  legs: [{ mode: 'rail', distanceM }],
  declaredAlternative: 'car',
})

/** Requests a second, sent from a thread of its own: sharing the server's would slow the quicker ones more. */
async function hit(url: string, bodies: readonly object[]): Promise<number> {
  const result = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    requests: bodies.map((body) => ({ body: JSON.stringify(body) })),
    connections: CONNECTIONS,
    duration: ROUND_S,
    sampleInt: 100,
    workers: 1,
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} lost`)
  return result.requests.total / ROUND_S
}

if (/estimates\.(ts|mjs)$/.test(process.argv[1] ?? '')) await run()
