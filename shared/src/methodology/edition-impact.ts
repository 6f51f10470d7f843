import { Refusal } from '../kernel/refusal.ts'
import type { Ask } from './ask.ts'
import { compute } from './engine.ts'
import type { Edition, Registry } from './registry.ts'

// What another edition would make of acts that are stored already. Nothing stored is touched by it: the question is what
// the same acts would be worth in the coming period.

/** Counts and grams of one type of act, or of all. Grams are those of the acts that could be calculated with both. */
export type ImpactLine = {
  records: number
  /** Acts whose shown or credited grams differ. */
  changed: number
  /** Acts that one of the editions cannot calculate: they name a row it does not have. */
  incomparable: number
  shownBeforeG: number
  shownAfterG: number
  creditedBeforeG: number
  creditedAfterG: number
}

/** By type of act. */
export type Impact = Record<string, ImpactLine>

export const emptyLine = (): ImpactLine => ({
  records: 0,
  changed: 0,
  incomparable: 0,
  shownBeforeG: 0,
  shownAfterG: 0,
  creditedBeforeG: 0,
  creditedAfterG: 0,
})

/** A registry of one edition that covers every day: for asking what an act would be worth under it. */
export function onlyEdition({ methods }: Registry, edition: Edition): Registry {
  const always = {
    ...edition,
    set: { ...edition.set, validFrom: '0001-01-01', validTo: '9999-12-31' } as Edition['set'],
  }
  return { editions: [always], methods }
}

/** Adds one act to what is known so far. */
export function addToImpact(impact: Impact, ask: Ask, before: Registry, after: Registry): void {
  const line = (impact[ask.type] ??= emptyLine())
  line.records += 1
  const unpinned = { ...ask, factorSet: null }
  const [was, is] = [figuresOf(unpinned, before), figuresOf(unpinned, after)]
  if (!was || !is) {
    line.incomparable += 1
    return
  }
  if (was.shownG !== is.shownG || was.creditedG !== is.creditedG) line.changed += 1
  line.shownBeforeG += was.shownG
  line.shownAfterG += is.shownG
  line.creditedBeforeG += was.creditedG
  line.creditedAfterG += is.creditedG
}

function figuresOf(ask: Ask, registry: Registry) {
  try {
    return compute(ask, registry)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** The sum over all types. */
export function totalOf(impact: Impact): ImpactLine {
  const total = emptyLine()
  for (const line of Object.values(impact)) {
    for (const key of Object.keys(total) as (keyof ImpactLine)[]) total[key] += line[key]
  }
  return total
}
