import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { Evidence } from './evidence.ts'
import { Mode } from './mode.ts'
import { Place } from './place.ts'

// What the engine can be asked. Quantities are whole: metres, grams, watt-hours, pieces.

/** The farthest two places on Earth are apart, metres. */
export const FARTHEST_M = 20_040_000
export const MOST_LEGS = 50
export const MOST_PIECES = 100_000
export const MOST_GRAMS = 100_000_000
export const MOST_WATT_HOURS = 1_000_000_000

const metres = z.int().min(1).max(FARTHEST_M)
const Count = z.int().min(1).max(MOST_PIECES)
const Mass = z.int().min(1).max(MOST_GRAMS)
const BasisPoints = z.int().min(0).max(10_000)

/** Why a trip is made. */
export const Purpose = z.enum(['daily', 'commute', 'school', 'shopping', 'business', 'leisure', 'other'])
export type Purpose = z.infer<typeof Purpose>

export const Leg = z.strictObject({
  mode: Mode,
  distanceM: metres.meta({ description: 'Metres travelled. For a carpool: metres the car drove, without detours.' }),
  occupants: z.int().min(1).max(60).optional().meta({ description: 'People in the car, the driver among them.' }),
  detourM: z.int().min(0).max(FARTHEST_M).optional().meta({ description: 'Extra metres driven to pick people up.' }),
  riderDistancesM: z.array(metres).min(2).max(60).optional().meta({ description: 'Metres each person rode.' }),
})
export type Leg = z.infer<typeof Leg>

/** The person's own comparable trips in the reference window: same purpose and distance band. */
export const PersonalMix = z.strictObject({
  trips: z.int().min(0).max(100_000),
  modes: z
    .array(z.strictObject({ mode: Mode, distanceM: z.int().min(1).max(1_000_000_000) }))
    .min(1)
    .max(19),
})
export type PersonalMix = z.infer<typeof PersonalMix>

const common = {
  occurredOn: Day.meta({ description: 'Day of the act in Japan.' }),
  evidence: Evidence,
  factorSet: z.string().max(40).nullish().meta({ description: 'Names an edition to reproduce an older result.' }),
  claimedElsewhere: z.boolean().optional().meta({ description: 'The same grams are claimed by another scheme.' }),
}

export const TripAsk = z.strictObject({
  type: z.literal('mobility.trip'),
  ...common,
  purpose: Purpose.optional(),
  legs: z.array(Leg).min(1).max(MOST_LEGS),
  place: Place.optional(),
  odDistanceM: z
    .int()
    .min(0)
    .max(FARTHEST_M)
    .optional()
    .meta({ description: 'Distance of the pair of places (see pair-distance); 0 for a loop.' }),
  baseline: z
    .string()
    .max(80)
    .nullish()
    .meta({ description: 'A factor of the registry; the rules choose without it.' }),
  declaredAlternative: z
    .string()
    .max(80)
    .nullish()
    .meta({ description: 'What the person would have done: a mode, or a factor of the registry.' }),
  personal: PersonalMix.optional(),
  habit: z.boolean().optional().meta({ description: 'The person already makes this trip this way.' }),
  fleetEvShareBp: BasisPoints.optional(),
  addOnsMg: z.int().min(0).max(1_000_000_000_000).optional(),
})
export type TripAsk = z.infer<typeof TripAsk>

const takeupBp = BasisPoints.optional().meta({ description: 'Measured share of people who do it unasked.' })

export const SkipCleaningAsk = z.strictObject({
  type: z.literal('stay.skip-cleaning'),
  ...common,
  count: Count,
  takeupBp,
})
export const AmenitiesAsk = z.strictObject({ type: z.literal('stay.amenities'), ...common, count: Count, takeupBp })

export const LowerCarbonHotelAsk = z.strictObject({
  type: z.literal('stay.lower-carbon-hotel'),
  ...common,
  roomNights: z.int().min(1).max(10_000).default(1),
  guests: z.int().min(1).max(20),
  actualG: z.int().min(0).max(1_000_000).meta({ description: "The hotel's own result, grams per room-night." }),
  actualUncertaintyBp: BasisPoints.default(3_000),
  baseline: z.string().max(80).nullish().meta({ description: 'Median of hotels of the same class.' }),
})

export const Certificate = z.enum(['none', 'retired-by-hotel', 'retired-by-operator', 'counted-elsewhere'])
export type Certificate = z.infer<typeof Certificate>

