import { refuse } from '../kernel/refusal.ts'
import { type Ask, type AskOf, type AskType, type Meal, MOST_GRAMS, MOST_PIECES, MOST_WATT_HOURS } from './ask.ts'
import type { Factor } from './factor.ts'
import {
  type Amount,
  type Line,
  lowerRate,
  meanRate,
  measuredRate,
  NO_RATE,
  type QuantityUnit,
  type Rate,
  rateOf,
} from './line.ts'
import type { ReasonCode } from './reasons.ts'
import { type Edition, rowOf } from './registry.ts'
import { isExtrapolated } from './trip.ts'
import { whole } from './whole.ts'

// Hotels, food and shops (METHODOLOGY 6.2 and 6.3): a function per activity, each saying only what is its own.

type ActType = Exclude<AskType, 'mobility.trip'>
type Rules = { [T in ActType]: (ask: AskOf<T>, edition: Edition) => Line }

/** The line of everything but a trip. */
export function actLine(ask: Exclude<Ask, { type: 'mobility.trip' }>, edition: Edition): Line {
  // The table is keyed by the very type that tells the asks apart.
  const rule = rules[ask.type] as (ask: Ask, edition: Edition) => Line
  return rule(ask, edition)
}

const rules: Rules = {
  'stay.skip-cleaning': (ask, edition) =>
    avoided(ask, edition, pieces(ask.count), row(edition, 'jp.linen.wash'), 'base.takeup.linen'),

  'stay.amenities': (ask, edition) =>
    avoided(ask, edition, pieces(ask.count), row(edition, 'jp.amenity.piece'), 'base.takeup.default'),

  'stay.lower-carbon-hotel': (ask, edition) => {
    const quantity = shared(thousandfold(ask.roomNights, 'roomNights', 'room-night'), ask.guests)
    const median = ask.baseline ?? undefined
    const baseline = named(edition, median ?? 'jp.hotel.desnz', 'baseline', 'room-night')
    const actual = measuredRate(
      whole(ask.actualG, 'actualG', 0, 1_000_000, 'g'),
      whole(ask.actualUncertaintyBp, 'actualUncertaintyBp', 0, 10_000, 'bp'),
      baseline.scopeClass,
      { ja: 'このホテルの実績', en: "this hotel's own result" },
    )
    const line = compared(ask, edition, quantity, baseline, actual)
    const shownOnly: ReasonCode[] = [...line.shownOnly]
    if (median === undefined) shownOnly.push('class-median-missing')
    if (ask.evidence !== 'E4') shownOnly.push('audit-missing')
    return { ...line, shownOnly }
  },

  'stay.renewable-room': (ask, edition) => {
    const quantity = shared(energy(ask.electricityWh, 'electricityWh'), ask.guests)
    return renewable(ask, edition, quantity)
  },

  'meal.swap': (ask, edition) => {
    const chosen = row(edition, mealId(ask.meal))
    const { rate, shareBp, isKnown } = salesMix(ask, edition)
    const line = withTakeUp(compared(ask, edition, pieces(ask.count), rate, chosen), ask.takeupBp ?? shareBp)
    return isKnown ? line : { ...line, shownOnly: [...line.shownOnly, 'sales-mix-missing'] }
  },

  'food.leftovers': (ask, edition) =>
    avoided(ask, edition, mass(ask.massG, 'massG'), row(edition, 'jp.foodloss.kg'), 'base.takeup.default'),

  'shop.refill': (ask, edition) => {
    const own = row(edition, 'jp.bottle.nhk.mybottle')
    const shop = row(edition, 'jp.bottle.nhk.shop')
    const line = compared(ask, edition, pieces(ask.count), shop, own, 'base.takeup.default')
    if (ask.instead === 'shop') return line
    // The machine's bottle is for screens; what is credited stays with the lower one.
    const vending = row(edition, 'jp.bottle.nhk.vending')
    return {
      ...line,
      shown: { ...line.shown, rate: vending },
      credited: { ...line.credited, rate: lowerRate(shop, vending) },
    }
  },

  'shop.bag': (ask, edition) => avoided(ask, edition, pieces(ask.count), row(edition, 'jp.bag.g33'), 'base.takeup.bag'),

  'shop.cup': (ask, edition) => {
    const line = compared(
      ask,
      edition,
      pieces(ask.count),
      row(edition, 'jp.cup.paper'),
      row(edition, 'jp.cup.wash'),
      'base.takeup.default',
    )
    const breakEven = rowOf(edition, ask.cup === 'pp' ? 'jp.cup.breakeven' : 'jp.cup.breakeven.steel')
    const used = whole(ask.usesBefore, 'usesBefore', 0, MOST_PIECES, 'uses')
    // A use counts once as many whole uses as the break-even lie before it; thousandths avoid the fraction.
    const paidBack = used * 1_000 >= breakEven.valueMg
    return paidBack ? line : { ...line, shownOnly: [...line.shownOnly, 'break-even'] }
  },

  'shop.container': (ask, edition) => {
    const material = row(edition, `uk.desnz25.material.${ask.material}`)
    return avoided(ask, edition, mass(ask.massSavedG, 'massSavedG'), material, 'base.takeup.default')
  },

  'shop.second-hand': (ask, edition) => {
    const displacement = rowOf(edition, 'garment.displacement')
    const garment = rateOf(rowOf(edition, 'jp.garment.new'))
    const percent = BigInt(displacement.valueMg)
    const displaced: Rate = {
      ...garment,
      num: garment.num * percent,
      error: garment.error * percent,
      // A percentage in thousandths: 100 % is 100,000.
      den: 100_000n,
      verified: garment.verified && displacement.verified,
      factors: [...garment.factors, displacement],
      name: { ja: '新品の衣類のうち買わずにすむ割合', en: 'the part of a new garment that is not bought' },
    }
    const reuse: Amount = { ...mass(ask.massG, 'massG'), rate: row(edition, 'uk.clothing.reused') }
    const line = compared(ask, edition, pieces(ask.count), displaced, NO_RATE)
    return { ...line, actual: [reuse] }
  },

  'shop.local': (ask, edition) => {
    const potatoes = ask.produce === 'potatoes'
    const average = row(edition, potatoes ? 'jp.koide.food.potatoes' : 'jp.koide.food.vegetables')
    const local = row(edition, potatoes ? 'jp.koide.food.potato_local' : 'jp.koide.food.veg_local')
    return compared(ask, edition, mass(ask.massG, 'massG'), average, local, 'base.takeup.default')
  },

  'shop.seasonal': (ask, edition) => {
    const fruit = ask.produce === 'fruit'
    const average = row(edition, fruit ? 'jp.koide.food.fruits' : 'jp.koide.food.vegetables')
    const seasonal = row(edition, fruit ? 'jp.koide.food.fruit_seasonal' : 'jp.koide.food.veg_seasonal')
    return compared(ask, edition, mass(ask.massG, 'massG'), average, seasonal, 'base.takeup.default')
  },

  'shop.e-receipt': (ask, edition) =>
    avoided(ask, edition, pieces(ask.count), row(edition, 'jp.receipt.derived'), 'base.takeup.default'),

  'ev.charge': (ask, edition) => renewable(ask, edition, energy(ask.energyWh, 'energyWh')),
}

