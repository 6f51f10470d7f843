import { importActsEndpoint } from '@morinowa/shared/destinations/contract.ts'
import type { Bilingual } from '@morinowa/shared/kernel/text.ts'
import { importRowsEndpoint, makeLinkCodeEndpoint } from '@morinowa/shared/reductions/contract.ts'
import type { PieceType } from '@morinowa/shared/reductions/piece-ask.ts'
import { call } from '../app/api-client.ts'

/** One act as the counter writes it: a line of an import. */
export type CounterAct = {
  /** Stays the same until it has arrived, so that pressing again records nothing twice. */
  externalId: string
  subject: string
  type: PieceType
  /** The day in Japan. */
  at: string
  quantity: number
  room?: string
  placeRef?: string
  municipality?: string
}

export type CounterAnswer =
  | { kind: 'recorded' | 'held'; code: string | null; expiresAt: string | null; reason: Bilingual | null }
  | { kind: 'refused'; reason: Bilingual | null }

/**
 * Sends an act and, where the guest is to show who they are, makes the code by which they take it up.
 * @throws ProblemError, UnreachableError: then nothing is known, and the same act may be sent again.
 */
export async function sendAct(act: CounterAct, wantsCode: boolean): Promise<CounterAnswer> {
  const file = new Blob([`${JSON.stringify(act)}\n`], { type: 'application/x-ndjson' })
  const { importId, rejected, quarantined } = await call(importActsEndpoint, { file })
  const reason = rejected + quarantined > 0 ? await reasonOf(importId) : null
  if (rejected > 0) return { kind: 'refused', reason }
  // The act's own number makes the code the same one when an answer was lost and the act is sent again.
  const made = wantsCode
    ? await call(makeLinkCodeEndpoint, { body: { subject: act.subject }, requestId: act.externalId })
    : null
  return {
    kind: quarantined > 0 ? 'held' : 'recorded',
    code: made?.code ?? null,
    expiresAt: made?.expiresAt ?? null,
    reason,
  }
}

async function reasonOf(id: string): Promise<Bilingual | null> {
  const { items } = await call(importRowsEndpoint, { params: { id } })
  return items[0]?.messages ?? null
}
