import type { Money } from '../take-money.ts'
import type { CardPaymentRow } from './card-store.ts'

/** Money of a card as it stands in an order's movements. */
export function movementOfCard({ provider, reference }: CardPaymentRow, amountYen: number, at: string): Money {
  return { method: 'card', amountYen, reference: `${provider} ${reference}`, at }
}
