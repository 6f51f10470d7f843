import type { ListingId } from '@morinowa/shared/marketplace/ids.ts'
import {
  getTenderEndpoint,
  ownBidsEndpoint,
  type Tender,
  withdrawBidEndpoint,
} from '@morinowa/shared/marketplace/tender-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { orderPath } from '../app/paths.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { Await } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Stat } from '../ui/stat.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { BidForm } from './bid-form.tsx'
import { isSoundTender } from './check-tender.ts'
import { TenderState } from './tenders-page.tsx'

const REREAD_MS = 20_000
const SHOWN_OF_HASH = 12

export function TenderPage() {
  const { tenders } = useText().trade
  const { id } = useParams({ from: '/tenders/$id' })
  const tender = useQuery({
    ...reading(getTenderEndpoint, { params: { id: id as ListingId } }),
    refetchInterval: ({ state }) => (state.data?.state === 'opened' ? false : REREAD_MS),
  })
  return (
    <Page
      title={tender.data?.projectName ?? tenders.title}
      lead={
        tender.data && (
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <FamilyMark family={tender.data.family} />
            <TenderState state={tender.data.state} />
          </span>
        )
      }
      actions={
        <ButtonLink to="/tenders" look="quiet" icon="back">
          {tenders.title}
        </ButtonLink>
      }
    >
      <Await query={tender}>{(found) => <Open tender={found} />}</Await>
    </Page>
  )
}

function Open({ tender }: { tender: Tender }) {
  const { tenders } = useText().trade
  const { acting } = useSession()
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
      <div className="grid min-w-0 gap-8">
        {tender.result && <Result tender={tender} result={tender.result} />}
        <Terms tender={tender} />
        <Bids tender={tender} />
      </div>
      <div className="grid min-w-0 gap-6">
        {tender.state === 'taking-bids' && (
          <Card>
            <BidForm tender={tender} />
          </Card>
        )}
        {tender.state === 'closed' && <Note>{tenders.waiting}</Note>}
        {acting && <OwnBids tender={tender} />}
      </div>
    </div>
  )
}

function Terms({ tender }: { tender: Tender }) {
  const { tenders } = useText().trade
  const format = useFormat()
  const { terms } = tender
  const tax = tender.taxIncluded ? tenders.taxIncluded : tenders.taxExcluded
  return (
    <Facts
      facts={[
        [tenders.seller, tender.sellerName],
        [tenders.mass, format.exactMassText(tender.massG)],
        [tenders.least, `${format.yen(tender.leastYenPerTonne)} (${tax})`],
        [tenders.closesAt, format.time(terms.closesAt)],
        [tenders.step, format.exactMassText(tender.minG)],
        [tenders.cap, terms.capG === null ? tenders.noCap : format.exactMassText(terms.capG)],
        [tenders.perBuyer, tenders.sheets(format.number(terms.bidsPerBuyer))],
        [tenders.order, tenders.orderText],
        [tenders.ties, tenders.tieRules[terms.ties]],
        [tenders.pricing, tenders.pricings[terms.pricing]],
      ]}
    />
  )
}

function Result({ tender, result }: { tender: Tender; result: NonNullable<Tender['result']> }) {
  const { tenders } = useText().trade
  const format = useFormat()
  const [sound, setSound] = useState<boolean>()
  return (
    <Section title={tenders.result}>
      <Card>
        <div className="grid gap-6 sm:grid-cols-2">
          <Stat label={tenders.resultWon} grams={result.wonG} isExact />
          <Stat label={tenders.winners} value={format.number(result.winners)} unit={tenders.people} />
          {result.averagePerTonne && (
            <Stat
              label={tenders.average}
              value={format.yen(result.averagePerTonne.withoutTaxYen)}
              period={`${tenders.taxExcluded} · ${tenders.taxIncluded} ${format.yen(result.averagePerTonne.withTaxYen)}`}
            />
          )}
          <Stat
            label={tenders.total}
            value={format.yen(result.totalYen)}
            period={`${tenders.taxIncluded} · ${tenders.taxExcluded} ${format.yen(result.amountYen)}`}
          />
        </div>
        <p className="mt-4 text-soft">
          {tenders.resultLeft}: {format.exactMassText(result.leftG)}
          {result.clearingYenPerTonne !== null && ` · ${tenders.clearing}: ${format.yen(result.clearingYenPerTonne)}`}
        </p>
        <div className="mt-4 grid justify-items-start gap-3">
          <Button look="secondary" icon="check" onPress={() => setSound(isSoundTender(tender))}>
            {tenders.check}
          </Button>
          {sound !== undefined && (
            <Note tone={sound ? 'good' : 'bad'}>{sound ? tenders.checked : tenders.checkFailed}</Note>
          )}
        </div>
      </Card>
    </Section>
  )
}

