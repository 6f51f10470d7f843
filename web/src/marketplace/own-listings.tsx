import { holdingsEndpoint } from '@morinowa/shared/credits/contract.ts'
import {
  closeListingEndpoint,
  getListingEndpoint,
  type Listing,
  listListingsEndpoint,
} from '@morinowa/shared/marketplace/contract.ts'
import { Link } from '@tanstack/react-router'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { listingPath } from '../app/paths.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { StackedBar } from '../ui/chart.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { More } from '../ui/more.tsx'
import { Name } from '../ui/name.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { PricePerKg } from './price-per-kg.tsx'

const REREAD_MS = 20_000

/** What the acting organisation has on sale, with its stock as it is now. */
export function OwnListings() {
  const { marketplace } = useText()
  const { acting } = useSession()
  const list = usePages<Listing>(listListingsEndpoint, {
    query: { sellerId: acting?.id },
    isEnabled: acting !== undefined,
    rereadMs: REREAD_MS,
  })
  const close = useCommand(closeListingEndpoint, {
    makesStale: [listListingsEndpoint.path, getListingEndpoint.path, holdingsEndpoint.path],
  })
  const text = marketplace.sell
  return (
    <Section title={text.mine} lead={text.lead}>
      <RefusalNote error={close.error} />
      <Await query={list}>
        {(listings) =>
          listings.length === 0 ? (
            <Empty icon="basket" title={text.mineNone}>
              {text.mineNoneLead}
            </Empty>
          ) : (
            <ul className="grid gap-4 lg:grid-cols-2">
              {listings.map((listing) => (
                <OwnListing
                  key={listing.id}
                  listing={listing}
                  isClosing={close.isPending && close.variables.params.id === listing.id}
                  onClose={() => close.mutate({ params: { id: listing.id } })}
                />
              ))}
            </ul>
          )
        }
      </Await>
      <More list={list} />
    </Section>
  )
}

function OwnListing({ listing, isClosing, onClose }: { listing: Listing; isClosing: boolean; onClose: () => void }) {
  const { marketplace } = useText()
  const { sell, detail } = marketplace
  const format = useFormat()
  return (
    <li className="card grid content-start gap-4 p-5">
      <div>
        <h3 className="text-[1.125rem]">
          <Link to={listingPath(listing.id)} className="link">
            <Name>{listing.projectName}</Name>
          </Link>
        </h3>
        <p className="text-soft">
          {marketplace.card.vintage(listing.vintage)} · {format.day(listing.createdAt)}
        </p>
      </div>
      <PricePerKg price={listing.pricePerTonne} />
      <StackedBar
        title={detail.stock}
        parts={[
          { id: 'available', label: detail.available, grams: listing.availableG, colour: 'var(--color-reduced)' },
          { id: 'ordered', label: detail.ordered, grams: listing.orderedG, colour: 'var(--color-wait)' },
          { id: 'sold', label: detail.sold, grams: listing.soldG, colour: 'var(--color-edge)' },
        ]}
      />
      <div>
        <Confirm
          opener={
            <Button look="quiet" isPending={isClosing}>
              {sell.close}
            </Button>
          }
          title={sell.closeTitle(listing.projectName)}
          confirm={sell.close}
          look="danger"
          onConfirm={onClose}
        >
          {sell.closeLead}
        </Confirm>
      </div>
    </li>
  )
}
