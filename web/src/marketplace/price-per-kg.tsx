import type { Listing } from '@morinowa/shared/marketplace/contract.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'

/** What a kilogram costs, tax included first as shop prices must be shown, and without it beside. */
export function PricePerKg({ price, size = 'normal' }: { price: Listing['pricePerTonne']; size?: 'normal' | 'big' }) {
  const { marketplace } = useText()
  const format = useFormat()
  const { card } = marketplace
  return (
    <p className="flex flex-wrap items-baseline gap-x-3">
      <span className="text-soft">{card.perKg}</span>
      <span>
        <strong className={`figures ${size === 'big' ? 'text-[2.25rem]' : 'text-[1.5rem]'}`}>
          {format.yenPerKg(price.withTaxYen)}
        </strong>{' '}
        <span className="text-dns-14N-130 text-soft">{card.perKgWithTax}</span>
      </span>
      <span className="figures text-dns-14N-130 text-soft">
        {format.yenPerKg(price.withoutTaxYen)} {card.perKgWithoutTax}
      </span>
    </p>
  )
}
