import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  clearSite,
  kill,
  newSite,
  type Running,
  type Site,
  startedApi,
  startedWorker,
  withPool,
} from '../../support/kills.ts'
import { runProgram } from '../../support/program.ts'
import { type Asked, client, compare, MOST_G, prepared, untilAnswered } from './many-asks.ts'

// A copy is taken while organisations retire and transfer; then everything is killed and the data folder is gone. Started
// with the copy, nothing is missing of what was acknowledged before, and whoever asks again for what came later has it once.

const CLIENTS = 4
let site: Site
let place: string
beforeAll(async () => {
  site = await newSite()
  place = await mkdtemp(join(tmpdir(), 'morinowa-copy-'))
})
afterAll(async () => {
  await clearSite(site)
  await clearSite({ ...site, dataDir: join(place, 'copy') })
  await rm(place, { recursive: true, force: true })
})

const backup = (dataDir: string, into: string) =>
  runProgram('scripts/backup.ts', { MORINOWA_DATA_DIR: dataDir, INIT_CWD: place }, [into])

/** Several at a time, so that a busy machine is done in time. */
async function askAll(at: Site, asked: readonly Asked[]): Promise<void> {
  for (let from = 0; from < asked.length; from += 20) {
    await Promise.all(asked.slice(from, from + 20).map((one) => untilAnswered(at, one)))
  }
}

test('a copy taken amid a crowd gives back every balance and every answer', async () => {
  const running: Required<Running> = { api: await startedApi(site), worker: startedWorker(site) }
  const parties = await withPool(site, (pool) => prepared(pool, CLIENTS * 2_000 * MOST_G))
  const asked: Asked[] = []
  const stopping = new AbortController()
  const clients = Array.from({ length: CLIENTS }, () => client(site, parties, asked, stopping.signal))
  await sleep(1_000)
  const before = asked.filter(({ status }) => status === 201)
  const copying = backup(site.dataDir, 'copy')
  expect(await copying.ended, copying.printed().err).toBe(0)
  await sleep(500)
  stopping.abort()
  await Promise.all(clients)
  const later = asked.filter((one) => one.status === 201 && !before.includes(one))
  expect(before.length).toBeGreaterThan(CLIENTS)
  expect(later.length).toBeGreaterThan(CLIENTS)
  await kill(site, running, ['api', 'worker', 'database'])
  await clearSite(site)

  const restored: Site = { ...site, dataDir: join(place, 'copy') }
  const api = await startedApi(restored)
  const worker = startedWorker(restored)
  const kept = await withPool(restored, async (pool) => {
    const { rows } = await pool.query<{ key: string }>(
      `select key from ledger_operation where kind in ('retire', 'transfer')`,
    )
    return rows.length
  })
  expect(kept).toBeGreaterThanOrEqual(before.length)
  expect(kept).toBeLessThan(asked.length)
  const again = structuredClone(before)
  await askAll(restored, again)
  expect(again).toEqual(before)
  await askAll(
    restored,
    asked.filter((one) => !before.includes(one)),
  )
  await withPool(restored, (pool) => compare(restored, pool, worker, asked))
  for (const one of [worker, api]) {
    one.kill('SIGTERM')
    expect(await one.ended, one.printed().err).toBe(0)
  }

  // The copy is a data folder like any other: it can be copied while nothing runs, and no copy is written over.
  expect(await backup(restored.dataDir, 'second').ended).toBe(0)
  expect(await readFile(join(place, 'second', 'session.secret'), 'utf8')).toBe(
    await readFile(join(restored.dataDir, 'session.secret'), 'utf8'),
  )
  for (const [into, why] of [
    ['second', 'exists already'],
    ['copy/inside', 'outside the data folder'],
  ] as const) {
    const refused = backup(restored.dataDir, into)
    expect(await refused.ended).toBe(1)
    expect(refused.printed().err).toContain(why)
  }
}, 180_000)
