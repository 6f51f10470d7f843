import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { refuse } from '../kernel/refusal.ts'
import { rule } from '../kernel/rule.ts'
import { closeCounted, countedAsk, countedTerms, openCounted } from './counted-offset.ts'
import { residualOf } from './emission.ts'
import { schemeRule } from './scheme-rule.ts'

// Goods transport and public buildings go on emitting, so offsetting comes last: every part names what was done to emit
// less, and only what is left after that is offset. Parts are pooled and rounded once, like those of an event.

export const ResidualOffsetAsk = z.strictObject({
  subject: z.enum(['goods-transport', 'public-building']),
  period: z.strictObject({ from: Day, to: Day }).refine(({ from, to }) => from <= to, {
    ...rule('終わりの日は始まりの日以後にしてください。', 'The last day cannot be before the first.'),
    path: ['to'],
  }),
  ...countedAsk,
})

const ResidualTerms = ResidualOffsetAsk.omit({ sources: true }).extend(countedTerms)

export const residualOffset = schemeRule<z.output<typeof ResidualOffsetAsk>, z.output<typeof ResidualTerms>>({
  ask: ResidualOffsetAsk,
  terms: ResidualTerms,
  guarded: false,
  claims: 'none',
  settles: 'reserve',

  open: (ask, facts) => openCounted(ask, facts),

  valueSale({ factors }, { emission, massG = 0, quantity }) {
    if (!emission || emission.measures.length === 0) return refuse('schemes.measures-missing', {}, '/emission/measures')
    const { emittedG, residualG } = residualOf(emission, massG, factors)
    if (emittedG === 0) return refuse('schemes.mass-missing', {}, '/massG')
    if (residualG === 0) return refuse('schemes.nothing-left', {}, '/emission/measures')
    return { units: quantity, gramsPerUnit: residualG, yenPerUnit: 0 }
  },

  planClosing: ({ period }, position) => closeCounted(period.to, position),
})
