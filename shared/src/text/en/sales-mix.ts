import type { Dictionary } from '../ja.ts'

/** What a restaurant's meals are compared with. */
export const salesMix: Dictionary['salesMix'] = {
  title: 'What your restaurant sells',
  lead: (days) =>
    `A meal is compared with what your own restaurant sold in the ${days} days before it. Meals of today are compared with this.`,
  one: 'Your restaurant',
  sold: (meals, days) => `${meals} meals on ${days} days`,
  enough: 'In use',
  notYet: 'Shown only',
  missing: (meals, days) =>
    `200 meals on 28 days are needed (now ${meals} on ${days}). Until then meals are shown and never credited.`,
  meal: 'Main dish',
  count: 'Meals',
  share: 'Share',
  none: 'No meals have arrived yet',
  noneLead: 'What was sold appears here on the day after you sent it.',
  meals: {
    beef: 'Beef',
    veal: 'Veal',
    pork: 'Pork',
    chicken: 'Chicken',
    fish_white: 'White fish',
    fish_oily: 'Oily fish',
    tuna: 'Tuna',
    vegetarian: 'Vegetarian',
    vegan: 'Vegan',
  },
}
