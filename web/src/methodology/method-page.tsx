import { methodEndpoint, methodsEndpoint, type MethodSheet } from '@morinowa/shared/methodology/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useParams } from '@tanstack/react-router'
import { addressOf, reading } from '../app/api-client.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Facts } from '../ui/table.tsx'
import { FactorTable } from './factor-table.tsx'
import { MethodExamples } from './method-examples.tsx'

/** One method: what it says, what it reads, and its examples calculated again by the server and by this browser. */
export function MethodPage() {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const { id } = useParams({ from: '/methods/$id' })
  const { searchStr } = useLocation()
  const asked = new URLSearchParams(searchStr).get('version')
  const methods = useQuery(reading(methodsEndpoint))
  const versions = methods.data?.items.filter((method) => method.id === id) ?? []
  const found = versions.find(({ version }) => version === asked) ?? versions.at(-1)
  return (
    <Page title={found?.title[language] ?? methodologyPages.methods.title}>
      <Await query={methods}>
        {() =>
          found ? (
            <Sheet id={found.id} version={found.version} />
          ) : (
            <Empty
              icon="search"
              title={methodologyPages.sheet.missing}
              action={
                <Link to="/methods" className="link">
                  {methodologyPages.sheet.all}
                </Link>
              }
            />
          )
        }
      </Await>
    </Page>
  )
}

function Sheet({ id, version }: { id: string; version: string }) {
  const sheet = useQuery(reading(methodEndpoint, { params: { id, version } }))
  return <Await query={sheet}>{(found) => <Shown sheet={found} />}</Await>
}

function Shown({ sheet }: { sheet: MethodSheet }) {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const words = methodologyPages.sheet
  const data = addressOf('/methods/{id}/versions/{version}', { params: { id: sheet.id, version: sheet.version } })
  return (
    <>
      <Card className="grid gap-4">
        <p className="text-[1.25rem] font-bold">{sheet.formula[language]}</p>
        <Facts
          facts={[
            [words.unit, sheet.unit[language]],
            [words.baseline, sheet.baseline[language]],
            [words.set, `${sheet.set.name[language]}（${sheet.set.id}）`],
            [words.version, `${sheet.id} ${sheet.version}`],
            [words.hash, <code className="text-std-16N-170 break-all">{sheet.hash}</code>],
            [
              words.document,
              <a href={data} className="link break-all">
                {data}
              </a>,
            ],
          ]}
        />
      </Card>
      <Section title={words.conditions}>
        <ul className="grid gap-2">
          {sheet.conditions.map(({ text, ours }) => (
            <li key={text.en} className="card flex flex-wrap items-start gap-x-3 gap-y-1 p-4">
              <span className="min-w-0 flex-1 basis-72">{text[language]}</span>
              {ours && <Status tone="info">{words.ours}</Status>}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={words.examples} lead={words.examplesLead}>
        <MethodExamples examples={sheet.examples} />
      </Section>
      <Section title={words.rows} lead={words.rowsLead}>
        <FactorTable caption={words.rows} rows={sheet.rows} />
      </Section>
    </>
  )
}
