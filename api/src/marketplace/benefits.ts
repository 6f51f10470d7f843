import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Benefit, PromiseBenefit } from '@morinowa/shared/marketplace/benefits-contract.ts'
import type { OrderId } from '@morinowa/shared/marketplace/ids.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { type BenefitRow, benefitsOf, lockBenefit, recordBenefit, recordBenefitState } from './benefits-store.ts'
import { lockOrder } from './order-store.ts'

/** A seller promises a buyer something besides credits, with a day. */
export function promiseBenefit(deps: Deps, actor: Actor, ask: PromiseBenefit & { id: OrderId }): Promise<Benefit> {
  const seller = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, ask.id)
    if (order.sellerId !== seller.id) refuse('marketplace.order-missing')
    if (order.endedAt !== null && order.keptG === 0) refuse('marketplace.order-state', { state: order.state })
    const id = deps.newId()
    const { kind, note, dueOn } = ask
    await recordBenefit(tx, { kind, dueOn, ...(note !== undefined && { note }), id, orderId: order.id, at: deps.now() })
    const [benefit] = await benefitsOf(tx, { id })
    return benefit ? shown(benefit, deps.now()) : refuse('marketplace.benefit-missing')
  })
}

type Move = 'prepared' | 'sent' | 'received' | 'cancelled'

/** From where each state may be reached, and on which side of the order. */
const moves: Readonly<Record<Move, { from: readonly Benefit['state'][]; by: 'sellerId' | 'buyerId' }>> = {
  prepared: { from: ['promised'], by: 'sellerId' },
  sent: { from: ['promised', 'prepared'], by: 'sellerId' },
  cancelled: { from: ['promised', 'prepared'], by: 'sellerId' },
  received: { from: ['promised', 'prepared', 'sent'], by: 'buyerId' },
}

export function moveBenefit(deps: Deps, actor: Actor, ask: { id: string; state: Move }): Promise<Benefit> {
  const acting = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const benefit = await lockBenefit(tx, ask.id)
    const { from, by } = moves[ask.state]
    if (benefit?.[by] !== acting.id) return refuse('marketplace.benefit-missing')
    if (!from.includes(benefit.state)) refuse('marketplace.benefit-state', { state: benefit.state })
    await recordBenefitState(tx, benefit.id, ask.state, deps.now())
    return shown({ ...benefit, state: ask.state, changedAt: deps.now() as Benefit['changedAt'] }, deps.now())
  })
}

export async function listBenefits(deps: Deps, actor: Actor, side: 'seller' | 'buyer'): Promise<{ items: Benefit[] }> {
  const { id } = actingFor(actor)
  const found = await benefitsOf(deps.db, side === 'seller' ? { sellerId: id } : { buyerId: id })
  return { items: found.map((benefit) => shown(benefit, deps.now())) }
}

function shown({ sellerId: _seller, buyerId: _buyer, ...benefit }: BenefitRow, now: string): Benefit {
  const isOpen = !['received', 'cancelled'].includes(benefit.state)
  return { ...benefit, overdue: isOpen && benefit.dueOn < dayOf(now) }
}
