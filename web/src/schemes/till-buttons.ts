import type { Scheme } from '@morinowa/shared/schemes/contract.ts'
import type { schemes } from '@morinowa/shared/text/ja/schemes.ts'
import type { Format } from '../app/format.ts'
import { termsOf } from './scheme-terms.ts'
import type { Pressed } from './use-till.ts'

type Words = (typeof schemes)['till']

export type TillButton = Pressed & { id: string; detail: string }

const FUND_STEPS = [1, 3, 10] as const
const ONE_PRODUCT_STEPS = [1, 2, 5] as const
const STAYS = [
  { guests: 1, nights: 1 },
  { guests: 2, nights: 1 },
  { guests: 2, nights: 2 },
] as const
const VISITOR_STEPS = [1, 10, 100] as const

/** What can be pressed at the till of a scheme; the first three are the big ones. */
export function tillButtons(scheme: Scheme, words: Words, format: Format): TillButton[] {
  const terms = termsOf(scheme)
  const items = (n: number) => (n === 1 ? words.one : words.many(n))
  switch (terms.kind) {
    case 'per-item-fund':
      return FUND_STEPS.map((quantity) => ({
        id: String(quantity),
        label: items(quantity),
        detail: words.fund(format.yen(quantity * terms.yenPerItem)),
        sale: { quantity },
      }))
    case 'unit-attachment': {
      const [only, ...others] = terms.products
      if (only && others.length === 0) {
        return ONE_PRODUCT_STEPS.map((quantity) => ({
          id: String(quantity),
          label: quantity === 1 ? only.name : `${only.name} ${items(quantity)}`,
          detail: format.exactMassText(quantity * only.massG),
          sale: { sku: only.sku, quantity },
        }))
      }
      return terms.products.map(({ sku, name, massG }) => ({
        id: sku,
        label: name,
        detail: format.exactMassText(massG),
        sale: { sku, quantity: 1 },
      }))
    }
    case 'stay-offset':
      return STAYS.map(({ guests, nights }) => ({
        id: `${guests}-${nights}`,
        label: words.guestNight(guests, nights),
        detail:
          terms.payer === 'guest'
            ? format.yen(guests * nights * terms.yenPerGuestNight)
            : format.exactMassText(guests * nights * terms.gPerGuestNight),
        sale: { quantity: 1, guests, nights },
      }))
    // Each part is counted with its measures, which no key can say.
    case 'residual-offset':
      return []
    case 'event-offset': {
      const { gPerVisitor } = terms
      if (gPerVisitor === undefined) return []
      return VISITOR_STEPS.map((quantity) => ({
        id: String(quantity),
        label: words.visitors(quantity),
        detail: format.exactMassText(quantity * gPerVisitor),
        sale: { quantity },
      }))
    }
  }
}
