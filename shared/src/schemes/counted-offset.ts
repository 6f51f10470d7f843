import { z } from 'zod'
import type { Day } from '../kernel/calendar.ts'
import { refuse } from '../kernel/refusal.ts'
import { Grams } from '../kernel/units.ts'
import { Emission, type OpeningFacts, PinnedFactors, pinFactors, residualOf } from './emission.ts'
import { splitUnits, wholeUnitsUp } from './pooled-rounding.ts'
import type { ClosingPlan, Opening, Position } from './scheme-rule.ts'

// What events, goods transport and public buildings have in common: an emission that is counted in parts, credits of
// several lots mixed by share, an estimate set aside beforehand, and the difference given back when the days are over.

export const countedAsk = {
  sources: z
    .array(z.strictObject({ lotId: z.uuid(), share: z.int().min(1).max(1_000_000) }))
    .min(1)
    .max(20),
  estimateG: Grams.min(1).optional().meta({ description: 'Set aside beforehand, by the shares of the sources.' }),
  estimate: Emission.optional().meta({ description: 'The same counted beforehand: travel, goods, energy, measures.' }),
}

/** What such a scheme keeps besides the words of its own kind. */
export const countedTerms = { factors: PinnedFactors.default({}) }

type Said = z.output<z.ZodObject<typeof countedAsk>>

/** Pins the factors of the day, counts the estimate, and divides it among the sources. */
export function openCounted<Ask extends Said>(
  { sources, ...said }: Ask,
  facts: OpeningFacts,
): Opening<Omit<Ask, 'sources'> & { factors: PinnedFactors }> {
  if (new Set(sources.map(({ lotId }) => lotId)).size < sources.length) refuse('schemes.source-twice', {}, '/sources')
  const factors = pinFactors(facts)
  const counted = said.estimate ? residualOf(said.estimate, said.estimateG ?? 0, factors).residualG : said.estimateG
  const terms = { ...said, ...(counted ? { estimateG: counted as Grams } : {}), factors }
  const shares = sources.map(({ share }) => share)
  const parts = counted ? splitUnits(counted, 1, shares) : []
  const reserves = sources.flatMap(({ lotId }, i) => (parts[i] ? [{ lotId, massG: parts[i] }] : []))
  return { terms, reserves, sources }
}

/** Whole units for the sum, rounded up once; the estimate was only an estimate, so the rest goes back after the last day. */
export function closeCounted(lastDay: Day, { openG, unitG, through }: Position): ClosingPlan {
  return { retireG: wholeUnitsUp(openG, unitG), spentYen: 0, releaseRest: through >= lastDay }
}
