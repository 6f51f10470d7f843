import { addDays, dayOf, fiscalYearOf } from '@morinowa/shared/kernel/calendar.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { demoId } from './accounts.ts'
import { enter } from './member.ts'

const TENDER_DAYS = 14

/** A tender with a bid in it, a standing order and a reward fund with money: one of each, so that their pages are not empty. */
export async function seedTrade(app: FastifyInstance, deps: Deps, made: ReadonlyMap<string, string>): Promise<void> {
  const [seller, buyer, town, operator] = await Promise.all([
    enter(app, 'hirono'),
    enter(app, 'buyer'),
    enter(app, 'imizu'),
    enter(app, 'operator'),
  ])
  const today = dayOf(deps.now())
  const tender = await seller.post('tender', '/marketplace/listings', {
    lotId: made.get('hirono'),
    massG: 100_000_000,
    priceYenPerTonne: 40_000,
    taxIncluded: false,
    minG: 100_000,
    kind: 'tender',
    tender: { closesAt: `${addDays(today, TENDER_DAYS)}T17:00:00+09:00`, capG: 30_000_000 },
  })
  // On a start that continues yesterday's, the tender stands already and its bid with it.
  if (tender.id) {
    await buyer.post('bid', `/marketplace/tenders/${tender.id}/bids`, {
      massG: 2_000_000,
      priceYenPerTonne: 48_000,
      nonce: demoId('nonce').replaceAll('-', '').repeat(2),
    })
  }
  await buyer.post('standing', '/marketplace/standing-orders', { family: 'j-credit', budgetYen: 3_000, allYen: 36_000 })
  const year = fiscalYearOf(today)
  const fund = await town.post('fund', '/programmes/funds', {
    name: '射水市 脱炭素移動キャンペーン（デモ）',
    yenPerKg: 10,
    fromDay: `${year}-04-01`,
    toDay: `${year + 1}-03-31`,
  })
  if (fund.id) await operator.post('deposit', `/programmes/funds/${fund.id}/deposits`, { amountYen: 50_000 })
}
