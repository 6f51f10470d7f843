import type { TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { type Cast, needed } from '../cast.ts'
import { Telling } from '../telling.ts'
import { bodyOf } from '../visitor.ts'
import { buy } from './market.ts'

const today = () => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10)
const now = () => new Date(Date.now() - 60_000).toISOString()

/** 12,345 items at one yen buy 823 kg at 15,000 yen a tonne, to the yen. */
export async function fundStep(cast: Cast): Promise<TourStep> {
  const telling = new Telling()
  const shop = telling.as(cast.shop)
  const scheme = bodyOf(
    await shop.post('/api/v1/schemes', {
      kind: 'per-item-fund',
      name: `1品1円 ${cast.run}`,
      place: '道の駅にちなん日野川の郷',
      municipalityCode: '31401',
      yenPerItem: 1,
      buysFrom: { listingId: needed(cast.left.listingId, 'the listing') },
      closing: 'month',
    }),
    201,
    'POST /schemes',
  )
  const path = `/api/v1/schemes/${scheme.id}`
  const sold = [12_000, 300, 60].map((quantity, i) => ({ externalId: `${cast.run}-${i}`, at: now(), quantity }))
  bodyOf(await shop.post(`${path}/sales`, sold), 200, 'POST sales')
  const repeated = bodyOf(await shop.post(`${path}/sales`, sold), 200, 'POST sales')
  telling.check('duplicate', 3, repeated.duplicate)
  bodyOf(await shop.post(`${path}/returns`, { externalId: `${cast.run}-2`, quantity: 15 }), 200, 'POST returns')
  const tally = bodyOf(await telling.as(cast.anyone).get(`${path}/public`), 200, 'GET public')
  telling.check('items', 12_345, tally.items)
  telling.check('fund', 12_345, tally.fundYen, '円')
  const closing = bodyOf(await shop.post(`${path}/closings`, { through: today() }), 201, 'POST closings')
  telling.check('bought', 823_000, closing.boughtG, 'g')
  telling.check('spent', 12_345, closing.spentYen, '円')
  telling.check('carriedYen', 0, closing.carriedYen, '円')
  telling.link('scheme', `/schemes/${scheme.id}`)
  telling.link('certificate', `/certificates/${closing.certificateId}`)
  return telling.told(10, 'fund', 'shop')
}

/** 61 items with 2 kg each, one of which comes back; nothing is retired before a whole tonne is due. */
export async function attachmentStep(cast: Cast): Promise<TourStep> {
  const telling = new Telling()
  const shop = telling.as(cast.shop)
  const listingId = needed(cast.left.listingId, 'the listing')
  await buy(telling, cast, cast.shop, { listingId, massG: 200_000 })
  const scheme = bodyOf(
    await shop.post('/api/v1/schemes', {
      kind: 'unit-attachment',
      name: `2 kg つき冷凍食品 ${cast.run}`,
      place: 'わがまちカーボンクレジットNAGANO（再現）',
      municipalityCode: '20201',
      products: [{ sku: 'FROZEN', name: '冷凍食品', massG: 2_000 }],
      reserve: { lotId: needed(cast.left.forestLotId, 'the forest lot'), massG: 200_000 },
    }),
    201,
    'POST /schemes',
  )
  const path = `/api/v1/schemes/${scheme.id}`
  const sold = Array.from({ length: 61 }, (_, i) => ({
    externalId: `${cast.run}-F${i}`,
    at: now(),
    sku: 'FROZEN',
    quantity: 1,
  }))
  const answer = bodyOf(await shop.post(`${path}/sales`, sold), 200, 'POST sales')
  telling.check('attached', 122_000, answer.attachedG, 'g')
  telling.check('available', 78_000, answer.availableG, 'g')
  const returned = bodyOf(await shop.post(`${path}/returns`, { externalId: `${cast.run}-F0` }), 200, 'POST returns')
  telling.check('attached', 120_000, returned.attachedG, 'g')
  const closing = bodyOf(await shop.post(`${path}/closings`, { through: today() }), 201, 'POST closings')
  telling.check('retired', 0, closing.retiredG, 'g')
  telling.check('carried', 120_000, closing.carriedG, 'g')
  telling.link('scheme', `/schemes/${scheme.id}`)
  telling.link('page', `/claims/${answer.claims[1].code}`)
  return telling.told(11, 'attachment', 'shop')
}
