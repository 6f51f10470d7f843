import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf, monthOf } from '@morinowa/shared/kernel/calendar.ts'
import { Refusal, refuse } from '@morinowa/shared/kernel/refusal.ts'
import { mostWithin, priceOf } from '@morinowa/shared/marketplace/price.ts'
import {
  type OpenStanding,
  type RunOutcome,
  type Standing,
  StandingId,
} from '@morinowa/shared/marketplace/standing-contract.ts'
import { lotFacts } from '../forest/lot-facts.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { type ListingRow, lockListing, returnOrdered, takeStock } from './listing-store.ts'
import { listingForSale, orderTaken } from './place-order.ts'
import {
  dueStanding,
  fittingListings,
  lockStanding,
  recordRun,
  recordStanding,
  recordStopped,
  type StandingRow,
  standingOf,
  wishesMeet,
} from './standing-store.ts'

/** Buys every month from now on. */
export function openStanding(deps: Deps, actor: Actor, ask: OpenStanding): Promise<Standing> {
  const { id: buyerId } = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const at = deps.now()
    const month = monthOf(at)
    const firstMonth = ask.firstMonth ?? month
    if (firstMonth < month || (ask.lastMonth !== null && ask.lastMonth < firstMonth)) {
      refuse('marketplace.standing-months', { earliest: month })
    }
    if (ask.listingId) await listingForSale(tx, ask.listingId, buyerId)
    const id = StandingId.parse(deps.newId())
    await recordStanding(tx, { ...ask, id, buyerId, firstMonth, at })
    return shown((await standingOf(tx, { id }))[0])
  })
}

export async function listStanding({ db }: Deps, actor: Actor): Promise<{ items: Standing[] }> {
  const { id: buyerId } = actingFor(actor)
  return { items: (await standingOf(db, { buyerId })).map(shown) }
}

export function stopStanding(deps: Deps, actor: Actor, id: StandingId): Promise<Standing> {
  const buyer = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const standing = await lockStanding(tx, id)
    if (standing?.buyerId !== buyer.id) return refuse('marketplace.standing-missing')
    if (standing.state === 'stopped') refuse('marketplace.standing-stopped')
    await recordStopped(tx, id, 'by-hand', deps.now())
    return shown((await standingOf(tx, { id }))[0])
  })
}

/** Buys for every standing order whose day has come, each in a transaction of its own. Answers how many months it wrote. */
export async function buyStanding(deps: Deps): Promise<number> {
  const at = deps.now()
  const month = monthOf(at)
  let ran = 0
  for (const { id } of await dueStanding(deps.db, month, Number(dayOf(at).slice(8)))) {
    if (await deps.db.transaction((tx) => buyMonth(tx, deps, id, month))) ran++
  }
  return ran
}

/** One month of one standing order: an order, or why there is none; then it stops. */
async function buyMonth(tx: Tx, deps: Deps, id: StandingId, month: string): Promise<boolean> {
  const standing = await lockStanding(tx, id)
  // Another worker may have been here while this one waited for the lock.
  if (!standing || standing.state !== 'active' || standing.runs.some((run) => run.month === month)) return false
  const at = deps.now()
  const { outcome, orderId, spentYen } = await bought(tx, deps, standing, month)
  await recordRun(tx, { id, month, orderId, outcome, spentYen, at })
  if (outcome !== 'ordered') await recordStopped(tx, id, outcome, at)
  return true
}

type Bought = { outcome: RunOutcome; orderId: string | null; spentYen: number }

async function bought(tx: Tx, deps: Deps, standing: StandingRow, month: string): Promise<Bought> {
  const none = (outcome: RunOutcome): Bought => ({ outcome, orderId: null, spentYen: 0 })
  if (standing.lastMonth !== null && month > standing.lastMonth) return none('last-month-over')
  const leftYen = standing.allYen === null ? Number.MAX_SAFE_INTEGER : standing.allYen - standing.spentYen
  let isRefused = false
  for (const { id, lotId } of await fittingListings(tx, standing)) {
    const [facts] = await lotFacts(tx, [lotId])
    const listing = facts?.proof === 'refused' ? null : await lockListing(tx, id)
    if (!listing) continue
    const massG = massWithin(standing, listing, leftYen)
    // The cheapest is beyond what may be spent, and so is everything after it.
    if (massG === 0) return none('out-of-budget')
    if (!(await takeStock(tx, id, massG))) continue
    try {
      const order = await orderTaken(tx, deps, listing, massG, {
        buyerId: standing.buyerId,
        publicName: standing.publicName,
        note: null,
        state: 'awaiting-payment',
      })
      return { outcome: 'ordered', orderId: order.id, spentYen: order.totalYen }
    } catch (error) {
      // The seller's rules forbid it, before anything was written; another listing may allow it.
      if (!(error instanceof Refusal)) throw error
      await returnOrdered(tx, id, massG)
      isRefused = true
    }
  }
  if (isRefused) return none('not-allowed')
  return none((await wishesMeet(tx, standing)) ? 'out-of-stock' : 'nothing-fits')
}

/** What this month buys within what may still be spent: the mass that is wanted or nothing, or as much as the budget does. */
function massWithin(standing: StandingRow, listing: ListingRow, leftYen: number): number {
  if (standing.massG !== null) return priceOf(standing.massG, listing).totalYen <= leftYen ? standing.massG : 0
  const budgetYen = Math.min(standing.budgetYen ?? 0, leftYen)
  return mostWithin(budgetYen, listing, listing.minG, listing.availableG)
}

function shown(standing: StandingRow | undefined): Standing {
  if (!standing) return refuse('marketplace.standing-missing')
  const { buyerId: _buyer, ...rest } = standing
  return rest
}
