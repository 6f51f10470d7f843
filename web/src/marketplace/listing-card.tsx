import type { Listing } from '@morinowa/shared/marketplace/contract.ts'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../app/format.ts'
import { listingPath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { PlaceName, PlacePicture } from '../municipalities/place-name.tsx'
import { Name } from '../ui/name.tsx'
import { Status } from '../ui/status.tsx'
import { PricePerKg } from './price-per-kg.tsx'
import { ProofMark } from './proof-mark.tsx'

/** Something on sale at a glance: what, where, how much is left, what a kilogram costs. The whole card is the link. */
export function ListingCard({ listing }: { listing: Listing }) {
  const { marketplace } = useText()
  const format = useFormat()
  const { card } = marketplace
  const share = listing.massG > 0 ? listing.availableG / listing.massG : 0
  return (
    <li className="card relative grid grid-rows-[auto_1fr_auto] gap-3 p-5 transition-shadow hover:shadow-1 has-[a:focus-visible]:outline-3 has-[a:focus-visible]:outline-offset-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <FamilyMark family={listing.family} />
        {listing.kind === 'tender' && (
          <Status tone="info" icon="seal">
            {card.byTender}
          </Status>
        )}
      </div>
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 className="text-[1.125rem]">
            <Link
              to={listingPath(listing.id)}
              className="line-clamp-3 text-ink no-underline outline-none after:absolute after:inset-0 after:rounded-16"
            >
              <Name>{listing.projectName}</Name>
            </Link>
          </h2>
          <p className="mt-2 text-soft">
            {listing.municipalityCode ? <PlaceName code={listing.municipalityCode} /> : card.noPlace}
            {' · '}
            {card.vintage(listing.vintage)}
            <span className="line-clamp-2">
              <Name>{listing.sellerName}</Name>
            </span>
            {listing.distanceM !== null && (
              <>
                <br />
                {card.from(format.km(Math.round(listing.distanceM / 1_000) * 1_000))}
              </>
            )}
          </p>
        </div>
        {listing.municipalityCode && <PlacePicture code={listing.municipalityCode} />}
      </div>
      <div className="grid gap-3 border-t border-line pt-3">
        <PricePerKg price={listing.pricePerTonne} />
        <div>
          <p className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span>
              {card.left} <strong className="figures text-[1.25rem]">{format.exactMassText(listing.availableG)}</strong>
            </span>
            <span className="text-dns-14N-130 text-soft">{card.of(format.exactMassText(listing.massG))}</span>
          </p>
          <div aria-hidden="true" className="mt-1 h-2 rounded-full bg-mist shadow-[inset_0_0_0_1px_var(--color-line)]">
            <div className="h-full rounded-full bg-reduced" style={{ width: `${share * 100}%` }} />
          </div>
        </div>
        <p>
          {listing.availableG === 0 ? (
            <Status tone="plain">{card.soldOut}</Status>
          ) : (
            <ProofMark proof={listing.proof} />
          )}
        </p>
      </div>
    </li>
  )
}
