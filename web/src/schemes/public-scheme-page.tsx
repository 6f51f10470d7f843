import { type PublicScheme, publicSchemeEndpoint, type SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { whoAndWhere } from '@morinowa/shared/schemes/who-and-where.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { certificatePath, lotPath, publicSchemePath } from '../app/paths.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Name } from '../ui/name.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Qr } from '../ui/qr.tsx'
import { Disclosure, How, Stat } from '../ui/stat.tsx'
import { Table } from '../ui/table.tsx'
import { ClaimCodeForm } from './claim-code-form.tsx'
import { schemeIcons } from './scheme-icons.ts'

const REREAD_MS = 30_000

/** What a scheme may show to everybody: on the counter as a poster, on a phone as a page. */
export function PublicSchemePage() {
  const { schemes } = useText()
  const { id } = useParams({ from: '/schemes/$id' })
  const scheme = useQuery({
    ...reading(publicSchemeEndpoint, { params: { id: id as SchemeId } }),
    refetchInterval: REREAD_MS,
  })
  return (
    <Page
      title={scheme.data ? scheme.data.name : schemes.title}
      lead={scheme.data && whoAndWhere(scheme.data, schemes.public.by)}
      actions={
        <Button look="secondary" icon="print" onPress={() => window.print()}>
          {schemes.public.poster}
        </Button>
      }
    >
      <Await query={scheme}>{(found) => <Tally scheme={found} asOf={scheme.dataUpdatedAt} />}</Await>
    </Page>
  )
}

function Tally({ scheme, asOf }: { scheme: PublicScheme; asOf: number }) {
  const { schemes, schemeShop } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const text = schemes.public
  const time = text.asOf(format.time(new Date(asOf).toISOString()))
  return (
    <>
      <article className="card grid items-center gap-8 p-6 sm:grid-cols-[1fr_auto] sm:p-10 print:border-0 print:p-0">
        <div className="grid gap-6">
          <div className="flex flex-wrap items-end gap-x-10 gap-y-4">
            <HeadFigures scheme={scheme} />
          </div>
          <p className="flex items-start gap-3 text-[1.125rem] leading-relaxed font-bold sm:text-[1.25rem]">
            <Icon name={schemeIcons[scheme.kind]} className="mt-0.5 size-7 text-forest" />
            <span className="min-w-0">{scheme.wording[language]}</span>
          </p>
          {scheme.perUnit && (
            <p className={scheme.perUnit.basis === 'default' ? 'font-bold' : 'text-soft'}>
              {schemeShop.perUnit[scheme.perUnit.basis](format.exactMassText(scheme.perUnit.massG))}
            </p>
          )}
          <p className="text-dns-14N-130 text-soft">{time}</p>
        </div>
        <div className="grid justify-items-center gap-2 text-center">
          <Qr
            value={`${location.origin}${publicSchemePath(scheme.id)}`}
            label={text.scan}
            className="size-44 print:size-56"
          />
          <p className="max-w-44 text-dns-14N-130 text-soft">{text.scan}</p>
        </div>
      </article>
      <div className="grid gap-8 print:hidden">
        <How>
          <p className="max-w-prose">{text.how}</p>
        </How>
        {scheme.days.length > 0 && <Days scheme={scheme} />}
        <Origins origins={scheme.origins} />
        <Closings scheme={scheme} />
        {(scheme.kind === 'unit-attachment' || scheme.kind === 'stay-offset') && (
          <Section title={text.claimForm}>
            <ClaimCodeForm />
          </Section>
        )}
      </div>
    </>
  )
}

function HeadFigures({ scheme }: { scheme: PublicScheme }) {
  const { schemes } = useText()
  const format = useFormat()
  const text = schemes.public
  const paper = scheme.itemsOnPaper > 0 && {
    period: text.paper(schemes.tank.count(format.number(scheme.itemsOnPaper))),
  }
  return (
    <>
      {scheme.kind === 'per-item-fund' ? (
        <Stat label={text.fund} value={format.yen(scheme.fundYen)} size="big" colour="text-forest" />
      ) : (
        <Stat
          label={text.attached}
          grams={Math.max(0, scheme.attachedG)}
          certainty="measured"
          size="big"
          colour="text-offset"
        />
      )}
      <Stat label={text.items} value={schemes.tank.count(format.number(scheme.items))} {...paper} />
      <Stat label={text.retired} grams={scheme.retiredG} colour="text-offset" />
      {scheme.kind === 'per-item-fund' && <Stat label={text.spent} value={format.yen(scheme.spentYen)} />}
    </>
  )
}

