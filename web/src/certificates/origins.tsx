import { lotOriginEndpoint, type OriginSlice } from '@morinowa/shared/certificates/origin-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { More } from '../ui/more.tsx'
import { Note } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Mass } from '../ui/stat.tsx'
import { Table } from '../ui/table.tsx'
import { usePages } from '../app/paging.ts'

type Range = { lotId: string; from: number; to: number }

/** The acts that ranges of behaviour lots are made of; one's own lead to their page. */
export function OriginsOf({ ranges }: { ranges: readonly Range[] }) {
  const { registry } = useText()
  return (
    <Section title={registry.origin.title} lead={registry.origin.lead}>
      <div className="grid gap-8">
        {ranges.map((range) => (
          <OriginOf key={`${range.lotId}${range.from}`} {...range} />
        ))}
      </div>
    </Section>
  )
}

function OriginOf({ lotId, from, to }: Range) {
  const { registry } = useText()
  const format = useFormat()
  const words = registry.origin
  const ask = { params: { id: lotId }, query: { from, to, limit: 10 } }
  const facts = useQuery(reading(lotOriginEndpoint, ask))
  const slices = usePages<OriginSlice>(lotOriginEndpoint, ask)
  return (
    <Await query={facts}>
      {({ batch, withheld, ownG }) =>
        batch && (
          <div className="grid gap-4">
            <p>
              {words.batch(batch.month, batch.acts)}
              {batch.verifier && (
                <span className="text-soft">
                  {' '}
                  · {words.verifier}: {batch.verifier}
                </span>
              )}
            </p>
            {ownG > 0 && <Note tone="good">{words.own(format.exactMassText(ownG))}</Note>}
            {withheld && <Note tone="info">{words.withheld}</Note>}
            {slices.data && slices.data.length > 0 && (
              <Table
                caption={words.title}
                rows={slices.data}
                keyOf={({ from: start }) => String(start)}
                columns={[
                  {
                    title: words.act,
                    names: true,
                    cell: ({ handle, ownReductionId }) =>
                      ownReductionId ? (
                        <Link to="/me/reductions/$id" params={{ id: ownReductionId }} className="link">
                          {words.mine}
                        </Link>
                      ) : (
                        <code className="text-dns-14N-130">{handle}</code>
                      ),
                  },
                  { title: words.mass, cell: ({ massG }) => <Mass grams={massG} />, align: 'end' },
                  {
                    title: words.serials,
                    cell: ({ serials }) => <code className="text-dns-14N-130 break-all">{serials}</code>,
                  },
                ]}
              />
            )}
            <More list={slices} />
          </div>
        )
      }
    </Await>
  )
}
