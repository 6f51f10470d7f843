import type { Listing } from '@morinowa/shared/marketplace/contract.ts'
import { listListingsEndpoint } from '@morinowa/shared/marketplace/contract.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { More } from '../ui/more.tsx'
import { Name } from '../ui/name.tsx'
import { Page } from '../ui/page.tsx'
import { EstimateNote } from './estimate-note.tsx'
import { keptAgent } from './kept-agent.ts'
import { ListingCard } from './listing-card.tsx'
import { ListingFilter } from './listing-filter.tsx'
import { isWanting, useListingQuery, useWanted, wantedNothing } from './wanted.ts'

export function MarketPage() {
  const { marketplace, trade } = useText()
  const { acting } = useSession()
  const format = useFormat()
  const [wanted, setWanted] = useWanted()
  const list = usePages<Listing>(listListingsEndpoint, { query: useListingQuery(wanted) })
  const isFiltered = isWanting(wanted)
  keptAgent()
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
                  {wanted.sellerId !== '' && listings[0] && (
                    <>
                      {' · '}
                      <Name>{marketplace.filter.ofSeller(listings[0].sellerName)}</Name>
                    </>
                  )}
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
