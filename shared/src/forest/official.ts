import { addDays, type Day, dayOf } from '../kernel/calendar.ts'
import { countSerials, readSerials, sliceSerials, withoutSerials, writeSerials } from './serials.ts'

/**
 * How long a retired gram may wait until its unit is retired at the registry. Our own promise, not a registry's rule: a
 * quarter of a year, so that kilograms of many customers come together to a whole tonne.
 */
export const OFFICIAL_WITHIN_DAYS = 90

/** The day by which grams that were retired here have to be retired at their registry. */
export function dueBy(retiredAt: string): Day {
  return addDays(dayOf(retiredAt), OFFICIAL_WITHIN_DAYS)
}

/** Whole units that the registry retired, and the part [fromG, toG) of the lot's queue that they cover. */
export type Official = {
  number: number
  fromG: number
  toG: number
  serials: string
  retiredOn: string
  document: string
}

/** Grams of one state: due at the registry by a day, or retired there under these serials. */
export type Portion = {
  fromG: number
  toG: number
  official: { number: number; retiredOn: string; document: string; serials: string } | null
}

/**
 * How the grams [fromG, toG) of a lot's queue stand, in order, without a gap: the portions sum to the whole. `officials`
 * are those of the lot that reach into them, in order.
 */
export function portionsOf(
  { fromG, toG }: { fromG: number; toG: number },
  officials: readonly Official[],
  unitG: number,
): Portion[] {
  const portions: Portion[] = []
  let at = fromG
  for (const one of officials) {
    const [from, to] = [Math.max(at, one.fromG), Math.min(toG, one.toG)]
    if (from >= to) continue
    if (at < from) portions.push({ fromG: at, toG: from, official: null })
    const { number, retiredOn, document } = one
    const serials = serialsFor(one, from, to, unitG)
    portions.push({ fromG: from, toG: to, official: { number, retiredOn, document, serials } })
    at = to
  }
  if (at < toG) portions.push({ fromG: at, toG, official: null })
  return portions
}

/** The serial numbers of an official retirement that stand behind the grams [fromG, toG) of the queue. */
function serialsFor({ fromG: start, serials }: Official, fromG: number, toG: number, unitG: number): string {
  const ranges = readSerials(serials)
  if (!ranges) return serials
  const first = BigInt(Math.floor((fromG - start) / unitG))
  const past = BigInt(Math.ceil((toG - start) / unitG))
  return writeSerials(serials, sliceSerials(ranges, first, past - first))
}

/** What ought to be retired next: whole units for the grams that wait, under the first numbers that are left. */
export function nextRequest(lot: { serials: string; used: readonly string[]; unitG: number; dueG: number }): {
  units: number
  massG: number
  serials: string
} {
  const units = Math.ceil(lot.dueG / lot.unitG)
  const all = readSerials(lot.serials) ?? []
  const used = lot.used.flatMap((text) => readSerials(text) ?? [])
  const next = sliceSerials(withoutSerials(all, used), 0n, BigInt(units))
  // Numbers that nobody can count are named as a whole: who files the request chooses among them.
  const serials = countSerials(next) === BigInt(units) ? writeSerials(lot.serials, next) : lot.serials
  return { units, massG: units * lot.unitG, serials }
}
