import { factorSetsEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { type FactorDifferenceRow, factorDifferencesEndpoint } from '@morinowa/shared/methodology/editions-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { SelectField } from '../ui/field.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { EditionsCompared } from './editions-compared.tsx'
import { factorPath } from './paths.ts'

/** Two editions side by side: the rows that differ, and one trip calculated with both. */
export function DifferencesPage() {
  const { methodologyPages } = useText()
  const words = methodologyPages.differences
  const sets = useQuery(reading(factorSetsEndpoint))
  return (
    <Page title={words.title} lead={words.lead}>
      <Await query={sets}>{({ items }) => <Chosen ids={items.map(({ id }) => id)} />}</Await>
    </Page>
  )
}

function Chosen({ ids }: { ids: readonly string[] }) {
  const { methodologyPages } = useText()
  const words = methodologyPages.differences
  const [from, setFrom] = useState(ids.at(-2) ?? '')
  const [to, setTo] = useState(ids.at(-1) ?? '')
  const choices = ids.map((id) => ({ id, label: id }))
  const found = useQuery(reading(factorDifferencesEndpoint, { query: { from, to } }))
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField name="from" label={words.from} choices={choices} value={from} onChange={setFrom} isInline />
        <SelectField name="to" label={words.to} choices={choices} value={to} onChange={setTo} isInline />
      </div>
      <EditionsCompared from={from} to={to} />
      <Await query={found}>
        {({ rows, unchangedRows }) => (
          <Section title={`${from} → ${to}`} lead={words.same(unchangedRows)}>
            {rows.length === 0 ? <Empty icon="check" title={words.none} /> : <Differences rows={rows} />}
          </Section>
        )}
      </Await>
    </>
  )
}

function Differences({ rows }: { rows: readonly FactorDifferenceRow[] }) {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const words = methodologyPages.differences
  const written = (side: FactorDifferenceRow['before']) =>
    side ? (
      <Link to={factorPath(side.id, side.version)} className="link">
        {format.number(side.valueMg / 1_000)} {side.unit}
      </Link>
    ) : (
      '—'
    )
  return (
    <Table
      caption={methodologyPages.differences.title}
      rows={rows}
      keyOf={({ before, after }) => `${before?.id} ${after?.id}`}
      columns={[
        { title: words.name, names: true, cell: ({ before, after }) => (after ?? before)?.name[language] },
        { title: words.before, align: 'end', cell: ({ before }) => written(before) },
        { title: words.after, align: 'end', cell: ({ after }) => written(after) },
        {
          title: words.change,
          cell: ({ kind, changeBp }) =>
            changeBp === null || changeBp === 0 ? (
              <Status tone="info">{words[kind]}</Status>
            ) : (
              `${changeBp > 0 ? '+' : ''}${format.percent(changeBp / 10_000)}`
            ),
        },
      ]}
    />
  )
}
