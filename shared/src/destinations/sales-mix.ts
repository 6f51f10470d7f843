import { shareOut } from '../kernel/rounding.ts'
import { Meal } from '../methodology/ask.ts'

// What a meal is compared with: the restaurant's own sales before it (METHODOLOGY 6.3). A day's mix is what was sold in
// the ninety days before that day, as far as it was known on the evening before the upload: in whatever pieces and order
// a day's uploads come, and however often they are cut, every line meets the same mix.

export const MIX_DAYS = 90
/** Fewer meals than these, or on fewer days, are chance: four weeks hold every weekday. Our policy. */
export const MIX_MEALS = 200
export const MIX_SELLING_DAYS = 28

/** What a restaurant sold in a window. */
export type Sales = { meals: Readonly<Partial<Record<Meal, number>>>; days: number }

const WHOLE_PERCENT = 100n
const BP_A_PERCENT = 100

/**
 * The mix of sales in basis points that sum to 10,000, in whole per cent: finer would be a yardstick of its own for every
 * restaurant and day. Null below the threshold.
 */
export function mixOfSales({ meals, days }: Sales): Partial<Record<Meal, number>> | null {
  const counts = Meal.options.map((meal) => BigInt(Math.max(0, meals[meal] ?? 0)))
  const total = counts.reduce((sum, count) => sum + count, 0n)
  if (total < BigInt(MIX_MEALS) || days < MIX_SELLING_DAYS) return null
  const percents = shareOut(WHOLE_PERCENT, counts)
  return Object.fromEntries(
    Meal.options.flatMap((meal, index) => {
      const percent = Number(percents[index])
      return percent === 0 ? [] : [[meal, percent * BP_A_PERCENT]]
    }),
  )
}

const MEALS_BY_NAME: ReadonlyMap<string, Meal> = new Map(
  Object.entries({
    beef: ['牛肉', '牛'],
    veal: ['子牛'],
    pork: ['豚肉', '豚'],
    chicken: ['鶏肉', '鶏'],
    fish_white: ['白身魚'],
    fish_oily: ['青魚'],
    tuna: ['まぐろ', 'マグロ', '鮪'],
    vegetarian: ['菜食', 'ベジタリアン'],
    vegan: ['完全菜食', 'ヴィーガン', 'ビーガン'],
  } satisfies Record<Meal, readonly string[]>).flatMap(([meal, names]) =>
    [meal, ...names].map((name): [string, Meal] => [name, meal as Meal]),
  ),
)

/** The kind of meal that our word or a Japanese one stands for; undefined when nothing does. */
export function mealOf(value: unknown): Meal | undefined {
  return typeof value === 'string' ? MEALS_BY_NAME.get(value.normalize('NFKC').trim()) : undefined
}
