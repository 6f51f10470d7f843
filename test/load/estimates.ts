import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '@morinowa/api/app.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import autocannon from 'autocannon'

// What an estimate costs over HTTP beside a POST that does nothing on the same server, through the same hooks: every
// request for another trip. The two take turns, in short rounds, so that what else the machine does falls on both; the
// quickest round of each is compared.

const ROUNDS = 12
const ROUND_S = 1
const CONNECTIONS = 4
const DIFFERENT = 1_000

export type EstimateSpeed = {
  emptyPerS: number
  /** Every request another trip. */
  estimatesPerS: number
  /** How many times dearer than an empty POST. */
  times: number
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
      estimate: () =>
        hit(
          `${address}/api/v1/estimates`,
          Array.from({ length: DIFFERENT }, (_, i) => trip(1_000 + i)),
        ),
    }
    const best = { empty: 0, estimate: 0 }
    for (let round = 0; round < rounds; round++) {
      for (const kind of ['empty', 'estimate'] as const) best[kind] = Math.max(best[kind], await kinds[kind]())
    }
    const speed = {
      emptyPerS: best.empty,
      estimatesPerS: best.estimate,
      times: best.empty / best.estimate,
    }
    console.log('estimates over HTTP', {
      'empty POSTs/s': Math.round(speed.emptyPerS),
      'estimates/s': Math.round(speed.estimatesPerS),
      'times an empty POST': speed.times.toFixed(2),
    })
    return speed
  } finally {
    await app.close()
    await close()
  }
}

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