export const RenewableRoomAsk = z.strictObject({
  type: z.literal('stay.renewable-room'),
  ...common,
  roomNights: z.int().min(1).max(10_000).default(1),
  guests: z.int().min(1).max(20),
  electricityWh: z.int().min(1).max(MOST_WATT_HOURS).meta({ description: 'Watt-hours used over the whole stay.' }),
  certificate: Certificate.default('none'),
})

export const Meal = z.enum([
  'beef',
  'veal',
  'pork',
  'chicken',
  'fish_white',
  'fish_oily',
  'tuna',
  'vegetarian',
  'vegan',
])
export type Meal = z.infer<typeof Meal>

export const MealSwapAsk = z.strictObject({
  type: z.literal('meal.swap'),
  ...common,
  count: Count.default(1),
  meal: Meal,
  mix: z
    .partialRecord(Meal, BasisPoints)
    .optional()
    .meta({ description: "The restaurant's sales of the last 90 days, basis points that add up to 10,000." }),
  baselineG: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .meta({ description: 'Mean grams of a meal sold, instead of mix.' }),
  restaurant: z.literal('unknown').optional().meta({
    description: 'Nothing is known of its sales: the lowest meal with meat is the baseline, for screens only.',
  }),
  takeupBp,
})

export const LeftoversAsk = z.strictObject({ type: z.literal('food.leftovers'), ...common, massG: Mass, takeupBp })
export const RefillAsk = z.strictObject({
  type: z.literal('shop.refill'),
  ...common,
  count: Count.default(1),
  instead: z.enum(['shop', 'vending']).default('shop'),
  takeupBp,
})
export const BagAsk = z.strictObject({ type: z.literal('shop.bag'), ...common, count: Count.default(1), takeupBp })
export const CupAsk = z.strictObject({
  type: z.literal('shop.cup'),
  ...common,
  count: Count.default(1),
  usesBefore: z.int().min(0).max(MOST_PIECES).meta({ description: 'How often this cup was used before.' }),
  cup: z.enum(['pp', 'steel']).default('pp'),
  takeupBp,
})

export const Material = z.enum(['plastic_avg', 'pet', 'pp', 'ps', 'ldpe', 'paper', 'board', 'glass', 'aluminium_can'])
export type Material = z.infer<typeof Material>

export const ContainerAsk = z.strictObject({
  type: z.literal('shop.container'),
  ...common,
  massSavedG: Mass.meta({ description: 'Grams of packaging that were not used.' }),
  material: Material,
  takeupBp,
})
export const SecondHandAsk = z.strictObject({
  type: z.literal('shop.second-hand'),
  ...common,
  count: Count.default(1),
  massG: Mass.meta({ description: 'Grams of all the garments together.' }),
})
export const LocalAsk = z.strictObject({
  type: z.literal('shop.local'),
  ...common,
  massG: Mass,
  produce: z.enum(['vegetables', 'potatoes']).default('vegetables'),
  takeupBp,
})
export const SeasonalAsk = z.strictObject({
  type: z.literal('shop.seasonal'),
  ...common,
  massG: Mass,
  produce: z.enum(['vegetables', 'fruit']).default('vegetables'),
  takeupBp,
})
export const ReceiptAsk = z.strictObject({
  type: z.literal('shop.e-receipt'),
  ...common,
  count: Count.default(1).meta({ description: 'Receipts of the month: one alone is less than a gram.' }),
  takeupBp,
})
export const ChargeAsk = z.strictObject({
  type: z.literal('ev.charge'),
  ...common,
  energyWh: z.int().min(1).max(MOST_WATT_HOURS),
  certificate: Certificate.default('none'),
})

/** Everything that can be asked, told apart by `type`. */
export const Ask = z.discriminatedUnion('type', [
  TripAsk,
  SkipCleaningAsk,
  AmenitiesAsk,
  LowerCarbonHotelAsk,
  RenewableRoomAsk,
  MealSwapAsk,
  LeftoversAsk,
  RefillAsk,
  BagAsk,
  CupAsk,
  ContainerAsk,
  SecondHandAsk,
  LocalAsk,
  SeasonalAsk,
  ReceiptAsk,
  ChargeAsk,
])
/** Validated, with defaults filled in. */
export type Ask = z.output<typeof Ask>
/** As callers may write it. */
export type AskInput = z.input<typeof Ask>
export type AskType = Ask['type']
export type AskOf<T extends AskType> = Extract<Ask, { type: T }>

export const ASK_TYPES: readonly AskType[] = Ask.options.map((option) => option.shape.type.value)
