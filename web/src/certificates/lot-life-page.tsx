import { type LifeStep, lotLifeEndpoint } from '@morinowa/shared/certificates/contract.ts'
import { lotEndpoint, type PublicLot } from '@morinowa/shared/credits/contract.ts'
import { sayRule } from '@morinowa/shared/credits/lot-rules.ts'
import { RegisteredFamily } from '@morinowa/shared/forest/registered-family.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { LotReserve } from '../forest/lot-reserve.tsx'
import { Await } from '../ui/await.tsx'
import { StackedBar } from '../ui/chart.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Name, named as marked } from '../ui/name.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Steps } from '../ui/progress.tsx'
import { Mass, Stat } from '../ui/stat.tsx'
import { Facts } from '../ui/table.tsx'
import { LotAdjustments } from './lot-adjustments.tsx'
import { Retirements } from './retirements.tsx'
import { CodedPlace } from './place-of-use.tsx'

// A lot's life is short enough to be read whole: longer ones go on in the list of retirements below.
const MOST_STEPS = 200

export function LotLifePage() {
  const { registry } = useText()
  const { id } = useParams({ from: '/registry/lots/$id' })
  const life = useQuery(reading(lotLifeEndpoint, { params: { id }, query: { limit: MOST_STEPS } }))
  return (
    <Page title={registry.life.title} lead={registry.life.lead}>
      <Await query={life}>
        {({ lot, items }) => (
          <>
            <WholeLot id={lot.id} />
            {isRegistered(lot.family) && <LotReserve lotId={lot.id} />}
            <Section title={registry.life.title}>
              <Card>
                <Life steps={items} />
              </Card>
            </Section>
            <LotAdjustments lotId={lot.id} />
            <Retirements lotId={lot.id} />
          </>
        )}
      </Await>
    </Page>
  )
}

const isRegistered = (family: string) => RegisteredFamily.safeParse(family).success

function WholeLot({ id }: { id: string }) {
  const lot = useQuery(reading(lotEndpoint, { params: { id } }))
  return <Await query={lot}>{(found) => <Lot lot={found} />}</Await>
}

function Lot({ lot }: { lot: PublicLot }) {
  const { registry } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const { columns, life } = registry
  const heldG = lot.leftG - lot.bufferG - lot.reservedG
  return (
    <>
      <Card className="grid gap-6">
        <div>
          <p className="flex flex-wrap items-center gap-3">
            <span className="text-[1.375rem] leading-snug font-bold">
              <Name>{lot.projectName}</Name>
            </span>
            <FamilyMark family={lot.family} />
          </p>
          <p className="text-soft">
            <Name>{lot.ownerName}</Name>
          </p>
        </div>
        <Stat label={columns.mass} grams={lot.massG} period={`${lot.vintage} · ${format.day(lot.issuedAt)}`} />
        <div>
          <p className="mb-2 font-bold">{life.balance}</p>
          <StackedBar
            title={life.balance}
            parts={[
              { id: 'left', label: columns.left, grams: Math.max(0, heldG), colour: 'var(--color-reduced)' },
              { id: 'reserved', label: life.reserved, grams: lot.reservedG, colour: 'var(--color-contributed)' },
              { id: 'buffer', label: life.buffer, grams: lot.bufferG, colour: 'var(--color-edge)' },
              { id: 'retired', label: columns.retired, grams: lot.retiredG, colour: 'var(--color-offset)' },
              { id: 'cancelled', label: life.cancelled, grams: lot.cancelledG, colour: 'var(--color-bad)' },
            ]}
          />
        </div>
      </Card>
      <Section title={life.facts}>
        <Card>
          <Facts
            facts={[
              [columns.serials, <CopyText value={lot.serials} />],
              [life.scheme, lot.scheme],
              [life.method, lot.methodology],
              ...(lot.periodFrom && lot.periodTo
                ? [[life.period, `${format.day(lot.periodFrom)} – ${format.day(lot.periodTo)}`] as const]
                : []),
              ...(lot.municipalityCode ? [[life.place, <CodedPlace code={lot.municipalityCode} />] as const] : []),
              ...(lot.registrySerials.length > 0
                ? [[life.registrySerials, lot.registrySerials.join(', ')] as const]
                : []),
              ...(lot.carriedG > 0 ? [[life.carried, <Mass grams={lot.carriedG} />] as const] : []),
              ...(lot.rules.length > 0
                ? [
                    [
                      life.rules,
                      <ul>
                        {lot.rules.map((rule) => (
                          <li key={rule.kind}>{sayRule(rule)[language]}</li>
                        ))}
                      </ul>,
                    ] as const,
                  ]
                : []),
            ]}
          />
        </Card>
      </Section>
    </>
  )
}

function Life({ steps }: { steps: readonly LifeStep[] }) {
  const { registry } = useText()
  const format = useFormat()
  const { life } = registry
  // The buffer is an account of the platform, without an organisation's name.
  const named = (holder: string) => (holder === 'buffer' ? life.buffer : holder)
  return (
    <Steps
      steps={steps.map(({ step, at, massG, serials, from, to, retirementId }, index) => ({
        id: String(index),
        title: life.steps[step],
        at: format.time(at),
        state: 'done',
        detail: (
          <div className="grid justify-items-start gap-1">
            <p>
              {massG !== null && <Mass grams={massG} />}{' '}
              {(from || to) && (
                <span className="text-soft">{marked(from && to ? life.fromTo(from, named(to)) : (to ?? from))}</span>
              )}
            </p>
            {serials && <code className="text-dns-14N-130 break-all text-soft">{serials.text}</code>}
            {retirementId && (
              <Link to="/retirements/$id" params={{ id: retirementId }} className="link">
                {life.seeRetirement}
              </Link>
            )}
          </div>
        ),
      }))}
    />
  )
}
