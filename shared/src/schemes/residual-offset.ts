import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { refuse } from '../kernel/refusal.ts'
import { rule } from '../kernel/rule.ts'
import { Grams } from '../kernel/units.ts'
import { PinnedFactors, pinFactors, residualOf } from './emission.ts'
import { splitUnits, wholeUnitsUp } from './pooled-rounding.ts'
import { schemeRule } from './scheme-rule.ts'

// Goods transport and public buildings go on emitting, so offsetting comes last: every part names what was done to emit
// less, and only what is left after that is offset. Parts are pooled and rounded once, like those of an event.

export const ResidualOffsetAsk = z.strictObject({
  subject: z.enum(['goods-transport', 'public-building']),
  period: z.strictObject({ from: Day, to: Day }).refine(({ from, to }) => from <= to, {
    ...rule('終わりの日は始まりの日以後にしてください。', 'The last day cannot be before the first.'),
    path: ['to'],
  }),
  sources: z
    .array(z.strictObject({ lotId: z.uuid(), share: z.int().min(1).max(1_000_000) }))
    .min(1)
    .max(20),
  estimateG: Grams.min(1).optional().meta({ description: 'Set aside before, by the shares of the sources.' }),
})

const ResidualTerms = ResidualOffsetAsk.omit({ sources: true }).extend({ factors: PinnedFactors.default({}) })

export const residualOffset = schemeRule<z.output<typeof ResidualOffsetAsk>, z.output<typeof ResidualTerms>>({
  ask: ResidualOffsetAsk,
  terms: ResidualTerms,
  guarded: false,
  claims: 'none',
  settles: 'reserve',

  open({ sources, ...terms }, facts) {
    if (new Set(sources.map(({ lotId }) => lotId)).size < sources.length) refuse('schemes.source-twice', {}, '/sources')
    const shares = sources.map(({ share }) => share)
    const parts = terms.estimateG === undefined ? [] : splitUnits(terms.estimateG, 1, shares)
    const reserves = sources.flatMap(({ lotId }, i) => (parts[i] ? [{ lotId, massG: parts[i] }] : []))
    return { terms: { ...terms, factors: pinFactors(facts) }, reserves, sources }
  },

  valueSale({ factors }, { emission, massG = 0, quantity }) {
    if (!emission || emission.measures.length === 0) return refuse('schemes.measures-missing', {}, '/emission/measures')
    const { emittedG, residualG } = residualOf(emission, massG, factors)
    if (emittedG === 0) return refuse('schemes.mass-missing', {}, '/massG')
    if (residualG === 0) return refuse('schemes.nothing-left', {}, '/emission/measures')
    return { units: quantity, gramsPerUnit: residualG, yenPerUnit: 0 }
  },

  planClosing: ({ period }, { openG, unitG, through }) => ({
    retireG: wholeUnitsUp(openG, unitG),
    spentYen: 0,
    releaseRest: through >= period.to,
  }),
})
