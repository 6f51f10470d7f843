import { Instant } from '@morinowa/shared/kernel/calendar.ts'
import type { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { TerminalId } from '@morinowa/shared/schemes/intake/contract.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

// SQL of cash registers. A register's row is taken before the stock of its scheme.

const TerminalRow = z.object({
  id: TerminalId,
  name: z.string(),
  nextSequence: z.int(),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
})
export type TerminalRow = z.infer<typeof TerminalRow>

export async function recordTerminal(tx: Tx, id: SchemeId, terminal: { id: TerminalId; name: string; at: string }) {
  await tx.run(sql`
    insert into scheme_terminal (scheme_id, id, name, created_at)
    values (${id}, ${terminal.id}, ${terminal.name}, ${terminal.at})`)
}

/** The registers of a scheme, newest first. */
export function terminalsOf(db: Queryable, id: SchemeId, limit: number): Promise<TerminalRow[]> {
  return db.many(rows(TerminalRow)`
    select id, name, next_sequence as "nextSequence", created_at as "createdAt", revoked_at as "revokedAt"
      from scheme_terminal where scheme_id = ${id} order by id desc limit ${limit}`)
}

/** A register whose deliveries wait until the transaction ends. */
export function lockTerminal(tx: Tx, id: SchemeId, terminalId: TerminalId): Promise<TerminalRow | null> {
  return tx.maybe(rows(TerminalRow)`
    select id, name, next_sequence as "nextSequence", created_at as "createdAt", revoked_at as "revokedAt"
      from scheme_terminal where scheme_id = ${id} and id = ${terminalId} for no key update`)
}

export async function recordRevocation(tx: Tx, id: SchemeId, terminalId: TerminalId, at: string): Promise<void> {
  await tx.run(sql`
    update scheme_terminal set revoked_at = coalesce(revoked_at, ${at})
     where scheme_id = ${id} and id = ${terminalId}`)
}

const DeliveryRow = z.object({ digest: z.instanceof(Buffer), answer: z.unknown() })

export function deliveryOf(tx: Tx, id: SchemeId, terminalId: TerminalId, sequence: number) {
  return tx.maybe(rows(DeliveryRow)`
    select digest, answer from scheme_delivery
     where scheme_id = ${id} and terminal_id = ${terminalId} and sequence = ${sequence}`)
}

/** Keeps a delivery with its answer and moves its register on to the next number. */
export async function recordDelivery(
  tx: Tx,
  id: SchemeId,
  terminalId: TerminalId,
  delivery: { sequence: number; digest: Buffer; answer: unknown; at: string },
): Promise<void> {
  const { sequence, digest, answer, at } = delivery
  await tx.run(sql`
    insert into scheme_delivery (scheme_id, terminal_id, sequence, digest, answer, received_at)
    values (${id}, ${terminalId}, ${sequence}, ${digest}, ${JSON.stringify(answer)}::json, ${at})`)
  await tx.run(sql`
    update scheme_terminal set next_sequence = ${sequence + 1} where scheme_id = ${id} and id = ${terminalId}`)
}
