import { Instant } from '@morinowa/shared/kernel/calendar.ts'
import { Yen } from '@morinowa/shared/kernel/units.ts'
import { OrderId } from '@morinowa/shared/marketplace/ids.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../../platform/db.ts'

const CardPaymentRow = z.object({
  id: z.uuid(),
  orderId: OrderId,
  provider: z.string(),
  reference: z.string(),
  charge: z.string().nullable(),
  amountYen: Yen,
  url: z.string(),
  state: z.enum(['open', 'paid', 'failed', 'expired']),
  failure: z.string().nullable(),
  dueBackYen: Yen,
  returnedYen: Yen,
  createdAt: Instant,
})
export type CardPaymentRow = z.infer<typeof CardPaymentRow>

/** The card payments of an order, newest first, locked with their order. */
export function cardPaymentsOf(db: Queryable, orderId: OrderId): Promise<CardPaymentRow[]> {
  return db.many(rows(CardPaymentRow)`
    select id, order_id as "orderId", provider, reference, charge, amount_yen as "amountYen", url, state, failure,
           due_back_yen as "dueBackYen", returned_yen as "returnedYen", created_at as "createdAt"
      from card_payment where order_id = ${orderId} order by created_at desc, id desc limit 200`)
}

const Found = z.object({ orderId: OrderId })

/** Whose session it is: ours by its name, else the order that it carries. */
export function orderOfSession(
  db: Queryable,
  provider: string,
  reference: string,
  orderId: string | null,
): Promise<z.infer<typeof Found> | null> {
  return db.maybe(rows(Found)`
    select order_id as "orderId" from card_payment where provider = ${provider} and reference = ${reference}
    union all
    select id as "orderId" from market_order where id::text = ${orderId}
    limit 1`)
}

export async function recordCardPayment(
  tx: Tx,
  p: Pick<CardPaymentRow, 'id' | 'orderId' | 'provider' | 'reference' | 'url'> & { amountYen: number; at: string },
): Promise<void> {
  await tx.run(sql`
    insert into card_payment (id, order_id, provider, reference, amount_yen, url, created_at)
    values (${p.id}, ${p.orderId}, ${p.provider}, ${p.reference}, ${p.amountYen}, ${p.url}, ${p.at})`)
}

export async function recordCardState(
  tx: Tx,
  id: string,
  said: { state: CardPaymentRow['state']; charge: string | null; failure: string | null },
): Promise<void> {
  await tx.run(sql`
    update card_payment set state = ${said.state}, charge = coalesce(${said.charge}, charge), failure = ${said.failure}
     where id = ${id}`)
}

export async function recordCardDueBack(tx: Tx, id: string, moreYen: number): Promise<void> {
  await tx.run(sql`update card_payment set due_back_yen = due_back_yen + ${moreYen} where id = ${id}`)
}

/** Takes an event for the first time; a repeat answers false. */
export async function recordCardEvent(
  tx: Tx,
  e: { provider: string; id: string; kind: string; reference: string; outcome: string; at: string },
): Promise<boolean> {
  const fresh = await tx.run(sql`
    insert into card_event (provider, event_id, kind, reference, outcome, received_at)
    values (${e.provider}, ${e.id}, ${e.kind}, ${e.reference}, ${e.outcome}, ${e.at}) on conflict do nothing`)
  return fresh === 1
}

const Known = z.object({ outcome: z.string() })

export function cardEvent(db: Queryable, provider: string, id: string): Promise<z.infer<typeof Known> | null> {
  return db.maybe(rows(Known)`select outcome from card_event where provider = ${provider} and event_id = ${id}`)
}

const Owed = z.object({ id: z.uuid(), orderId: OrderId })

/** Card payments of which something still has to go back. */
export function owedCards(db: Queryable): Promise<z.infer<typeof Owed>[]> {
  return db.many(rows(Owed)`
    select id, order_id as "orderId" from card_payment where returned_yen < due_back_yen order by id limit 100`)
}

export async function recordCardReturned(tx: Tx, id: string, amountYen: number): Promise<void> {
  await tx.run(sql`update card_payment set returned_yen = returned_yen + ${amountYen} where id = ${id}`)
}