function Bids({ tender }: { tender: Tender }) {
  const { tenders } = useText().trade
  const format = useFormat()
  if (tender.bids.length === 0) return <Section title={tenders.bids}>{tenders.noBids}</Section>
  const isOpened = tender.state === 'opened'
  return (
    <Section title={tenders.bids}>
      <Table
        caption={tenders.bids}
        rows={tender.bids}
        keyOf={({ number }) => String(number)}
        columns={[
          { title: tenders.number, cell: ({ number }) => format.number(number), names: true },
          {
            title: tenders.commitment,
            cell: ({ commitment }) => <code title={commitment}>{commitment.slice(0, SHOWN_OF_HASH)}…</code>,
          },
          { title: tenders.placedAt, cell: ({ placedAt }) => format.time(placedAt) },
          ...(isOpened
            ? ([
                {
                  title: tenders.price,
                  cell: ({ opened }) => (opened ? format.yen(opened.priceYenPerTonne) : tenders.withdrawn),
                  align: 'end',
                },
                {
                  title: tenders.bidMass,
                  cell: ({ opened }) => (opened ? format.exactMassText(opened.massG) : '—'),
                  align: 'end',
                },
                {
                  title: tenders.won,
                  cell: ({ opened }) => (opened?.wonG ? format.exactMassText(opened.wonG) : tenders.lost),
                  align: 'end',
                },
                {
                  title: tenders.winner,
                  cell: ({ opened }) => (opened?.wonG ? (opened.winner ?? tenders.unnamed) : '—'),
                },
              ] as const satisfies readonly Column[])
            : ([
                {
                  title: tenders.price,
                  cell: ({ withdrawn }) => (withdrawn ? tenders.withdrawn : tenders.sealed),
                },
              ] as const satisfies readonly Column[])),
        ]}
      />
      <p className="mt-4 font-bold">{tenders.seal}</p>
      <p className="text-soft">{tenders.sealLead}</p>
      <code className="block break-all">{tender.seal}</code>
    </Section>
  )
}

type Column = { title: string; cell: (row: Tender['bids'][number]) => string; align?: 'end' }

function OwnBids({ tender }: { tender: Tender }) {
  const { tenders } = useText().trade
  const format = useFormat()
  const own = useQuery(reading(ownBidsEndpoint, { params: { id: tender.listingId } }))
  const withdraw = useCommand(withdrawBidEndpoint, { makesStale: [getTenderEndpoint.path, ownBidsEndpoint.path] })
  if (!own.data || own.data.items.length === 0) return null
  return (
    <Section title={tenders.own}>
      <RefusalNote error={withdraw.error} />
      <ul className="grid gap-3">
        {own.data.items.map(({ id, number, commitment, placedAt, withdrawn, wonG, orderId }) => (
          <li key={id} className="card grid gap-1 p-4">
            <p className="font-bold">
              {tenders.number} {format.number(number)} · {withdrawn ? tenders.withdrawn : format.time(placedAt)}
            </p>
            <code className="break-all text-soft">{commitment}</code>
            {wonG !== null && <p>{wonG > 0 ? `${tenders.won} ${format.exactMassText(wonG)}` : tenders.lost}</p>}
            {orderId && (
              <Link to={orderPath(orderId)} className="link inline-flex min-h-12 items-center">
                {tenders.toOrder}
              </Link>
            )}
            {!withdrawn && tender.state === 'taking-bids' && (
              <Confirm
                opener={
                  <Button look="quiet" isPending={withdraw.isPending}>
                    {tenders.withdraw}
                  </Button>
                }
                title={tenders.withdrawTitle}
                confirm={tenders.withdraw}
                look="danger"
                onConfirm={() => withdraw.mutate({ params: { id: tender.listingId, bidId: id } })}
              >
                {tenders.withdrawLead}
              </Confirm>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
