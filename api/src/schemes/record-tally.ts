import { createHash } from 'node:crypto'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf, daysOfMonth } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { RecordTally, SalesAnswer, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { photoBase64, photoType } from '@morinowa/shared/schemes/photo.ts'
import { Sale } from '@morinowa/shared/schemes/scheme-rule.ts'
import { actingFor, auditName } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { knownScheme } from './known-schemes.ts'
import { takeSales } from './record-sales.ts'
import { recordTally as recordSheet } from './sale-store.ts'

/** Bytes that tell the kinds of picture apart. */
const SIGNATURE_BYTES = 12

/** Records a month that was counted on paper. Its items are worth the same and are always shown apart. */
export async function recordTally(deps: Deps, actor: Actor, ask: RecordTally & { id: SchemeId }): Promise<SalesAnswer> {
  const scheme = await knownScheme(deps.db, actingFor(actor), ask.id)
  const photo = Buffer.from(photoBase64(ask.photo), 'base64')
  const type = photoType(photo.subarray(0, SIGNATURE_BYTES).toString('hex'))
  const today = dayOf(deps.now())
  const { from, to } = daysOfMonth(ask.month)
  if (from > today) refuse('schemes.sale-in-future', { at: ask.month }, '/month')
  const sale = Sale.parse({
    externalId: ask.sku === undefined ? `tally ${ask.month}` : `tally ${ask.month} ${ask.sku}`,
    at: `${to < today ? to : today}T00:00:00+09:00`,
    quantity: ask.items,
    ...(ask.sku !== undefined && { sku: ask.sku }),
    channel: 'paper',
  })
  return deps.db.transaction(async (tx) => {
    const { answer, declined } = await takeSales(tx, deps, scheme, [sale], true)
    const [no] = declined
    if (no?.code === 'schemes.sale-differs' || answer.duplicate > 0) refuse('schemes.tally-known', { month: ask.month })
    if (no) return refuse(no.code, no.facts)
    await recordSheet(tx, ask.id, {
      externalId: sale.externalId,
      month: ask.month,
      photo,
      photoType: type,
      photoDigest: createHash('sha256').update(photo).digest(),
      recordedBy: auditName(actor),
    })
    return answer
  })
}