type Quantity = Omit<Amount, 'rate'>
type Common = Pick<Ask, 'occurredOn' | 'evidence' | 'claimedElsewhere'> & { takeupBp?: number | undefined }

const row = (edition: Edition, id: string): Rate => rateOf(rowOf(edition, id))

const pieces = (count: number): Quantity => thousandfold(count, 'count', 'piece')

function thousandfold(count: number, field: string, unit: QuantityUnit): Quantity {
  return { milli: BigInt(whole(count, field, 1, MOST_PIECES, 'pieces')) * 1_000n, unit, sharedBy: 1 }
}

function mass(grams: number, field: string): Quantity {
  return { milli: BigInt(whole(grams, field, 1, MOST_GRAMS, 'g')), unit: 'kg', sharedBy: 1 }
}

function energy(wattHours: number, field: string): Quantity {
  return { milli: BigInt(whole(wattHours, field, 1, MOST_WATT_HOURS, 'Wh')), unit: 'kWh', sharedBy: 1 }
}

function shared(quantity: Quantity, guests: number): Quantity {
  return { ...quantity, sharedBy: whole(guests, 'guests', 1, 20, 'people') }
}

/** Something not done at all: the whole factor is saved. */
function avoided(ask: Common, edition: Edition, quantity: Quantity, rate: Rate, takeUpId: string): Line {
  return compared(ask, edition, quantity, rate, { ...NO_RATE, scopeClass: rate.scopeClass }, takeUpId)
}

