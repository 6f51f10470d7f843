import { factorsEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { useDeferredValue, useState } from 'react'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'

const PAGE = 25

export function Factors() {
  const { sources } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const factors = usePages(factorsEndpoint, { query: { limit: PAGE, ...(q && { q }) } })
  const words = sources.factors
  return (
    <Section title={words.title} lead={words.lead}>
      <div className="grid gap-4">
        <TextField name="q" type="search" label={words.search} value={typed} onChange={setTyped} maxLength={80} />
        <Await query={factors}>
          {(items) =>
            items.length === 0 ? (
              <Empty icon="search" title={words.none} />
            ) : (
              <Table
                caption={words.title}
                rows={items}
                keyOf={({ id, version }) => `${id}@${version}`}
                columns={[
                  {
                    title: words.name,
                    names: true,
                    cell: ({ id, name }) => (
                      <>
                        {name[language]}
                        <br />
                        <code className="text-dns-14N-130 font-normal text-soft">{id}</code>
                      </>
                    ),
                  },
                  {
                    title: words.value,
                    align: 'end',
                    cell: ({ valueMg, unit }) => `${format.number(valueMg / 1_000)} ${unit}`,
                  },
                  { title: words.year, align: 'end', cell: ({ year }) => String(year) },
                  {
                    title: words.source,
                    cell: ({ source: { title, publisher, url } }) =>
                      /^https?:/.test(url) ? (
                        <a href={url} className="link" rel="noreferrer" target="_blank">
                          {publisher || title}
                        </a>
                      ) : (
                        publisher || title
                      ),
                  },
                  {
                    title: words.state,
                    cell: ({ verified }) => (
                      <Status tone={verified ? 'good' : 'wait'}>{verified ? words.verified : words.unverified}</Status>
                    ),
                  },
                ]}
              />
            )
          }
        </Await>
        <More list={factors} />
      </div>
    </Section>
  )
}
