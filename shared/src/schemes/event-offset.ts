import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { refuse } from '../kernel/refusal.ts'
import { rule } from '../kernel/rule.ts'
import { Text } from '../kernel/text.ts'
import { Grams } from '../kernel/units.ts'
import { Emission, PinnedFactors, pinFactors, residualOf } from './emission.ts'
import { splitUnits, wholeUnitsUp } from './pooled-rounding.ts'
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
  sources: z
    .array(z.strictObject({ lotId: z.uuid(), share: z.int().min(1).max(1_000_000) }))
    .min(1)
    .max(20),
  estimateG: Grams.min(1).optional().meta({ description: 'Set aside before the event, by the shares of the sources.' }),
  estimate: Emission.optional().meta({ description: 'The same counted beforehand: travel, energy, measures.' }),
  gPerVisitor: Grams.min(1).optional().meta({ description: 'For parts that are counted in visitors.' }),
})

const EventTerms = EventOffsetAsk.omit({ sources: true }).extend({ factors: PinnedFactors.default({}) })

export const eventOffset = schemeRule<z.output<typeof EventOffsetAsk>, z.output<typeof EventTerms>>({
  ask: EventOffsetAsk,
  terms: EventTerms,
  guarded: false,
  claims: 'none',
  settles: 'reserve',

  open({ sources, ...said }, facts) {
    if (new Set(sources.map(({ lotId }) => lotId)).size < sources.length) refuse('schemes.source-twice', {}, '/sources')
    const factors = pinFactors(facts)
    const counted = said.estimate ? residualOf(said.estimate, said.estimateG ?? 0, factors).residualG : said.estimateG
    const terms = { ...said, ...(counted ? { estimateG: counted as Grams } : {}), factors }
    const shares = sources.map(({ share }) => share)
    const parts = terms.estimateG === undefined ? [] : splitUnits(terms.estimateG, 1, shares)
    const reserves = sources.flatMap(({ lotId }, i) => (parts[i] ? [{ lotId, massG: parts[i] }] : []))
    return { terms, reserves, sources }
  },

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

  planClosing: ({ event }, { openG, unitG, through }) => ({
    retireG: wholeUnitsUp(openG, unitG),
    spentYen: 0,
    // The estimate was only an estimate: once the event is over, the difference goes back.
    releaseRest: through >= event.to,
  }),
})
