import { type PublicRetirement, publicRetirementEndpoint } from '@morinowa/shared/certificates/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { BackingOf } from '../forest/backing.tsx'
import { Await } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Name } from '../ui/name.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Mass, Stat } from '../ui/stat.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { OriginsOf } from './origins.tsx'
import { placeOfUse } from './place-of-use.tsx'

export function RetirementPage() {
  const { registry } = useText()
  const { id } = useParams({ from: '/retirements/$id' })
  const retirement = useQuery(reading(publicRetirementEndpoint, { params: { serialOrId: id } }))
  return (
    <Page title={registry.retirement.title} lead={registry.retirement.lead}>
      <Await query={retirement}>{(found) => <Shown retirement={found} />}</Await>
    </Page>
  )
}

function Shown({ retirement }: { retirement: PublicRetirement }) {
  const { registry } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const words = registry.retirement
  const { family, massG, retiredAt, beneficiaryText, purpose, periodFrom, periodTo, holder } = retirement
  return (
    <>
      <Card className="grid gap-6">
        <div className="flex flex-wrap items-start justify-between gap-4">
          <Stat label={words.mass} grams={massG} period={format.time(retiredAt)} colour="text-offset" size="big" />
          <FamilyMark family={family} />
        </div>
        <Facts
          facts={[
            [registry.columns.beneficiary, beneficiaryText[language]],
            [registry.columns.purpose, purpose],
            ...placeOfUse(words.place, retirement),
            ...(periodFrom && periodTo
              ? [[words.period, `${format.day(periodFrom)} – ${format.day(periodTo)}`] as const]
              : []),
            [words.holder, holder],
            [words.entries, retirement.entries.join(', ')],
            [words.digest, <code className="text-dns-14N-130 break-all">{retirement.statementDigest}</code>],
          ]}
        />
        <div className="print:hidden">
          <ButtonLink to="/certificates/$id" params={{ id: retirement.certificateId }} icon="seal">
            {words.certificate}
          </ButtonLink>
        </div>
      </Card>
      <BackingOf id={retirement.id} />
      {family === 'behaviour' && <OriginsOf ranges={retirement.serials} />}
      <Section title={words.serials}>
        <Table
          caption={words.serials}
          rows={retirement.serials}
          keyOf={({ text }) => text}
          columns={[
            {
              title: words.range,
              cell: ({ text }) => <code className="text-dns-14N-130 break-all">{text}</code>,
              names: true,
            },
            { title: words.mass, cell: ({ from, to }) => <Mass grams={to - from} />, align: 'end' },
            {
              title: registry.columns.project,
              cell: ({ lotId, projectName }) => (
                <Link to="/registry/lots/$id" params={{ id: lotId }} className="link">
                  <Name>{projectName}</Name>
                </Link>
              ),
            },
            { title: registry.columns.vintage, cell: ({ vintage }) => String(vintage), align: 'end' },
          ]}
        />
      </Section>
    </>
  )
}
