import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '@morinowa/api/app.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import { liveAndRecount, type WorldAnswer } from '../support/shop-days-world.ts'

// Two hundred tills with bad networks for simulated days, and the recount of every gram and yen against their notebooks.

/** Lives through the days and prints; throws when anything is not where the notebooks say. */
export async function run({ tills = 200, days = 10, sales = 10, seed = 20_261_122 } = {}): Promise<WorldAnswer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir })
  try {
    await prepareDatabase(server.url())
    const config = readConfig({
      PORT: '3997',
      MORINOWA_DATA_DIR: dataDir,
      MORINOWA_DEMO: '0',
      DATABASE_URL: server.url(),
    })
    const { deps, close } = await openDeps(config, server.url(), { worker: false })
    const app = await buildApp(deps)
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    try {
      const began = performance.now()
      const lived = await liveAndRecount({ url, deps, tills, days, sales, seed })
      const items = [...lived.shops.values()].reduce((sum, shop) => sum + shop.items, 0)
      console.log(`${tills} tills, ${days} days`, {
        requests: lived.sent,
        'lost on the way or back': lived.lost,
        'sales refused for want of stock': lived.refused,
        'items sold and kept': items,
        'items brought back': lived.returned,
        'closings in the middle': lived.closings,
        differences: lived.differences.length,
        s: Math.round((performance.now() - began) / 1_000),
      })
      if (lived.differences.length > 0) throw new Error(lived.differences.join('\n'))
      return lived
    } finally {
      await app.close()
      await close()
    }
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
