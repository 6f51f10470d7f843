import type { Listing } from '@morinowa/shared/marketplace/contract.ts'
import { listListingsEndpoint } from '@morinowa/shared/marketplace/contract.ts'
import { useState } from 'react'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { More } from '../ui/more.tsx'
import { Page } from '../ui/page.tsx'
import { EstimateNote } from './estimate-note.tsx'
import { ListingCard } from './listing-card.tsx'
import { ListingFilter, type Wanted, wantedNothing } from './listing-filter.tsx'

export function MarketPage() {
  const { marketplace, trade } = useText()
  const { acting } = useSession()
  const format = useFormat()
  const [wanted, setWanted] = useState<Wanted>(wantedNothing)
  const list = usePages<Listing>(listListingsEndpoint, { query: queryOf(wanted) })
  const isFiltered = wanted !== wantedNothing
  return (
    <Page
      title={marketplace.title}
      lead={marketplace.lead}
      actions={
        <>
          <ButtonLink to="/tenders" look="quiet" icon="seal">
            {trade.tenders.link}
          </ButtonLink>
          {acting && (
            <>
              <ButtonLink to="/standing" look="quiet" icon="clock">
                {trade.standing.link}
              </ButtonLink>
              <ButtonLink to="/orders" look="secondary" icon="file">
                {marketplace.orders.link}
              </ButtonLink>
            </>
          )}
        </>
      }
    >
      <div className="grid gap-6">
        <EstimateNote />
        <ListingFilter wanted={wanted} onChange={setWanted} />
        <Await query={list}>
          {(listings) =>
            listings.length === 0 ? (
              <Empty
                icon="basket"
                title={isFiltered ? marketplace.none : marketplace.noneAtAll}
                action={
                  isFiltered && (
                    <Button look="secondary" onPress={() => setWanted(wantedNothing)}>
                      {marketplace.filter.clear}
                    </Button>
                  )
                }
              >
                {isFiltered ? marketplace.noneLead : marketplace.noneAtAllLead}
              </Empty>
            ) : (
              <div>
                <p role="status" className="mb-3 text-soft">
                  {marketplace.filter.count(`${format.number(listings.length)}${list.hasNextPage ? '+' : ''}`)}
                </p>
                <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
                  {listings.map((listing) => (
                    <ListingCard key={listing.id} listing={listing} />
                  ))}
                </ul>
                <More list={list} />
              </div>
            )
          }
        </Await>
      </div>
    </Page>
  )
}

/** What the contract calls the same wishes: it asks for yen a tonne, people think of a kilogram. */
function queryOf({ family, prefecture, vintage, maxYenPerKg, near }: Wanted): object {
  return {
    ...(family && { family }),
    ...(prefecture && { prefecture }),
    ...(vintage && { vintage }),
    ...(maxYenPerKg && { maxPrice: Math.round(maxYenPerKg * 1_000) }),
    ...(near && { near }),
  }
}
