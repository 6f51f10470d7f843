import type { TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { type Cast, needed } from '../cast.ts'
import { Telling } from '../telling.ts'
import { bodyOf, type Visitor } from '../visitor.ts'

const TONNES = 5
/** The prefectural forest's price, here with tax inside so that one yen an item comes out even. */
const PRICE_YEN = 15_000
const BEHAVIOUR_PRICE_YEN = 4_300

/** A registered lot with its serials and proof; checked by the operator and put on sale. */
export async function forestStep(cast: Cast): Promise<TourStep> {
  const telling = new Telling()
  const [owner, operator] = [telling.as(cast.owner), telling.as(cast.operator)]
  const lot = bodyOf(
    await owner.post('/api/v1/forest/lots', {
      family: 'j-credit',
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
      projectName: `めぐりの森 ${cast.run}（架空）`,
      municipalityCode: '03507',
      vintage: 2025,
      serials: `TOUR-${cast.run}-000001〜TOUR-${cast.run}-00000${TONNES}`,
      massG: TONNES * 1_000_000,
      statement: { issuedOn: `${cast.month}-01`, holder: '岩手県' },
      priceYenPerTonne: PRICE_YEN,
      taxIncluded: true,
    }),
    201,
    'POST /forest/lots',
  )
  bodyOf(await operator.post(`/api/v1/forest/lots/${lot.id}/check`, { result: 'checked' }), 200, 'POST check')
  const listing = bodyOf(
    await owner.post('/api/v1/marketplace/listings', {
      lotId: lot.id,
      massG: lot.massG,
      priceYenPerTonne: PRICE_YEN,
      taxIncluded: true,
      minG: 1_000,
      kind: 'fixed',
    }),
    201,
    'POST /marketplace/listings',
  )
  telling.check('stock', TONNES * 1_000_000, listing.availableG, 'g')
  telling.fact('serials', lot.serials)
  telling.link('page', '/market')
  cast.left.forestLotId = lot.id
  cast.left.listingId = listing.id
  return telling.told(7, 'forest', 'owner')
}

/** 10 kg at 15,000 yen a tonne, tax inside: 150 yen, of which 13 are tax. */
export async function orderStep(cast: Cast): Promise<TourStep> {
  const telling = new Telling()
  const before = await heldG(cast.buyer, needed(cast.left.forestLotId, 'the forest lot'))
  const order = await buy(telling, cast, cast.buyer, { listingId: cast.left.listingId, massG: 10_000 })
  telling.check('total', 150, order.totalYen, '円')
  telling.check('tax', 13, order.taxYen, '円')
  telling.check('amount', 137, order.amountYen, '円')
  const after = await heldG(telling.as(cast.buyer), needed(cast.left.forestLotId, 'the forest lot'))
  telling.check('held', 10_000, after - before, 'g')
  telling.link('page', '/market')
  return telling.told(8, 'order', 'buyer')
}

/** The operator sells what was issued; the buyer says how much money there is. */
export async function behaviourStep(cast: Cast): Promise<TourStep> {
  const telling = new Telling()
  const lotId = needed(cast.left.behaviourLotId, 'the behaviour lot')
  const listing = bodyOf(
    await telling.as(cast.operator).post('/api/v1/marketplace/listings', {
      lotId,
      massG: 50_000,
      priceYenPerTonne: BEHAVIOUR_PRICE_YEN,
      taxIncluded: false,
      minG: 1_000,
      kind: 'fixed',
    }),
    201,
    'POST /marketplace/listings',
  )
  // 5 kg: ceil(21.5) = 22 yen and 2 yen of tax; 6 kg would be 26 + 2 = 28.
  const order = await buy(telling, cast, cast.buyer, { listingId: listing.id, budgetYen: 27 })
  telling.check('bought', 5_000, order.massG, 'g')
  telling.check('total', 24, order.totalYen, '円')
  telling.check('held', 5_000, await heldG(telling.as(cast.buyer), lotId), 'g')
  return telling.told(9, 'behaviour', 'buyer')
}

/** Orders, asks for an invoice, and lets the operator see the money arrive. */
export async function buy(telling: Telling, cast: Cast, buyer: Visitor, ask: object) {
  const order = bodyOf(await telling.as(buyer).post('/api/v1/marketplace/orders', ask), 201, 'POST /marketplace/orders')
  const path = `/api/v1/marketplace/orders/${order.id}`
  bodyOf(await telling.as(buyer).post(`${path}/payments`, { method: 'invoice' }), 201, 'POST payments')
  const settled = bodyOf(await telling.as(cast.operator).post(`${path}/settle`, {}), 200, 'POST settle')
  telling.check('status', 'settled', settled.state)
  return settled
}

/** Grams of a lot that an organisation holds. */
export async function heldG(visitor: Visitor, lotId: string): Promise<number> {
  const { items } = bodyOf(await visitor.get('/api/v1/credits/holdings?limit=200'), 200, 'GET /credits/holdings')
  return items.find((one: { lotId: string }) => one.lotId === lotId)?.massG ?? 0
}
