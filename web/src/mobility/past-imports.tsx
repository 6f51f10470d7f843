import { type Import, importsEndpoint } from '@morinowa/shared/reductions/contract.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { More } from '../ui/more.tsx'
import { Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'

/** Everything that has arrived before, the newest first. */
export function PastImports({ shown, onOpen }: { shown: string | undefined; onOpen: (importId: string) => void }) {
  const { provider } = useText()
  const format = useFormat()
  const list = usePages<Import>(importsEndpoint)
  return (
    <Section title={provider.past.title} lead={provider.past.lead}>
      <Await query={list}>
        {(imports) =>
          imports.length === 0 ? (
            <Empty icon="upload" title={provider.past.none}>
              {provider.past.noneLead}
            </Empty>
          ) : (
            <Table
              caption={provider.past.title}
              rows={imports}
              keyOf={({ importId }) => importId}
              columns={[
                {
                  title: provider.past.at,
                  cell: ({ importId, startedAt }) =>
                    importId === shown ? (
                      <a href="#answer" className="link inline-flex min-h-12 items-center">
                        {format.time(startedAt)}
                      </a>
                    ) : (
                      <button
                        type="button"
                        onClick={() => onOpen(importId)}
                        className="link min-h-12 cursor-pointer text-start"
                      >
                        {format.time(startedAt)}
                      </button>
                    ),
                  names: true,
                },
                { title: provider.past.pool, cell: ({ pool }) => provider.pools[pool] },
                {
                  title: provider.past.state,
                  cell: ({ finishedAt }) =>
                    finishedAt ? (
                      <Status tone="good">{provider.past.finished}</Status>
                    ) : (
                      <Status tone="wait">{provider.past.unfinished}</Status>
                    ),
                },
                { title: provider.result.lines, cell: ({ lines }) => format.number(lines), align: 'end' },
                { title: provider.result.accepted, cell: ({ accepted }) => format.number(accepted), align: 'end' },
                { title: provider.result.duplicate, cell: ({ duplicate }) => format.number(duplicate), align: 'end' },
                { title: provider.result.rejected, cell: ({ rejected }) => format.number(rejected), align: 'end' },
              ]}
            />
          )
        }
      </Await>
      <More list={list} />
    </Section>
  )
}
