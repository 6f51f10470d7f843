import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { rows } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { demoId } from './accounts.ts'
import { enter } from './member.ts'
import { monthsBefore, WORLD_MONTHS } from './months.ts'
import { seedFeed } from './seed-feed.ts'
import { seedTravellers } from './seed-travellers.ts'
import { seedTrade } from './seed-trade.ts'
import { demoSales, demoSchemes, demoSellers } from './world.ts'

/**
 * Makes the demo world through the public API, as its users would. Every write carries a fixed Idempotency-Key, so a start
 * that was killed half-way is continued by the next one and a finished world is left alone.
 */
export async function seedWorld(app: FastifyInstance, deps: Deps): Promise<void> {
  await seedFeed(app, deps)
  if (await isFinished(deps)) return
  const operator = await enter(app, 'operator')

  const lots = new Map<string, string>()
  for (const { organisation, lot, listing, invoices } of demoSellers) {
    const seller = await enter(app, organisation)
    await seller.put('/marketplace/seller', invoices)
    const imported = await seller.post(`lot:${organisation}`, '/forest/lots', lot)
    await operator.post(`check:${organisation}`, `/forest/lots/${imported.id}/check`, { result: 'checked' })
    const listed = await seller.post(`listing:${organisation}`, '/marketplace/listings', {
      lotId: imported.id,
      ...listing,
    })
    lots.set(organisation, imported.id)
    lots.set(`listing:${organisation}`, listed.id)
  }

  await seedTrade(app, deps, lots)
  await seedTravellers(deps, await enter(app, 'bus'), monthsBefore(deps.now(), WORLD_MONTHS))

  for (const { organisation, key, buys, scheme } of demoSchemes) {
    const shop = await enter(app, organisation)
    if (buys) {
      const order = await shop.post(`order:${key}`, '/marketplace/orders', {
        listingId: lots.get(`listing:${buys.from}`),
        massG: buys.massG,
        publicName: true,
      })
      await shop.post(`payment:${key}`, `/marketplace/orders/${order.id}/payments`, { method: 'invoice' })
      await operator.post(`settle:${key}`, `/marketplace/orders/${order.id}/settle`, {})
    }
    const opened = await shop.post(
      `scheme:${key}`,
      '/schemes',
      scheme((name) => lots.get(name) ?? ''),
    )
    await shop.post(`sales:${key}`, `/schemes/${opened.id}/sales`, demoSales(key, deps.now()))
  }
}

/** The last write of all: when it was answered, everything before it was. */
async function isFinished({ db }: Deps): Promise<boolean> {
  const last = demoSchemes.at(-1)
  const key = demoId(`request:sales:${last?.key}`)
  return (
    (await db.maybe(rows(z.object({ key: z.uuid() }))`select key from idempotent_request where key = ${key}`)) !== null
  )
}
