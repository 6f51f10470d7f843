import { type ForestProject, getProjectEndpoint } from '@morinowa/shared/forest/contract.ts'
import { projectGuardEndpoint } from '@morinowa/shared/forest/owners-contract.ts'
import { type Listing, listListingsEndpoint, listSalesEndpoint } from '@morinowa/shared/marketplace/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { lotPath, salesPath } from '../app/paths.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { AreaMap } from '../map/area-map.tsx'
import { ListingCard } from '../marketplace/listing-card.tsx'
import { ProofMark } from '../marketplace/proof-mark.tsx'
import { SalesTable } from '../marketplace/sales-table.tsx'
import { areaGeometryQuery, mapGeometryOf } from '../municipalities/geometry-query.ts'
import { Await } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { StackedBar } from '../ui/chart.tsx'
import { languageOf, Name } from '../ui/name.tsx'
import { Note } from '../ui/note.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { ProjectOwnersPart } from './project-owners.tsx'

const REREAD_MS = 20_000
const SALES_SHOWN = 20
const M2_PER_HA = 10_000

/** A project: where it is, what it says of itself, what is left of it, and to whom it was sold. */
export function ProjectPage() {
  const { project } = useText().trade
  const { id } = useParams({ from: '/projects/$id' })
  const found = useQuery({ ...reading(getProjectEndpoint, { params: { id } }), refetchInterval: REREAD_MS })
  return (
    <Page
      title={found.data?.name ?? project.page}
      lead={
        found.data && (
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <FamilyMark family={found.data.family} />
            <span>
              <Name>{found.data.prefectureName}</Name> <Name>{found.data.municipalityName}</Name> ·{' '}
              <Name>{found.data.organisationName}</Name>
            </span>
          </span>
        )
      }
      actions={
        <ButtonLink to="/market" look="quiet" icon="back">
          {project.back}
        </ButtonLink>
      }
    >
      <Await query={found}>{(one) => <Shown project={one} />}</Await>
    </Page>
  )
}

function Shown({ project }: { project: ForestProject }) {
  const { trade, marketplace } = useText()
  const text = trade.project
  return (
    <>
      <div className="grid items-start gap-8 lg:grid-cols-2">
        <div className="grid min-w-0 gap-8">
          <Section title={marketplace.detail.stock}>
            <StackedBar
              title={marketplace.detail.stock}
              parts={[
                { id: 'left', label: text.left, grams: project.heldG, colour: 'var(--color-reduced)' },
                { id: 'sold', label: text.sold, grams: project.soldG, colour: 'var(--color-edge)' },
              ]}
            />
          </Section>
          {project.story && (
            <Section title={marketplace.detail.story}>
              <p lang={languageOf(project.story)} className="max-w-prose whitespace-pre-line">
                {project.story}
              </p>
            </Section>
          )}
          {project.coBenefits.length > 0 && (
            <Section title={marketplace.detail.coBenefits}>
              <ul className="list-disc ps-5">
                {project.coBenefits.map((benefit) => (
                  <li key={benefit}>{benefit}</li>
                ))}
              </ul>
            </Section>
          )}
          <Guard project={project} />
        </div>
        <Where project={project} />
      </div>
      <OnSale project={project} />
      <Lots project={project} />
      <Sales project={project} />
      <ProjectOwnersPart project={project} />
    </>
  )
}

function Where({ project }: { project: ForestProject }) {
  const { project: text } = useText().trade
  const { language } = useLanguage()
  const format = useFormat()
  const geometry = useQuery(areaGeometryQuery)
  const { municipalityCode: code, municipalityName, point, pointIsOffice, massG } = project
  const values = useMemo(() => new Map([[code, massG as number]]), [code, massG])
  const focus = useMemo(() => [code], [code])
  return (
    <Section title={text.where}>
      <Await query={geometry}>
        {(found) => (
          <AreaMap
            label={`${text.where}: ${municipalityName}`}
            geometry={mapGeometryOf(found, language)}
            values={values}
            legend={{ title: text.issued, format: format.massText }}
            selected={code}
            nameOf={(one) => (one === code ? municipalityName : '')}
            focus={focus}
            className="h-80 print:hidden"
          />
        )}
      </Await>
      {point && (
        <p className="mt-2 text-soft">
          {point.lat.toFixed(4)}, {point.lon.toFixed(4)} · {pointIsOffice && text.office}{' '}
          <a
            className="link"
            href={`https://maps.gsi.go.jp/#12/${point.lat}/${point.lon}/`}
            rel="noreferrer"
            target="_blank"
          >
            {text.gsi}
          </a>
        </p>
      )}
    </Section>
  )
}

