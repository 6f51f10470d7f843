import { CertificateId, RetirementId } from '@morinowa/shared/credits/ids.ts'
import type { Backing, Portion } from '@morinowa/shared/forest/official-contract.ts'
import { dueBy, portionsOf } from '@morinowa/shared/forest/official.ts'
import type { Day } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Grams } from '@morinowa/shared/kernel/units.ts'
import type { Queryable } from '../platform/db.ts'
import { type BackedEntry, entriesBacked, rangesBacked } from './official-store.ts'

/** Where the grams of a retirement are at their own registry, by its id or its certificate's number. */
export async function showBacking(db: Queryable, text: string): Promise<Backing> {
  const id = RetirementId.safeParse(text.toLowerCase()).data
  const certificateId = CertificateId.safeParse(text.toUpperCase()).data
  const found =
    id || certificateId ? await entriesBacked(db, { id: id ?? null, certificateId: certificateId ?? null }) : null
  return found ? backingOf(found) : refuse('forest.retirement-missing')
}

function backingOf({ retirementId, massG, retiredAt, registered, entries }: BackedEntry): Backing {
  const day = dueBy(retiredAt)
  const portions = entries.flatMap((entry) => portionsOfEntry(entry, day))
  const sum = (state: Portion['state']) =>
    portions.reduce((total, one) => total + (one.state === state ? one.massG : 0), 0) as Grams
  const dueG = sum('due')
  return { retirementId, massG, registered, backedG: sum('retired'), dueG, dueBy: dueG > 0 ? day : null, portions }
}

/**
 * Where parts of retirements are at their own registry, such as the grams of one customer: the portions of each range, in
 * order. None for credits that no outside registry knows.
 */
export async function backingOfRanges(
  db: Queryable,
  ranges: readonly { retirementId: string; lotId: string; lo: number; hi: number }[],
): Promise<Portion[][]> {
  if (ranges.length === 0) return []
  const found = await rangesBacked(db, ranges)
  return ranges.map((_, i) =>
    found.filter(({ n }) => n === i + 1).flatMap(({ entry, retiredAt }) => portionsOfEntry(entry, dueBy(retiredAt))),
  )
}

function portionsOfEntry(
  { lotId, unitG, entryG, fromG, toG, officials }: BackedEntry['entries'][number],
  day: Day,
): Portion[] {
  const due = (massG: number): Portion => ({
    lotId,
    massG: massG as Grams,
    state: 'due',
    dueBy: day,
    retiredOn: null,
    serials: null,
    document: null,
  })
  // Retired a moment ago: the log has not given it its place yet.
  if (fromG === null || toG === null) return [due(entryG)]
  return portionsOf({ fromG, toG }, officials, unitG).map(({ fromG: from, toG: to, official }) =>
    official
      ? {
          lotId,
          massG: (to - from) as Grams,
          state: 'retired',
          dueBy: null,
          retiredOn: official.retiredOn as Day,
          serials: official.serials,
          document: official.document,
        }
      : due(to - from),
  )
}
