import type { Day } from '@morinowa/shared/kernel/calendar.ts'
import { mixOfSales } from '@morinowa/shared/destinations/sales-mix.ts'
import type { AskOf, Meal } from '@morinowa/shared/methodology/ask.ts'
import type { Evidence } from '@morinowa/shared/methodology/evidence.ts'
import type { Queryable } from '../platform/db.ts'
import { type MealDay, salesBefore } from './meal-store.ts'

type Mix = Partial<Record<Meal, number>>

const keyOf = ({ placeRef, day }: MealDay): string => `${day} ${placeRef}`

/** What a provider's meals are compared with, looked up once for each restaurant and day of an upload. */
export class MealMixes {
  readonly #db: Queryable
  readonly #providerId: string
  readonly #today: string
  readonly #mixes = new Map<string, Mix | null>()

  constructor(db: Queryable, providerId: string, today: string) {
    this.#db = db
    this.#providerId = providerId
    this.#today = today
  }

  async load(asked: readonly MealDay[]): Promise<void> {
    const fresh = new Map(asked.flatMap((one) => (this.#mixes.has(keyOf(one)) ? [] : [[keyOf(one), one] as const])))
    if (fresh.size === 0) return
    const found = await salesBefore(this.#db, this.#providerId, [...fresh.values()], this.#today)
    const sales = new Map<string, { meals: Mix; days: number }>()
    for (const { meal, meals, days, ...one } of found) {
      const key = keyOf(one)
      const known = sales.get(key) ?? { meals: {}, days: 0 }
      if (meal === null) known.days = days
      else known.meals[meal] = meals
      sales.set(key, known)
    }
    for (const key of fresh.keys()) this.#mixes.set(key, mixOfSales(sales.get(key) ?? { meals: {}, days: 0 }))
  }

  /** The engine's question about meals, with the restaurant's mix or with the word that none is known. */
  askOf(
    of: MealDay,
    { meal, count, day, evidence }: { meal: Meal; count: number; day: Day; evidence: Evidence },
  ): AskOf<'meal.swap'> {
    const mix = this.#mixes.get(keyOf(of))
    if (mix === undefined) throw new Error(`the mix of ${keyOf(of)} was not looked up`)
    const known = mix === null ? ({ restaurant: 'unknown' } as const) : { mix }
    return { type: 'meal.swap', occurredOn: day, evidence, meal, count, ...known }
  }
}
