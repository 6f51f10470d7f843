import { families } from '@morinowa/shared/credits/families.ts'
import { getProjectEndpoint } from '@morinowa/shared/forest/contract.ts'
import { getListingEndpoint, type Listing, type ListingId } from '@morinowa/shared/marketplace/contract.ts'
import type { ListingRule } from '@morinowa/shared/marketplace/listing-rules.ts'
import { prefectures } from '@morinowa/shared/municipalities/prefectures.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { lotPath, projectPath, salesPath, tenderPath } from '../app/paths.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { Await } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { StackedBar } from '../ui/chart.tsx'
import { languageOf, Name } from '../ui/name.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Facts } from '../ui/table.tsx'
import { OrderForm } from './order-form.tsx'
import { PricePerKg } from './price-per-kg.tsx'
import { ProofMark } from './proof-mark.tsx'

export function ListingPage() {
  const { marketplace } = useText()
  const { id } = useParams({ from: '/market/$id' })
  const listing = useQuery(reading(getListingEndpoint, { params: { id: id as ListingId } }))
  return (
    <Page
      title={listing.data?.projectName ?? marketplace.title}
      lead={
        listing.data && (
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <FamilyMark family={listing.data.family} />
            <ProofMark proof={listing.data.proof} />
          </span>
        )
      }
      actions={
        <ButtonLink to="/market" look="quiet" icon="back">
          {marketplace.detail.back}
        </ButtonLink>
      }
    >
      <Await query={listing}>{(found) => <Offer listing={found} />}</Await>
    </Page>
  )
}

function Offer({ listing }: { listing: Listing }) {
  const { marketplace } = useText()
  const { detail } = marketplace
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
      <div className="grid min-w-0 gap-8 lg:order-1">
        <Stock listing={listing} />
        <Section title={detail.project}>
          <ListingFacts listing={listing} />
        </Section>
        {listing.projectId && <Story projectId={listing.projectId} />}
      </div>
      <div className="order-first lg:sticky lg:top-20 lg:order-2">
        <Card>
          <PricePerKg price={listing.pricePerTonne} size="big" />
          <div className="mt-4 border-t border-line pt-4">
            {listing.state === 'open' ? <Buy listing={listing} /> : <Note tone="plain">{detail.closed}</Note>}
          </div>
        </Card>
      </div>
    </div>
  )
}

function Stock({ listing: { availableG, orderedG, soldG } }: { listing: Listing }) {
  const { marketplace } = useText()
  const { detail } = marketplace
  return (
    <Section title={detail.stock}>
      <StackedBar
        title={detail.stock}
        parts={[
          { id: 'available', label: detail.available, grams: availableG, colour: 'var(--color-reduced)' },
          { id: 'ordered', label: detail.ordered, grams: orderedG, colour: 'var(--color-wait)' },
          { id: 'sold', label: detail.sold, grams: soldG, colour: 'var(--color-edge)' },
        ]}
      />
    </Section>
  )
}

function ListingFacts({ listing }: { listing: Listing }) {
  const { marketplace, trade } = useText()
  const format = useFormat()
  const { detail, proofLeads, offsetLeads, card } = marketplace
  const { withTaxYen, withoutTaxYen } = listing.pricePerTonne
  return (
    <Facts
      facts={[
        [detail.scheme, listing.scheme],
        [detail.methodology, listing.methodology],
        [detail.place, listing.municipalityCode ? <PlaceName code={listing.municipalityCode} /> : card.noPlace],
        [detail.vintage, card.vintage(listing.vintage)],
        [
          detail.seller,
          <Link key="seller" to={salesPath(listing.sellerId)} className="link">
            <Name>{listing.sellerName}</Name>
          </Link>,
        ],
        ...(listing.projectId
          ? [
              [
                detail.project,
                <Link key="project" to={projectPath(listing.projectId)} className="link">
                  {trade.project.page}
                </Link>,
              ] as const,
            ]
          : []),
        [
          detail.pricePerTonne,
          `${format.yen(withTaxYen)} ${card.perKgWithTax} / ${format.yen(withoutTaxYen)} ${card.perKgWithoutTax}`,
        ],
        [detail.step, format.exactMassText(listing.minG)],
        [detail.rules, <Rules key="rules" rules={listing.rules} />],
        [detail.proof, proofLeads[listing.proof ?? 'issued']],
        [detail.claim, families[listing.family].offset ? offsetLeads.yes : offsetLeads.no],
        [
          detail.lot,
          <Link key="lot" to={lotPath(listing.lotId)} className="link">
            {detail.lotLink}
          </Link>,
        ],
      ]}
    />
  )
}

/** At a fixed price by order, else by a bid. */
function Buy({ listing }: { listing: Listing }) {
  const { trade } = useText()
  if (listing.kind === 'fixed') return <OrderForm listing={listing} />
  return (
    <div className="grid gap-3">
      <p>{trade.tenders.lead}</p>
      <ButtonLink to={tenderPath(listing.id)} icon="seal">
        {trade.tenders.bidTitle}
      </ButtonLink>
    </div>
  )
}

function Rules({ rules }: { rules: readonly ListingRule[] }) {
  const { marketplace } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const { rule: said, noRules } = marketplace.detail
  if (rules.length === 0) return noRules
  return (
    <ul>
      {rules.map((rule) => (
        <li key={rule.kind}>
          {rule.kind === 'most-per-buyer' && said.mostPerBuyer(format.exactMassText(rule.massG))}
          {rule.kind === 'most-yen-per-buyer' && said.mostYenPerBuyer(format.yen(rule.yen))}
          {rule.kind === 'once-a-fiscal-year' && said.onceAFiscalYear}
          {rule.kind === 'buyer-prefecture' &&
            said.buyerPrefecture(prefectures[rule.prefecture]?.[language] ?? rule.prefecture)}
        </li>
      ))}
    </ul>
  )
}

/** What the project says about itself, when it says anything. */
function Story({ projectId }: { projectId: string }) {
  const { marketplace } = useText()
  const { data } = useQuery(reading(getProjectEndpoint, { params: { id: projectId } }))
  if (!data || (data.story === null && data.coBenefits.length === 0)) return null
  return (
    <Section title={marketplace.detail.story}>
      {data.story && (
        <p lang={languageOf(data.story)} className="max-w-prose whitespace-pre-line">
          {data.story}
        </p>
      )}
      {data.coBenefits.length > 0 && (
        <>
          <h3 className="mt-4 text-[1.125rem]">{marketplace.detail.coBenefits}</h3>
          <ul className="list-disc ps-5">
            {data.coBenefits.map((benefit) => (
              <li key={benefit}>{benefit}</li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}
