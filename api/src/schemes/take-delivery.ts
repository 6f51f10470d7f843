import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Refusal, refuse } from '@morinowa/shared/kernel/refusal.ts'
import { refusals } from '@morinowa/shared/refusals.ts'
import type { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { Delivery, DeliveryAnswer, type TerminalId } from '@morinowa/shared/schemes/intake/contract.ts'
import type { Tx } from '../platform/db.ts'
import { bytesOf, readBody } from '../platform/delivered-body.ts'
import type { Deps } from '../platform/deps.ts'
import { deliveryOf, lockTerminal, recordDelivery } from './intake-store.ts'
import { schemeForTerminal } from './known-schemes.ts'
import { takeSales } from './record-sales.ts'
import { takeBack } from './return-sale.ts'
import { stockOf } from './store.ts'
import { checkSignature } from './webhook-signature.ts'

export type Sent = {
  id: SchemeId
  terminalId: TerminalId
  headers: Record<string, string | string[] | undefined>
  body: Readable
}

/**
 * Takes what a cash register sends. Who it is, its signature says; that nothing is missing or comes twice, its number.
 * A delivery is taken whole: its sales first, each judged by itself, then its returns.
 */
export async function takeDelivery(deps: Deps, sent: Sent): Promise<DeliveryAnswer> {
  const body = await bytesOf(sent.body)
  checkSignature(deps.settings.secret, sent.terminalId, { headers: sent.headers, body }, deps.now())
  const delivery = readBody(Delivery, body)
  const digest = createHash('sha256').update(body).digest()
  const { id, terminalId } = sent
  return deps.db.transaction(async (tx) => {
    const terminal = await lockTerminal(tx, id, terminalId)
    if (!terminal || terminal.revokedAt !== null) return refuse('schemes.terminal-missing')
    const { sequence } = delivery
    if (sequence < terminal.nextSequence) {
      const earlier = await deliveryOf(tx, id, terminalId, sequence)
      if (!earlier?.digest.equals(digest)) return refuse('schemes.sequence-reused', { sequence }, '/sequence')
      return { ...DeliveryAnswer.parse(earlier.answer), duplicate: true, nextSequence: terminal.nextSequence }
    }
    if (sequence > terminal.nextSequence) {
      refuse('schemes.sequence-gap', { expected: terminal.nextSequence }, '/sequence')
    }
    const answer = await takeAll(tx, deps, id, delivery)
    await recordDelivery(tx, id, terminalId, { sequence, digest, answer, at: deps.now() })
    return answer
  })
}

async function takeAll(
  tx: Tx,
  deps: Deps,
  id: SchemeId,
  { sequence, sales, returns }: Delivery,
): Promise<DeliveryAnswer> {
  const scheme = await schemeForTerminal(deps.db, id)
  const declined: DeliveryAnswer['declined'] = []
  const taken = sales.length === 0 ? null : await takeSales(tx, deps, scheme, sales, false)
  for (const { externalId, status, code, messages } of taken?.answer.rows ?? []) {
    if (status === 'refused' && code && messages) declined.push({ externalId, code, messages })
  }
  let returned = 0
  let repeated = taken?.answer.duplicate ?? 0
  for (const one of returns) {
    const done = await attempt(() => takeBack(tx, deps, { ...one, id }))
    if (done instanceof Refusal) declined.push(declinedReturn(one.externalId, done))
    else if (done.duplicate) repeated++
    else returned++
  }
  return {
    sequence,
    duplicate: false,
    nextSequence: sequence + 1,
    accepted: taken?.answer.accepted ?? 0,
    repeated,
    returned,
    declined,
    claims: taken?.answer.claims ?? [],
    ...(await stockOf(tx, id)),
  }
}

/** A return refuses before it writes, so the transaction can go on without it. */
async function attempt<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function declinedReturn(externalId: string, { code, facts }: Refusal): DeliveryAnswer['declined'][number] {
  const wording = refusals[code]
  return { externalId, code, messages: { ja: wording?.ja(facts) ?? code, en: wording?.en(facts) ?? code } }
}
