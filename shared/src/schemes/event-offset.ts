import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { refuse } from '../kernel/refusal.ts'
import { rule } from '../kernel/rule.ts'
import { Text } from '../kernel/text.ts'
import { Grams } from '../kernel/units.ts'
import { closeCounted, countedAsk, countedTerms, openCounted } from './counted-offset.ts'
import { residualOf } from './emission.ts'
import { schemeRule } from './scheme-rule.ts'

// An event's emission is a duty: it is measured whether or not there is stock, and it is rounded up. Its parts (matches,
// venues, groups of visitors) are pooled first and rounded once. The estimate before sets grams aside; the closing
// retires what was really emitted, by the shares of the sources.

export const EventOffsetAsk = z.strictObject({
  event: z
    .strictObject({ name: Text(120), from: Day, to: Day, place: Text(120) })
    .refine(({ from, to }) => from <= to, {
      ...rule('終わりの日は始まりの日以後にしてください。', 'The last day cannot be before the first.'),
      path: ['to'],
    }),
  ...countedAsk,
  gPerVisitor: Grams.min(1).optional().meta({ description: 'For parts that are counted in visitors.' }),
})

const EventTerms = EventOffsetAsk.omit({ sources: true }).extend(countedTerms)

export const eventOffset = schemeRule<z.output<typeof EventOffsetAsk>, z.output<typeof EventTerms>>({
  ask: EventOffsetAsk,
  terms: EventTerms,
  guarded: false,
  claims: 'none',
  settles: 'reserve',

  open: (ask, facts) => openCounted(ask, facts),

  valueSale({ gPerVisitor, factors }, { massG, emission, quantity }) {
    if (emission) {
      const { residualG } = residualOf(emission, massG ?? 0, factors)
      return residualG === 0
        ? refuse('schemes.mass-missing', {}, '/emission')
        : { units: quantity, gramsPerUnit: residualG, yenPerUnit: 0 }
    }
    if (massG !== undefined) return { units: quantity, gramsPerUnit: massG, yenPerUnit: 0 }
    if (gPerVisitor !== undefined) return { units: quantity, gramsPerUnit: gPerVisitor, yenPerUnit: 0 }
    return refuse('schemes.mass-missing', {}, '/massG')
  },

  planClosing: ({ event }, position) => closeCounted(event.to, position),
})
