import { z } from 'zod'
import { refuse } from '../kernel/refusal.ts'
import { ceilDiv, floorDiv } from '../kernel/rounding.ts'
import { Text } from '../kernel/text.ts'
import { Grams } from '../kernel/units.ts'
import { wholeUnitsDown } from './pooled-rounding.ts'
import { schemeRule } from './scheme-rule.ts'
import { ReserveAsk } from './unit-attachment.ts'

// A guest-night's emission is offset out of stock that is held. The property's own figure comes first; a default is
// used only when there is none, and is called a default wherever it is shown.

/** The quoted figure of the ministry's database: 15 kg for a guest and night. */
export const DEFAULT_STAY_FACTOR = 'jp.hotel.moe15'

export const StayOffsetAsk = z.strictObject({
  gPerGuestNight: Grams.min(1).max(1_000_000).optional().meta({ description: 'The property’s own measured figure.' }),
  propertyFactorId: Text(80).optional(),
  payer: z.enum(['guest', 'hotel']),
  yenPerGuestNight: z.int().min(1).max(100_000).optional().meta({
    description: 'What a guest pays for a night, tax included; given exactly when guests pay.',
  }),
  reserve: ReserveAsk,
})

const StayTerms = z.strictObject({
  gPerGuestNight: z.int().min(1),
  /** `own`: the property measured it. `factor`: a factor it named. `default`: nobody said anything better. */
  basis: z.enum(['own', 'factor', 'default']),
  factorId: z.string().nullable(),
  factorVersion: z.int().nullable(),
  payer: z.enum(['guest', 'hotel']),
  yenPerGuestNight: z.int().min(0).default(0),
})

export const stayOffset = schemeRule<z.output<typeof StayOffsetAsk>, z.output<typeof StayTerms>>({
  ask: StayOffsetAsk,
  terms: StayTerms,
  guarded: true,
  claims: 'sale',
  settles: 'reserve',
  bound: true,

  open({ gPerGuestNight, propertyFactorId, payer, yenPerGuestNight = 0, reserve }, facts) {
    if ((payer === 'guest') !== yenPerGuestNight > 0) refuse('schemes.guest-price', {}, '/yenPerGuestNight')
    const common = { reserves: [reserve], sources: [{ lotId: reserve.lotId, share: 1 }] }
    if (gPerGuestNight !== undefined) {
      const own = { gPerGuestNight, basis: 'own' as const, factorId: null, factorVersion: null }
      return { ...common, terms: { ...own, payer, yenPerGuestNight } }
    }
    const factorId = propertyFactorId ?? DEFAULT_STAY_FACTOR
    const factor = facts.factor(factorId)
    if (!factor?.unit.endsWith('/guest-night')) return refuse('schemes.factor-unfit', { factorId }, '/propertyFactorId')
    const basis = propertyFactorId === undefined ? 'default' : 'factor'
    // What is owed is rounded up.
    const grams = Number(ceilDiv(BigInt(factor.valueMg), 1_000n))
    const found = { gPerGuestNight: grams, basis, factorId, factorVersion: factor.version } as const
    return { ...common, terms: { ...found, payer, yenPerGuestNight } }
  },

  // A booking without these two is one guest for one night.
  valueSale: ({ gPerGuestNight, yenPerGuestNight }, { quantity, nights = 1, guests = 1 }) => ({
    units: quantity * nights * guests,
    gramsPerUnit: gPerGuestNight,
    yenPerUnit: yenPerGuestNight,
  }),

  // The guests' money pays for what is retired of the property's own stock, gram by gram; the rest waits with its grams.
  planClosing(_terms, { openG, fundYen, unitG }) {
    const retireG = wholeUnitsDown(openG, unitG)
    return { retireG, spentYen: paidFor(retireG, { openG, fundYen }), releaseRest: false }
  },
})

/** The part of the fund that belongs to grams which are retired now: all of it when all are, else rounded down. */
function paidFor(retireG: number, { openG, fundYen }: { openG: number; fundYen: number }): number {
  if (retireG === 0 || fundYen <= 0) return 0
  return Number(floorDiv(BigInt(fundYen) * BigInt(retireG), BigInt(openG)))
}
