import { createHmac } from 'node:crypto'
import { FEWEST_PEOPLE, type LotOrigin } from '@morinowa/shared/certificates/origin-contract.ts'
import { readableCode, serialText } from '@morinowa/shared/credits/serials.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Grams } from '@morinowa/shared/kernel/units.ts'
import type { Deps } from '../platform/deps.ts'
import { ownParticipant } from '../reductions/own-participant.ts'
import { batchOfLot, ownGramsOf, slicesOf } from './origin-store.ts'
import { registerLot } from './store.ts'

/** The acts behind a range of a lot. Nobody sees whose they are; a person sees which are their own. */
export async function showOrigin(
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
  actor: Actor,
  ask: { id: string; from: number; to?: number | undefined; after: number | null; limit: number },
): Promise<LotOrigin> {
  const lot = (await registerLot(db, ask.id)) ?? (await registerLot(db, readableCode(ask.id)))
  if (!lot) return refuse('certificates.lot-missing')
  const to = Math.min(ask.to ?? lot.massG, lot.massG)
  const from = Math.min(ask.from, to)
  const massG = (to - from) as Grams
  const known = await batchOfLot(db, lot.id, FEWEST_PEOPLE)
  const nothing = { lotId: lot.id, from, to, massG, ownG: 0 as Grams, items: [], next: null }
  if (!known) return { ...nothing, batch: null, withheld: false }
  const { people, ...batch } = known
  const withheld = people < FEWEST_PEOPLE
  const participantId = actor.kind === 'person' ? (await ownParticipant(db, actor.personId)).participantId : null
  const start = Math.max(from, ask.after ?? from)
  const found = await slicesOf(db, { lotId: lot.id, from: start, to, participantId, limit: ask.limit + 1 })
  const page = found.slice(0, ask.limit)
  const last = page.at(-1)
  const name = (reductionId: string) =>
    createHmac('sha256', settings.secret).update(`origin\n${lot.id}\n${reductionId}`).digest('hex').slice(0, 16)
  return {
    ...nothing,
    ownG: (await ownGramsOf(db, { lotId: lot.id, from, to, participantId })) as Grams,
    batch,
    withheld,
    items: page
      // Of too few people only one's own acts are shown.
      .filter(({ own }) => own || !withheld)
      .map((slice) => ({
        from: slice.from,
        to: slice.to,
        massG: (slice.to - slice.from) as Grams,
        serials: serialText(lot.family, lot.code, slice),
        handle: name(slice.reductionId),
        ownReductionId: slice.own ? slice.reductionId : null,
      })),
    next: found.length > ask.limit && last ? String(last.to) : null,
  }
}
