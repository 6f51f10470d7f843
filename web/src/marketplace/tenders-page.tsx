import { listTendersEndpoint, type Tender } from '@morinowa/shared/marketplace/tender-contract.ts'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { tenderPath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { More } from '../ui/more.tsx'
import { Name } from '../ui/name.tsx'
import { Page } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'

type Item = Pick<
  Tender,
  'listingId' | 'state' | 'projectName' | 'sellerName' | 'family' | 'massG' | 'leastYenPerTonne' | 'taxIncluded'
> & { closesAt: string }

export function TendersPage() {
  const { tenders } = useText().trade
  const list = usePages<Item>(listTendersEndpoint as never)
  return (
    <Page title={tenders.title} lead={tenders.lead}>
      <Await query={list}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon="seal" title={tenders.none}>
              {tenders.noneLead}
            </Empty>
          ) : (
            <ul className="grid gap-4 sm:grid-cols-2">
              {found.map((tender) => (
                <TenderCard key={tender.listingId} tender={tender} />
              ))}
            </ul>
          )
        }
      </Await>
      <More list={list} />
    </Page>
  )
}

function TenderCard({ tender }: { tender: Item }) {
  const { tenders } = useText().trade
  const format = useFormat()
  const tax = tender.taxIncluded ? tenders.taxIncluded : tenders.taxExcluded
  return (
    <li className="card relative grid content-start gap-3 p-5 has-[a:focus-visible]:outline-3 has-[a:focus-visible]:outline-offset-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <FamilyMark family={tender.family} />
        <TenderState state={tender.state} />
      </div>
      <h2 className="text-[1.125rem]">
        <Link
          to={tenderPath(tender.listingId)}
          className="line-clamp-3 text-ink no-underline outline-none after:absolute after:inset-0 after:rounded-16"
        >
          <Name>{tender.projectName}</Name>
        </Link>
      </h2>
      <p className="text-soft">
        <Name>{tender.sellerName}</Name>
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
        <dt className="text-soft">{tenders.mass}</dt>
        <dd className="figures font-bold">{format.exactMassText(tender.massG)}</dd>
        <dt className="text-soft">{tenders.least}</dt>
        <dd className="figures">
          {format.yen(tender.leastYenPerTonne)} ({tax})
        </dd>
        <dt className="text-soft">{tenders.closesAt}</dt>
        <dd>{format.time(tender.closesAt)}</dd>
      </dl>
    </li>
  )
}

export function TenderState({ state }: { state: Tender['state'] }) {
  const { states } = useText().trade.tenders
  const tone = state === 'taking-bids' ? 'good' : state === 'closed' ? 'wait' : 'plain'
  return <Status tone={tone}>{states[state]}</Status>
}
