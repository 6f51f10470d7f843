import { LotId } from '@morinowa/shared/credits/ids.ts'
import type { OfficialRetirement, RecordOfficial, Reserve } from '@morinowa/shared/forest/official-contract.ts'
import { massOfSerials } from '@morinowa/shared/forest/proof.ts'
import { claimedRanges, overlapAmong } from '@morinowa/shared/forest/serials.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { actingFor, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { areOfLot, lockOfficial, officialsOf, publicOfficial, recordOfficialRow, reserves } from './official-store.ts'

/** Whole units of a lot were retired at their registry: the grams that have waited longest have their numbers now. */
export function recordOfficial(
  { db, now, newId }: Deps,
  actor: Actor,
  ask: RecordOfficial & { id: string },
): Promise<{ official: OfficialRetirement; reserve: Reserve }> {
  const operator = actingFor(actor)
  const lotId = LotId.parse(ask.id)
  const { ranges, readable } = claimedRanges(ask.serials)
  if (overlapAmong(ranges)) refuse('forest.serials-repeated', {}, '/serials')
  if (ask.retiredOn > dayOf(now())) refuse('forest.official-dated', { retiredOn: ask.retiredOn }, '/retiredOn')
  return db.transaction(async (tx) => {
    const lot = await lockOfficial(tx, lotId)
    if (!lot) return refuse('forest.lot-missing')
    const massG = massOf(ask, readable && lot.countable ? Number(massOfSerials(lot.family, ranges)) : null)
    if (massG % lot.unitG !== 0) refuse('forest.unit', { family: lot.family, unitG: lot.unitG, massG }, '/massG')
    // Numbers that nobody can count are compared as a text with what they were imported as.
    if (lot.countable && !(readable && (await areOfLot(tx, lotId, lot.family, ranges)))) {
      refuse('forest.official-strange', {}, '/serials')
    }
    const leftG = lot.massG - lot.officialG
    if (massG > leftG) refuse('forest.official-too-much', { leftG, massG }, '/massG')

    const by = auditName(actor)
    await recordOfficialRow(tx, {
      id: newId(),
      lotId,
      family: lot.family,
      number: lot.officials + 1,
      fromG: lot.officialG,
      toG: lot.officialG + massG,
      serials: ask.serials,
      retiredOn: ask.retiredOn,
      document: ask.document,
      note: ask.note ?? null,
      recordedBy: by,
      recordedAt: now(),
      // Part of an uncountable text may be retired many times over; only what can be counted is kept apart.
      ranges: lot.countable ? ranges : [],
    })
    const facts = { massG, retiredOn: ask.retiredOn, document: ask.document }
    await recordAudit(tx, { actor: by, organisationId: operator.id, act: 'forest.official', subject: lotId, facts })
    const official = (await officialsOf(tx, lotId)).at(-1)
    const [reserve] = await reserves(tx, { lotId, limit: 1 })
    if (!official || !reserve) throw new Error(`an official retirement of ${lotId} was recorded and is not there`)
    return { official: publicOfficial(official), reserve }
  })
}

function massOf({ massG }: RecordOfficial, countedG: number | null): number {
  if (countedG === null) return massG ?? refuse('forest.official-mass', { countedG: 0, massG: 0 }, '/massG')
  if (massG !== undefined && massG !== countedG) refuse('forest.official-mass', { countedG, massG }, '/massG')
  return countedG
}
