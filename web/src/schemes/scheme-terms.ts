import type { Scheme } from '@morinowa/shared/schemes/contract.ts'
import type { PinnedFactors } from '@morinowa/shared/schemes/emission.ts'
import type { EventOffsetAsk } from '@morinowa/shared/schemes/event-offset.ts'
import type { PerItemFundAsk } from '@morinowa/shared/schemes/per-item-fund.ts'
import type { ResidualOffsetAsk } from '@morinowa/shared/schemes/residual-offset.ts'
import type { Sale, SaleValue } from '@morinowa/shared/schemes/scheme-rule.ts'
import { ruleOf } from '@morinowa/shared/schemes/scheme-rules.ts'
import type { Product } from '@morinowa/shared/schemes/unit-attachment.ts'
import type { z } from 'zod'

/** A scheme's terms by its kind, as its own rule reads them. */
export type Terms =
  | ({ kind: 'per-item-fund' } & PerItemFundAsk)
  | { kind: 'unit-attachment'; products: Product[] }
  | {
      kind: 'stay-offset'
      gPerGuestNight: number
      basis: 'own' | 'factor' | 'default'
      factorId: string | null
      payer: 'guest' | 'hotel'
      yenPerGuestNight: number
    }
  | ({ kind: 'residual-offset' } & Omit<z.output<typeof ResidualOffsetAsk>, 'sources'> & Counted)
  | ({ kind: 'event-offset' } & Omit<z.output<typeof EventOffsetAsk>, 'sources'> & Counted)

type Counted = { factors: PinnedFactors }

export function termsOf({ kind, terms }: Pick<Scheme, 'kind' | 'terms'>): Terms {
  return { kind, ...(ruleOf(kind).terms.parse(terms) as object) } as Terms
}

/** Grams and yen of a sale, by the rule that the server counts with. */
export function worthOf({ kind, terms }: Pick<Scheme, 'kind' | 'terms'>, sale: Sale): { massG: number; yen: number } {
  const rule = ruleOf(kind)
  const { units, gramsPerUnit, yenPerUnit }: SaleValue = rule.valueSale(rule.terms.parse(terms), sale)
  return { massG: units * gramsPerUnit, yen: units * yenPerUnit }
}

/** Whether the till stops when the stock is used up. */
export const isGuarded = (kind: Scheme['kind']): boolean => ruleOf(kind).guarded

/** Whether sales bring yen to a fund: a yen an item, or nights that guests pay for. */
export function collectsYen(scheme: Pick<Scheme, 'kind' | 'terms'>): boolean {
  const terms = termsOf(scheme)
  return terms.kind === 'per-item-fund' || (terms.kind === 'stay-offset' && terms.payer === 'guest')
}

/** Whether emissions are counted in parts, with travel, energy and measures. */
export const isCounted = (kind: Scheme['kind']): boolean => kind === 'event-offset' || kind === 'residual-offset'
