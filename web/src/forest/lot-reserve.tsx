import { lotReserveEndpoint, type OfficialRetirement, type Reserve } from '@morinowa/shared/forest/official-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { StackedBar } from '../ui/chart.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Mass } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Facts, Table } from '../ui/table.tsx'

/** What stands behind one registered lot, and every retirement at its registry. */
export function LotReserve({ lotId }: { lotId: string }) {
  const { backing } = useText()
  const found = useQuery(reading(lotReserveEndpoint, { params: { id: lotId } }))
  return (
    <Section title={backing.lot.title} lead={backing.lot.lead}>
      <Await query={found}>
        {({ reserve, officials }) => (
          <div className="grid gap-5">
            <Standing reserve={reserve} />
            <Officials officials={officials} />
          </div>
        )}
      </Await>
    </Section>
  )
}

function Standing({ reserve }: { reserve: Reserve }) {
  const { backing } = useText()
  const format = useFormat()
  const { lot, columns } = backing
  const { massG, provenG, attachedG, soldG, backedG, dueG, aheadG, retiredG, dueBy, holds, statementOn } = reserve
  const freeG = Math.max(0, massG - attachedG - soldG - retiredG)
  return (
    <Card className="grid gap-5">
      <StackedBar
        title={lot.bar}
        parts={[
          { id: 'backed', label: lot.backed, grams: backedG, colour: 'var(--color-offset)' },
          { id: 'due', label: lot.due, grams: dueG, colour: 'var(--color-wait)' },
          { id: 'attached', label: lot.attached, grams: attachedG, colour: 'var(--color-contributed)' },
          { id: 'sold', label: lot.sold, grams: soldG, colour: 'var(--color-edge)' },
          { id: 'free', label: lot.free, grams: freeG, colour: 'var(--color-reduced)' },
        ]}
      />
      {dueBy && <Note tone="wait">{lot.dueBy(format.exactMassText(dueG), format.day(dueBy))}</Note>}
      {aheadG > 0 && <Note tone="info">{lot.ahead(format.exactMassText(aheadG))}</Note>}
      <Facts
        facts={[
          [
            columns.proven,
            <>
              {format.exactMassText(provenG)}{' '}
              <span className="text-soft">
                ({statementOn ? backing.statement(format.day(statementOn)) : backing.noStatement})
              </span>
            </>,
          ],
          [
            backing.rule,
            <>
              {format.exactMassText(attachedG + retiredG)} / {format.exactMassText(provenG)}{' '}
              <Status tone={holds ? 'good' : 'bad'}>{holds ? backing.holds : backing.exceeds}</Status>
            </>,
          ],
        ]}
      />
    </Card>
  )
}

function Officials({ officials }: { officials: readonly OfficialRetirement[] }) {
  const { backing } = useText()
  const format = useFormat()
  const { lot } = backing
  if (officials.length === 0) return <p className="text-soft">{lot.noOfficials}</p>
  return (
    <Table
      caption={lot.officials}
      showsCaption
      rows={officials}
      keyOf={({ id }) => id}
      columns={[
        { title: lot.number, cell: ({ number }) => String(number), names: true },
        { title: lot.day, cell: ({ retiredOn }) => <span className="whitespace-nowrap">{format.day(retiredOn)}</span> },
        { title: lot.mass, cell: ({ massG }) => <Mass grams={massG} />, align: 'end' },
        { title: lot.serials, cell: ({ serials }) => <code className="text-dns-14N-130 break-all">{serials}</code> },
        { title: lot.document, cell: ({ document }) => document },
      ]}
    />
  )
}