function Guard({ project }: { project: ForestProject }) {
  const { project: text } = useText().trade
  const format = useFormat()
  const guard = useQuery(reading(projectGuardEndpoint, { params: { id: project.id } }))
  if (!guard.data || guard.data.owners === 0) return null
  const hectares = (areaM2: number) => text.hectares(format.number(Math.round(areaM2 / 100) / (M2_PER_HA / 100)))
  const { owners, areaM2, harvests, shortG } = guard.data
  return (
    <Section title={text.owners}>
      <Facts
        facts={[
          [text.owners, text.ownersCount(format.number(owners))],
          [text.area, hectares(areaM2)],
          [text.guard, harvests.length === 0 ? text.guardNone : format.number(harvests.length)],
        ]}
      />
      <div className="mt-3 grid gap-2">
        {harvests.map(({ harvestOn, areaM2: area, heldG }) => (
          <Note key={`${harvestOn}${area}${heldG}`} tone="wait">
            {text.guardText(format.day(harvestOn), hectares(area), format.exactMassText(heldG))}
          </Note>
        ))}
        {shortG > 0 && <Note tone="bad">{text.guardShort(format.exactMassText(shortG))}</Note>}
      </div>
    </Section>
  )
}

function OnSale({ project }: { project: ForestProject }) {
  const { project: text } = useText().trade
  const list = usePages<Listing>(listListingsEndpoint, { query: { projectId: project.id }, rereadMs: REREAD_MS })
  return (
    <Section title={text.onSale}>
      <Await query={list}>
        {(listings) =>
          listings.length === 0 ? (
            <p className="text-soft">{text.noneOnSale}</p>
          ) : (
            <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
              {listings.map((listing) => (
                <ListingCard key={listing.id} listing={listing} />
              ))}
            </ul>
          )
        }
      </Await>
    </Section>
  )
}

function Lots({ project }: { project: ForestProject }) {
  const { trade, marketplace } = useText()
  const text = trade.project
  const format = useFormat()
  return (
    <Section title={text.lots}>
      <Table
        caption={text.lots}
        rows={project.lots}
        keyOf={({ lotId }) => lotId}
        columns={[
          {
            title: text.vintage,
            cell: ({ lotId, vintage }) => (
              <Link to={lotPath(lotId)} className="link inline-flex min-h-12 items-center">
                {marketplace.card.vintage(vintage)}
              </Link>
            ),
            names: true,
          },
          { title: text.serials, cell: ({ serials }) => <span className="break-all">{serials}</span> },
          { title: marketplace.detail.proof, cell: ({ proof }) => <ProofMark proof={proof} /> },
          { title: text.issued, cell: ({ massG }) => format.exactMassText(massG), align: 'end' },
          { title: text.left, cell: ({ heldG }) => format.exactMassText(heldG), align: 'end' },
          { title: text.sold, cell: ({ soldG }) => format.exactMassText(soldG), align: 'end' },
          { title: text.retired, cell: ({ retiredG }) => format.exactMassText(retiredG), align: 'end' },
          {
            title: text.price,
            cell: ({ pricePerTonne }) =>
              pricePerTonne
                ? `${format.yen(pricePerTonne.withTaxYen)} ${marketplace.card.perKgWithTax} / ${format.yen(pricePerTonne.withoutTaxYen)} ${marketplace.card.perKgWithoutTax}`
                : text.noPrice,
            align: 'end',
          },
        ]}
      />
    </Section>
  )
}

function Sales({ project }: { project: ForestProject }) {
  const { project: text, sales } = useText().trade
  const list = useQuery(reading(listSalesEndpoint, { params: { id: project.organisationId } }))
  return (
    <Section title={text.sales} lead={sales.lead}>
      <Await query={list}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-soft">{sales.none}</p>
          ) : (
            <SalesTable items={items.slice(0, SALES_SHOWN)} />
          )
        }
      </Await>
      <p>
        <Link to={salesPath(project.organisationId)} className="link inline-flex min-h-12 items-center">
          {text.salesLink}
        </Link>
      </p>
    </Section>
  )
}
