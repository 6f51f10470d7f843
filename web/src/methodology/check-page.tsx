import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Note } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { useOwnRegistry } from './own-registry.ts'

/** Every worked example solved by the engine in this browser, from the published registry alone. */
export function CheckPage() {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const words = methodologyPages.check
  const own = useOwnRegistry()
  return (
    <Page title={words.title} lead={words.lead}>
      <Await query={own}>
        {({ data, registry, recompute }) => {
          const rows = data.examples.map((example) => recompute(example, registry))
          const right = rows.filter(({ agrees }) => agrees).length
          const figures = ({ shownG, creditedG }: { shownG: number; creditedG: number }) =>
            `${format.number(shownG)} / ${format.number(creditedG)} g`
          return (
            <div className="grid gap-4">
              <div role="status">
                <Note
                  tone={right === rows.length ? 'good' : 'bad'}
                  title={right === rows.length ? words.all(rows.length) : words.some(right, rows.length)}
                >
                  {words.loaded(data.factors.length, data.sets.length)}
                </Note>
              </div>
              <Table
                caption={words.title}
                rows={rows}
                keyOf={({ id }) => id}
                columns={[
                  { title: words.example, names: true, cell: ({ id, title }) => `${id} ${title[language]}` },
                  { title: words.expected, align: 'end', cell: ({ expect }) => figures(expect) },
                  { title: words.found, align: 'end', cell: ({ found }) => figures(found) },
                  {
                    title: words.result,
                    cell: ({ agrees }) => (
                      <Status tone={agrees ? 'good' : 'bad'}>
                        {agrees ? methodologyPages.sheet.agrees : methodologyPages.sheet.differs}
                      </Status>
                    ),
                  },
                ]}
              />
            </div>
          )
        }}
      </Await>
    </Page>
  )
}
