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
import { keepClaim, seedWeekend } from './seed-weekend.ts'
import { demoSales, demoSchemes, demoSellers } from './world.ts'

/** Makes the demo world once; a start that was killed half-way is continued by the next one. */
export async function seedWorld(app: FastifyInstance, deps: Deps): Promise<void> {
  await seedFeed(app, deps)
  if (!(await isFinished(deps))) await makeWorld(app, deps)
}

/** Makes it through the public API, as its users would; every write carries a fixed Idempotency-Key. */
export async function makeWorld(app: FastifyInstance, deps: Deps): Promise<void> {
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
  const months = monthsBefore(deps.now(), WORLD_MONTHS)
  await seedTravellers(deps, await enter(app, 'bus'), months)
  await seedWeekend(app, months.at(-1) ?? '')

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
    const sold = await shop.post(`sales:${key}`, `/schemes/${opened.id}/sales`, demoSales(key, deps.now()))
    if (key === 'nagano') await keepClaim(app, sold.claims?.[0]?.code)
  }
}

/** The last write of all: when it is there, everything before it is. */
async function isFinished({ db }: Deps): Promise<boolean> {
  const { organisation, key } = demoSchemes.at(-1) as (typeof demoSchemes)[number]
  const last = demoSales(key, '2026-01-01T00:00:00Z').at(-1)?.externalId
  const found = await db.maybe(rows(z.object({ externalId: z.string() }))`
    select external_id as "externalId" from scheme_sale
     where external_id = ${last} and scheme_id in (select id from scheme where organisation_id = ${demoId(`organisation:${organisation}`)})
     limit 1`)
  return found !== null
}