/** One way of doing a thing against another, for the same quantity. */
function compared(
  ask: Common,
  edition: Edition,
  quantity: Quantity,
  baseline: Rate,
  actual: Rate,
  takeUpId?: string,
): Line {
  const shownOnly: ReasonCode[] = ask.claimedElsewhere ? ['claimed-elsewhere'] : []
  if (!baseline.verified || !actual.verified) shownOnly.push('unverified')
  const line: Line = {
    evidence: ask.evidence,
    credited: { ...quantity, rate: baseline },
    shown: { ...quantity, rate: baseline },
    actual: [{ ...quantity, rate: actual }],
    addOnsMg: 0n,
    additionality: { bp: 10_000, factor: undefined },
    shownOnly,
    nothing: [],
    remarks: isExtrapolated(edition, ask.occurredOn) ? ['extrapolated-edition'] : [],
    actualErrorBp: undefined,
  }
  if (takeUpId === undefined) return line
  const published = rowOf(edition, takeUpId)
  return ask.takeupBp === undefined
    ? withTakeUp(line, percentToBp(published), published)
    : withTakeUp(line, whole(ask.takeupBp, 'takeupBp', 0, 10_000, 'bp'))
}

/** From this share on, an action leaves the credited list and stays on the shown one. */
export const TAKE_UP_LIMIT_BP = 9_000

/** Sets `A = 1 - p`. */
function withTakeUp(line: Line, shareBp: number, factor?: Factor): Line {
  const shownOnly: readonly ReasonCode[] = shareBp >= TAKE_UP_LIMIT_BP ? [...line.shownOnly, 'take-up'] : line.shownOnly
  const unverified = factor && !factor.verified && !shownOnly.includes('unverified')
  return {
    ...line,
    additionality: { bp: 10_000 - shareBp, factor },
    shownOnly: unverified ? [...shownOnly, 'unverified'] : shownOnly,
  }
}

/** A percentage row, in thousandths of a per cent, as basis points rounded up: the take-up errs high. */
function percentToBp(factor: Factor): number {
  return Math.trunc((factor.valueMg + 9) / 10)
}

/**
 * Renewable power in place of the grid. Without a certificate nothing proves it; with one, the certificate carries the
 * claim: either way it is for screens.
 */
function renewable(ask: Common, edition: Edition, quantity: Quantity): Line {
  const line = compared(ask, edition, quantity, row(edition, 'jp.grid.fy2023'), { ...NO_RATE, scopeClass: 'OP' })
  return { ...line, shownOnly: [...line.shownOnly, 'certificate-carries-claim'] }
}

const mealId = (meal: Meal): string => `fr.ademe.meal.${meal}`

/** Error of a mean that a restaurant worked out itself from the same meals: that of the meal rows, basis points. */
const MEAL_ERROR_BP = 5_000

/** The lowest published meal with meat: what a meal of an unknown restaurant is compared with on screens. */
const DEFAULT_MEAL: Meal = 'chicken'

/** The restaurant's sales as a rate, and the share of the chosen meal in them. */
function salesMix(ask: AskOf<'meal.swap'>, edition: Edition): { rate: Rate; shareBp: number; isKnown: boolean } {
  const name = { ja: 'この店の90日間の販売構成', en: "the restaurant's sales of 90 days" }
  if (ask.mix) {
    const parts = Object.entries(ask.mix).map(([meal, weight]) => {
      whole(weight, `mix.${meal}`, 0, 10_000, 'bp')
      return { rate: row(edition, mealId(meal as Meal)), weight }
    })
    const sum = parts.reduce((total, { weight }) => total + weight, 0)
    if (sum !== 10_000) refuse('methodology.shares-sum', { field: 'mix', given: sum }, '/mix')
    return { rate: meanRate(parts, name), shareBp: ask.mix[ask.meal] ?? 0, isKnown: true }
  }
  // Without the mix, nobody knows how many would have taken this meal: the default for unknown take-up.
  const shareBp = percentToBp(rowOf(edition, 'base.takeup.default'))
  if (ask.restaurant === 'unknown' && ask.baselineG === undefined) {
    const unknown = {
      ja: '店の販売構成がまだわからないため、肉の献立で最も低い鶏肉',
      en: 'chicken, the lowest meal with meat, because the restaurant’s sales are not known yet',
    }
    return { rate: { ...row(edition, mealId(DEFAULT_MEAL)), name: unknown }, shareBp, isKnown: false }
  }
  if (ask.baselineG === undefined) return refuse('methodology.baseline-missing', { field: 'mix' }, '/mix')
  const grams = whole(ask.baselineG, 'baselineG', 1, 1_000_000, 'g')
  return { rate: measuredRate(grams, MEAL_ERROR_BP, 'LCA', name), shareBp, isKnown: true }
}

/** A row that the caller names. */
function named(edition: Edition, id: string, field: string, per: string): Rate {
  const found = edition.rows.get(id)
  if (!found) return refuse('methodology.factor-unknown', { field, given: id, set: edition.set.id }, `/${field}`)
  if (!found.unit.endsWith(`/${per}`)) {
    refuse('methodology.factor-unit', { field, given: id, unit: found.unit, wanted: per }, `/${field}`)
  }
  return rateOf(found)
}
