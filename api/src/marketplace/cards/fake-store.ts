import { Instant } from '@morinowa/shared/kernel/calendar.ts'
import { FakeCardSession } from '@morinowa/shared/marketplace/money-contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../../platform/db.ts'

// The fictional card company's own books. They know nothing of ours.

export type NewFakeSession = {
  id: string
  orderId: string
  amountYen: number
  text: string
  seller: string
  returnUrl: string
  cancelUrl: string
  expiresAt: string
}

export async function openFakeSession(db: Queryable, s: NewFakeSession): Promise<void> {
  await db.run(sql`
    insert into fake_card_session (id, amount_yen, text, seller, client_reference, return_url, cancel_url, expires_at)
    values (${s.id}, ${s.amountYen}, ${s.text}, ${s.seller}, ${s.orderId}, ${s.returnUrl}, ${s.cancelUrl},
            ${s.expiresAt})
    on conflict (id) do nothing`)
}

const SessionRow = FakeCardSession.extend({ clientReference: z.string(), expiresAt: Instant })
export type FakeSessionRow = z.infer<typeof SessionRow>

export function fakeSession(db: Queryable, id: string): Promise<FakeSessionRow | null> {
  return db.maybe(rows(SessionRow)`
    select id, seller, text, amount_yen as "amountYen", state, return_url as "returnUrl", cancel_url as "cancelUrl",
           client_reference as "clientReference", expires_at as "expiresAt"
      from fake_card_session where id = ${id}`)
}

export async function lockFakeSession(tx: Tx, id: string): Promise<FakeSessionRow | null> {
  await tx.run(sql`select from fake_card_session where id = ${id} for update`)
  return fakeSession(tx, id)
}

export async function recordFakeState(tx: Tx, id: string, state: 'paid' | 'failed' | 'expired'): Promise<void> {
  await tx.run(sql`update fake_card_session set state = ${state} where id = ${id}`)
}

export async function creditFakeSession(db: Queryable, id: string, allYen: number): Promise<boolean> {
  const credited = await db.run(sql`
    update fake_card_session set refunded_yen = greatest(refunded_yen, ${allYen})
     where id = ${id} and state = 'paid' and ${allYen} <= amount_yen`)
  return credited === 1
}

export async function queueFakeEvent(tx: Tx, body: string, dueAt: string): Promise<void> {
  await tx.run(sql`insert into fake_card_event (body, due_at) values (${body}, ${dueAt})`)
}

const Due = z.object({ number: z.int(), body: z.string() })

export function dueFakeEvents(db: Queryable, at: string): Promise<z.infer<typeof Due>[]> {
  return db.many(rows(Due)`
    select number, body from fake_card_event where sent_at is null and due_at <= ${at} order by number limit 100`)
}

export async function recordFakeSent(db: Queryable, number: number, at: string): Promise<void> {
  await db.run(sql`update fake_card_event set sent_at = ${at} where number = ${number}`)
}
