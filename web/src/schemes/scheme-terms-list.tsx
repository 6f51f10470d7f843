import type { Scheme } from '@morinowa/shared/schemes/contract.ts'
import type { ReactNode } from 'react'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { useFamilyName } from '../credits/family-mark.tsx'
import { Facts } from '../ui/table.tsx'
import { type Terms, termsOf } from './scheme-terms.ts'

/** What was decided when the scheme was opened, as name and value. */
export function SchemeTerms({ scheme }: { scheme: Scheme }) {
  const { schemes } = useText()
  const format = useFormat()
  const { fields } = schemes.manage
  return (
    <Facts
      facts={[
        ...useOwnTerms(termsOf(scheme)),
        [fields.place, scheme.place],
        ...(scheme.beneficiary ? [[fields.beneficiary, scheme.beneficiary] as const] : []),
        ...(scheme.createdAt ? [[fields.since, format.day(scheme.createdAt)] as const] : []),
      ]}
    />
  )
}

function useOwnTerms(terms: Terms): (readonly [string, ReactNode])[] {
  const { schemes } = useText()
  const format = useFormat()
  const familyName = useFamilyName()
  const { fields, bases, fromListing, fromLot } = schemes.manage
  const { payers, closings } = schemes.create
  switch (terms.kind) {
    case 'per-item-fund': {
      const { family, lotId } = terms.buysFrom
      return [
        [fields.yenPerItem, format.yen(terms.yenPerItem)],
        [fields.buysFrom, family ? familyName(family) : lotId ? fromLot : fromListing],
        [fields.closing, closings[terms.closing]],
      ]
    }
    case 'unit-attachment':
      return [
        [
          fields.products,
          <ul key="products">
            {terms.products.map(({ sku, name, massG }) => (
              <li key={sku}>
                {name} <strong className="figures">{format.exactMassText(massG)}</strong>{' '}
                <code className="text-dns-14N-130 text-soft">{sku}</code>
              </li>
            ))}
          </ul>,
        ],
      ]
    case 'stay-offset':
      return [
        [fields.gPerGuestNight, format.exactMassText(terms.gPerGuestNight)],
        [fields.basis, bases[terms.basis]],
        [fields.payer, payers[terms.payer]],
        ...(terms.payer === 'guest' ? [[fields.guestPays, format.yen(terms.yenPerGuestNight)] as const] : []),
      ]
    case 'residual-offset':
      return [
        [fields.subject, schemes.create.subjects[terms.subject]],
        [fields.period, `${format.day(terms.period.from)} – ${format.day(terms.period.to)}`],
        ...(terms.estimateG === undefined ? [] : [[fields.estimate, format.exactMassText(terms.estimateG)] as const]),
      ]
    case 'event-offset':
      return [
        [
          fields.event,
          `${terms.event.name}（${format.day(terms.event.from)} – ${format.day(terms.event.to)}、${terms.event.place}）`,
        ],
        ...(terms.estimateG === undefined ? [] : [[fields.estimate, format.exactMassText(terms.estimateG)] as const]),
        ...(terms.gPerVisitor === undefined
          ? []
          : [[fields.perVisitor, format.exactMassText(terms.gPerVisitor)] as const]),
      ]
  }
}