const DAYS_SHOWN = 7

/** The last week at once, what was before on request. */
function Days({ scheme }: { scheme: PublicScheme }) {
  const { schemes } = useText()
  const earlier = scheme.days.slice(DAYS_SHOWN)
  return (
    <Section title={schemes.public.days}>
      <DayTable scheme={scheme} caption={schemes.public.days} days={scheme.days.slice(0, DAYS_SHOWN)} />
      {earlier.length > 0 && (
        <Disclosure title={schemes.public.earlier}>
          <DayTable scheme={scheme} caption={schemes.public.earlier} days={earlier} />
        </Disclosure>
      )}
    </Section>
  )
}

function DayTable({ scheme, caption, days }: { scheme: PublicScheme; caption: string; days: PublicScheme['days'] }) {
  const { schemes } = useText()
  const format = useFormat()
  const isFund = scheme.kind === 'per-item-fund'
  return (
    <Table
      caption={caption}
      rows={days}
      keyOf={({ day }) => day}
      columns={[
        { title: schemes.public.day, cell: ({ day }) => format.day(day), names: true },
        { title: schemes.public.items, cell: ({ items }) => format.number(items), align: 'end' },
        isFund
          ? { title: schemes.tank.fund, cell: ({ yen }) => format.yen(yen), align: 'end' }
          : { title: 'CO₂', cell: ({ massG }) => format.exactMassText(massG), align: 'end' },
      ]}
    />
  )
}

/** Where the credits come from, each with the way to its lot in the register. */
export function Origins({ origins }: { origins: PublicScheme['origins'] }) {
  const { schemes, marketplace } = useText()
  if (origins.length === 0) return null
  return (
    <Section title={schemes.public.origins}>
      <ul className="grid gap-3 sm:grid-cols-2">
        {origins.map(({ lotId, family, projectName, municipalityCode, vintage }) => (
          <li key={lotId} className="card grid gap-1 p-4">
            <FamilyMark family={family as never} />
            <Link to={lotPath(lotId)} className="link text-[1.125rem] font-bold">
              <Name>{projectName}</Name>
            </Link>
            <p className="text-soft">
              {municipalityCode && (
                <>
                  <PlaceName code={municipalityCode} /> ·{' '}
                </>
              )}
              {marketplace.card.vintage(vintage)}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Closings({ scheme }: { scheme: PublicScheme }) {
  const { schemes } = useText()
  const format = useFormat()
  const { manage } = schemes
  const isFund = scheme.kind === 'per-item-fund'
  return (
    <Section title={schemes.public.closings}>
      {scheme.closings.length === 0 ? (
        <p className="text-soft">{schemes.public.closingsNone}</p>
      ) : (
        <Table
          caption={schemes.public.closings}
          rows={scheme.closings}
          keyOf={({ through }) => through}
          columns={[
            { title: manage.through, cell: ({ through }) => format.day(through), names: true },
            { title: manage.retired, cell: ({ retiredG }) => format.exactMassText(retiredG), align: 'end' },
            ...(isFund
              ? ([
                  {
                    title: manage.spent,
                    cell: ({ spentYen }: PublicScheme['closings'][number]) => format.yen(spentYen),
                    align: 'end',
                  },
                ] as const)
              : []),
            {
              title: manage.certificate,
              cell: ({ certificateId }) =>
                certificateId ? (
                  <Link to={certificatePath(certificateId)} className="link inline-flex min-h-12 items-center">
                    {certificateId}
                  </Link>
                ) : (
                  manage.certificateMaking
                ),
            },
          ]}
        />
      )}
    </Section>
  )
}
