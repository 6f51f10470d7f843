import { type FactorDetail, factorEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useParams } from '@tanstack/react-router'
import { addressOf, reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Stat } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { factorPath } from './paths.ts'
import { SourceLink } from './source-link.tsx'

/** One row of the registry with its source, its versions, and how it differs from the one before. */
export function FactorPage() {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const { id } = useParams({ from: '/factors/$id' })
  const { searchStr } = useLocation()
  const version = Number(new URLSearchParams(searchStr).get('version'))
  const asked = Number.isInteger(version) && version > 0
  const factor = useQuery(reading(factorEndpoint, { params: { id }, query: asked ? { version } : {} }))
  return (
    <Page title={factor.data?.name[language] ?? methodologyPages.factors.title} width="reading">
      <Await query={factor}>{(row) => <Shown row={row} />}</Await>
    </Page>
  )
}

function Shown({ row }: { row: FactorDetail }) {
  const { methodologyPages } = useText()
  const format = useFormat()
  const words = methodologyPages.factor
  const written = (valueMg: number) => `${format.number(valueMg / 1_000)} ${row.unit}`
  const data = addressOf('/factors/{id}', { params: { id: row.id }, query: { version: row.version } })
  return (
    <>
      <Card className="grid gap-4">
        <div className="flex flex-wrap items-end justify-between gap-4">
          <Stat label={words.value} value={format.number(row.valueMg / 1_000)} unit={row.unit} />
          <Status tone={row.verified ? 'good' : 'wait'}>
            {row.verified ? methodologyPages.factors.verified : methodologyPages.factors.unverified}
          </Status>
        </div>
        {!row.verified && <Note tone="wait">{words.unverifiedNote}</Note>}
        <Facts
          facts={[
            ['ID', <code className="break-all">{row.id}</code>],
            [words.error, row.uncertaintyBp === null ? '—' : `± ${format.percent(row.uncertaintyBp / 10_000)}`],
            [words.scope, `${row.scopeClass}: ${row.scope}`],
            [words.region, row.region],
            [words.year, String(row.year)],
            [words.version, `${row.version}`],
            [words.validFrom, format.day(row.validFrom)],
            [words.publishedAt, format.day(row.publishedAt)],
            [words.source, <SourceLink source={row.source} full />],
            [words.publisher, row.source.publisher || '—'],
            [words.locator, row.source.locator || '—'],
            [words.note, row.note || '—'],
            [words.change, <Change row={row} />],
            [words.editions, row.editions.join('、') || '—'],
            [
              words.data,
              <a href={data} className="link break-all">
                {data}
              </a>,
            ],
          ]}
        />
      </Card>
      {row.versions.length > 1 && (
        <Section title={words.versions}>
          <Table
            caption={words.versions}
            rows={row.versions}
            keyOf={({ version }) => String(version)}
            columns={[
              {
                title: words.version,
                names: true,
                cell: ({ version, set }) => (
                  <Link to={factorPath(row.id, version)} className="link">
                    {version}（{set}）
                  </Link>
                ),
              },
              { title: words.value, align: 'end', cell: ({ valueMg }) => written(valueMg) },
              { title: words.publishedAt, cell: ({ publishedAt }) => format.day(publishedAt) },
            ]}
          />
        </Section>
      )}
      <p>
        <Link to="/factors" className="link inline-flex min-h-12 items-center">
          {words.all}
        </Link>
      </p>
    </>
  )
}

function Change({ row: { change, unit } }: { row: FactorDetail }) {
  const { methodologyPages } = useText()
  const format = useFormat()
  const words = methodologyPages.factor
  if (!change) return words.noChange
  const percent = change.changeBp === null ? '—' : signed(format.percent(change.changeBp / 10_000), change.changeBp)
  return (
    <>
      {words.changeText(`${format.number(change.beforeMg / 1_000)} ${unit}`, percent)}{' '}
      <Link to={factorPath(change.before.id, change.before.version)} className="link break-all">
        {change.before.id}
      </Link>
    </>
  )
}

const signed = (text: string, of: number): string => (of > 0 ? `+${text}` : text)
