import type { Adjustment } from '@morinowa/shared/certificates/adjustment.ts'
import { adjustmentsEndpoint } from '@morinowa/shared/certificates/adjustments-contract.ts'
import { API_ROOT } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { More } from '../ui/more.tsx'
import { Section } from '../ui/page.tsx'
import { Mass } from '../ui/stat.tsx'
import { Table } from '../ui/table.tsx'

/** Records behind a lot that turned out wrong after issue, and what the reserve gave. Most lots have none. */
export function LotAdjustments({ lotId }: { lotId: string }) {
  const { reviews } = useText()
  const format = useFormat()
  const words = reviews.adjustments
  const list = usePages<Adjustment>(adjustmentsEndpoint, { query: { lotId, limit: 20 } })
  return (
    <Await query={list}>
      {(items) =>
        items.length > 0 && (
          <Section title={words.title} lead={words.lead}>
            <div className="grid gap-4">
              <Table
                caption={words.title}
                keyOf={({ id }) => id}
                rows={items}
                columns={[
                  { title: words.at, names: true, cell: ({ at }) => format.time(at) },
                  { title: words.kind, cell: ({ kind }) => words.kinds[kind] },
                  { title: words.missing, align: 'end', cell: ({ missingG }) => <Mass grams={missingG} /> },
                  { title: words.covered, align: 'end', cell: ({ coveredG }) => <Mass grams={coveredG} /> },
                  { title: words.open, align: 'end', cell: ({ openG }) => <Mass grams={openG} /> },
                  {
                    title: words.signed,
                    cell: ({ id }) => (
                      <a
                        className="link inline-flex min-h-10 items-center"
                        href={`${API_ROOT}/registry/adjustments/${id}`}
                      >
                        {words.see}
                      </a>
                    ),
                  },
                ]}
              />
              <More list={list} />
            </div>
          </Section>
        )
      }
    </Await>
  )
}
