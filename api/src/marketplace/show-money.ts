import type { ActingFor, Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { yen } from '@morinowa/shared/kernel/units.ts'
import type { OrderId } from '@morinowa/shared/marketplace/ids.ts'
import type {
  OrderMoney,
  ProceedsOfOrder,
  ProceedsPlan,
  ReturnMoney,
  SetProceedsPlan,
} from '@morinowa/shared/marketplace/money-contract.ts'
import { cursorId } from '../credits/paging.ts'
import { actingFor, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { cardPaymentsOf } from './cards/card-store.ts'
import {
  dividedOf,
  movementsOf,
  lotKnown,
  organisationsKnown,
  plansOf,
  proceedsOf,
  proceedsSum,
  reconciled,
  recordMovement,
  recordPlan,
} from './money-store.ts'
import { lockOrder, type OrderRow, ordersOf } from './order-store.ts'
import { orderFor } from './show-orders.ts'

/** Every yen of an order, for its buyer, its seller and the operator. */
export async function showMoney(db: Queryable, acting: ActingFor, id: OrderId): Promise<OrderMoney> {
  return moneyOf(db, await orderFor(db, acting, id))
}

async function moneyOf(db: Queryable, order: OrderRow): Promise<OrderMoney> {
  const { totalYen, receivedYen, returnedYen, keptTotalYen, dueBackYen, state } = order
  const paidYen = receivedYen - returnedYen
  const isWaiting = state === 'awaiting-payment' || state === 'delivered'
  const openYen = isWaiting ? Math.max(0, (state === 'delivered' ? keptTotalYen : totalYen) - paidYen) : 0
  const cards = await cardPaymentsOf(db, order.id)
  return {
    totalYen,
    receivedYen,
    returnedYen,
    keptTotalYen,
    openYen: yen(openYen),
    dueBackYen,
    movements: await movementsOf(db, order.id),
    cards: cards.map(({ provider, state: became, failure, amountYen, createdAt }) => ({
      provider,
      state: became,
      failure,
      amountYen,
      createdAt,
    })),
  }
}

/** Money was sent back by bank. */
export function returnMoney(deps: Deps, actor: Actor, ask: ReturnMoney & { id: OrderId }): Promise<OrderMoney> {
  return deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, ask.id)
    const { dueBackYen } = order
    if (ask.amountYen > dueBackYen) refuse('marketplace.nothing-due-back', { dueBackYen })
    const at = ask.paidOn ? `${ask.paidOn}T00:00:00+09:00` : deps.now()
    const { amountYen } = ask
    const reference = ask.reference ?? null
    await recordMovement(tx, {
      id: deps.newId(),
      orderId: order.id,
      kind: 'returned',
      method: 'bank',
      amountYen,
      reference,
      at,
    })
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: order.sellerId,
      act: 'order.return-money',
      subject: order.id,
      facts: { amountYen, reference },
    })
    return moneyOf(tx, await lockOrder(tx, order.id))
  })
}

/** Says how later sales are divided. */
export function setProceedsPlan(deps: Deps, actor: Actor, ask: SetProceedsPlan): Promise<ProceedsPlan> {
  const { id: organisationId } = actingFor(actor)
  const bp = ask.lines.reduce((sum, line) => sum + (line.bp ?? 0), 0)
  if (bp > 10_000) refuse('marketplace.plan-commissions', { bp })
  return deps.db.transaction(async (tx) => {
    const parties = ask.lines.flatMap(({ partyId }) => partyId ?? [])
    if (!(await organisationsKnown(tx, parties))) refuse('marketplace.plan-party')
    if (ask.lotId !== null && !(await lotKnown(tx, ask.lotId))) refuse('marketplace.lot-missing', {}, '/lotId')
    const { projectId, lotId } = ask
    const plan = { id: deps.newId(), organisationId, projectId, lotId, at: deps.now() }
    await recordPlan(tx, plan, ask.lines)
    const made = (await plansOf(tx, organisationId)).find(({ id }) => id === plan.id)
    if (!made) throw new Error(`plan ${plan.id} was made and is not there`)
    return made
  })
}

/** How a sale was divided, for everybody who has a part in it. */
export async function showProceeds({ db }: Deps, actor: Actor, id: OrderId): Promise<ProceedsOfOrder> {
  const acting = actingFor(actor)
  const lines = await dividedOf(db, id)
  const [order] = await ordersOf(db, { id, limit: 1 })
  const isParty =
    acting.kind === 'operator' || order?.sellerId === acting.id || lines.some(({ partyId }) => partyId === acting.id)
  if (!order || !isParty) return refuse('marketplace.order-missing')
  return {
    orderId: id,
    soldAt: order.deliveredAt,
    projectName: order.projectName,
    sellerName: order.sellerName,
    keptAmountYen: order.keptAmountYen,
    keptTaxYen: yen(order.keptTotalYen - order.keptAmountYen),
    lines: lines.map(({ partyId, partyName, role, amountYen }) => ({
      partyName,
      role,
      own: partyId === acting.id,
      amountYen,
    })),
    adjusted: order.keptG < order.massG,
  }
}

export async function ownProceeds(
  { db }: Deps,
  actor: Actor,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const { id } = actingFor(actor)
  const found = await proceedsOf(db, id, { before: cursorId(cursor), limit: limit + 1 })
  const items = found.slice(0, limit)
  return {
    items,
    next: found.length > limit ? (items.at(-1)?.orderId ?? null) : null,
    sumYen: await proceedsSum(db, id),
  }
}

export async function reconcile({ db }: Deps, actor: Actor) {
  const acting = actingFor(actor)
  const { wrong, ...sums } = await reconciled(db, acting.kind === 'operator' ? null : acting.id)
  return { ok: wrong === 0, ...sums }
}
