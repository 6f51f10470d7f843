import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import type { SalesMix } from '@morinowa/shared/destinations/sales-contract.ts'
import { mixOfSales } from '@morinowa/shared/destinations/sales-mix.ts'
import { Meal } from '@morinowa/shared/methodology/ask.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { restaurantsOf, salesBefore } from './meal-store.ts'

/** What meals of today are compared with in each of the organisation's restaurants. */
export async function readMixes({ db, now }: Deps, actor: Actor) {
  const { id } = actingFor(actor)
  const day = dayOf(now())
  const restaurants = await restaurantsOf(db, id, day)
  const found = await salesBefore(
    db,
    id,
    restaurants.map(({ placeRef }) => ({ placeRef, day })),
    day,
  )
  const items = restaurants.map(({ placeRef }): SalesMix => {
    const own = found.filter((one) => one.placeRef === placeRef)
    const all = own.find(({ meal }) => meal === null)
    const meals = Object.fromEntries(own.flatMap(({ meal, meals }) => (meal === null ? [] : [[meal, meals]])))
    const mix = mixOfSales({ meals, days: all?.days ?? 0 })
    const sold = Meal.options.flatMap((meal) =>
      meals[meal] ? [{ meal, meals: meals[meal], shareBp: mix && (mix[meal] ?? 0) }] : [],
    )
    return { placeRef, meals: all?.meals ?? 0, days: all?.days ?? 0, isEnough: mix !== null, sold }
  })
  return { day, items }
}
