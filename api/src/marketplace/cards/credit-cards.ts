import type { OrderId } from '@morinowa/shared/marketplace/ids.ts'
import type { Tx } from '../../platform/db.ts'
import type { Deps } from '../../platform/deps.ts'
import { recordMovement } from '../money-store.ts'
import { lockOrder } from '../order-store.ts'
import { cardPaymentsOf, owedCards, recordCardDueBack, recordCardReturned } from './card-store.ts'
import { providerNamed } from './choose-provider.ts'

/**
 * What is due back of a locked order goes to the cards that paid it, the newest first, as far as they paid. Here it is only
 * decided; the worker tells the provider.
 */
export async function creditCards(tx: Tx, deps: Deps, orderId: OrderId): Promise<void> {
  const { dueBackYen } = await lockOrder(tx, orderId)
  const paid = (await cardPaymentsOf(tx, orderId)).filter(({ state }) => state === 'paid')
  // What is decided already and not done yet still counts as due back in the order.
  let left = dueBackYen - paid.reduce((sum, card) => sum + card.dueBackYen - card.returnedYen, 0)
  for (const card of paid) {
    const part = Math.min(left, card.amountYen - card.dueBackYen)
    if (part <= 0) continue
    await recordCardDueBack(tx, card.id, part)
    left -= part
  }
  if (dueBackYen > 0) await deps.jobs.enqueue(tx, 'marketplace.credit-cards', {})
}

/** Tells providers what to credit. The key names the sum before, so that a repeat after a crash credits nothing twice. */
export async function creditOwedCards(deps: Deps): Promise<void> {
  for (const { id, orderId } of await owedCards(deps.db)) {
    await deps.db.transaction(async (tx) => {
      await lockOrder(tx, orderId)
      const card = (await cardPaymentsOf(tx, orderId)).find((one) => one.id === id)
      const amountYen = card ? card.dueBackYen - card.returnedYen : 0
      const provider = card && providerNamed(deps, card.provider)
      if (!card || !provider || amountYen === 0) return
      const { reference, charge } = card
      const key = `${id}-${card.returnedYen}-${card.dueBackYen}`
      const credited = await provider.credit({ key, reference, charge, amountYen, allYen: card.dueBackYen })
      await recordCardReturned(tx, id, amountYen)
      await recordMovement(tx, {
        id: deps.newId(),
        orderId,
        kind: 'returned',
        method: 'card',
        amountYen,
        reference: credited.reference,
        at: deps.now(),
      })
    })
  }
}
