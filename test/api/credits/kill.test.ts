import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  CYCLES,
  clearSite,
  kill,
  mend,
  newSite,
  type Running,
  type Site,
  startedApi,
  startedWorker,
  type Victim,
  within,
  withPool,
} from '../../support/kills.ts'
import { type Asked, client, compare, MOST_G, prepared, untilAnswered } from './many-asks.ts'

// The API, the worker and PostgreSQL are killed at random moments, alone and together, while they begin as well, and
// organisations retire and transfer through HTTP all the while.

const CLIENTS = 8

let site: Site
beforeAll(async () => {
  site = await newSite()
})
afterAll(() => clearSite(site))

test(
  `after ${CYCLES} kills every acknowledged retirement is there exactly once, and no law is broken`,
  async () => {
    const running: Both = { api: await startedApi(site), worker: startedWorker(site) }
    const parties = await withPool(site, (pool) => prepared(pool, CYCLES * CLIENTS * 100 * MOST_G))
    const asked: Asked[] = []
    let unanswered = 0
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const stopping = new AbortController()
      const clients = Array.from({ length: CLIENTS }, () => client(site, parties, asked, stopping.signal))
      await sleep(randomInt(150, 900))
      await within('the kill', kill(site, running, VICTIMS[cycle % VICTIMS.length] ?? []))
      stopping.abort()
      await within('the clients', Promise.all(clients))
      await within('the beginning of what was killed', mend(site, running))

      const open = asked.filter(({ status }) => status === undefined)
      unanswered += open.length
      await within('the answers', Promise.all(open.map((one) => untilAnswered(site, one))))
      // Those who had their answer may ask again as well, and hear the same.
      const told = asked.filter(({ status }) => status === 201).slice(-20)
      for (const one of told) {
        const again: Asked = { ...one }
        await untilAnswered(site, again)
        expect(again).toEqual(one)
      }
    }
    expect(unanswered).toBeGreaterThan(0)
    expect(asked.length).toBeGreaterThan(CYCLES * CLIENTS)
    await within('the worker', running.worker.until('running'))
    await within(
      'the comparison',
      withPool(site, (pool) => compare(site, pool, running.worker, asked)),
    )
    for (const one of [running.worker, running.api]) {
      one.kill('SIGTERM')
      expect(await within('an orderly end', one.ended), one.printed().err).toBe(0)
    }
  },
  180_000 + CYCLES * 60_000,
)

type Both = Required<Running>

/** In turn each of them and several of them. */
const VICTIMS: readonly (readonly Victim[])[] = [
  ['api'],
  ['database'],
  ['api', 'worker', 'database'],
  ['worker'],
  ['database', 'api'],
  ['worker', 'database'],
]
