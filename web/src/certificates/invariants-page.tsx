import { checkpointsEndpoint, invariantsEndpoint, type Law } from '@morinowa/shared/certificates/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Facts, Table } from '../ui/table.tsx'

/** Everything the ledger must always keep, with both sides of each equation as they are now. */
export function InvariantsPage() {
  const { registry } = useText()
  const format = useFormat()
  const invariants = useQuery({ ...reading(invariantsEndpoint), staleTime: 0 })
  const words = registry.laws
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <Button look="secondary" icon="scale" isPending={invariants.isFetching} onPress={() => invariants.refetch()}>
          {words.again}
        </Button>
      }
    >
      <Await query={invariants}>
        {({ ok, checkedAt, tookMs, items, since }) => (
          <div className="grid gap-5">
            <div role="status">
              <Note
                tone={ok ? 'good' : 'bad'}
                title={
                  ok ? words.allOk(items.length) : words.broken(items.filter((law) => !law.ok).length + since.broken)
                }
              >
                <p>
                  {words.checkedAt(format.time(checkedAt), format.number(Math.max(1, Math.round(tookMs / 10)) / 100))}
                </p>
                <p>{words.since(format.time(since.checkedAt), format.number(since.acts), since.broken)}</p>
              </Note>
            </div>
            <div className="max-md:hidden">
              <Laws laws={items} />
            </div>
            <FoldedLaws laws={items} />
          </div>
        )}
      </Await>
      <Checkpoints />
    </Page>
  )
}

/** On a phone a line for each law, which opens; one that is broken stands open. */
function FoldedLaws({ laws }: { laws: readonly Law[] }) {
  const { registry } = useText()
  const { language } = useLanguage()
  const amount = useAmount()
  const format = useFormat()
  const words = registry.laws
  return (
    <ul className="card grid md:hidden">
      {laws.map(({ id, text, ok, leftG, rightG, unit, broken }) => (
        <li key={id} className="border-b border-line last:border-0">
          <details open={!ok}>
            <summary className="flex min-h-12 cursor-pointer items-center justify-between gap-3 px-4 py-2">
              <span>
                <code className="me-2 text-dns-14N-130 text-soft">{id}</code>
                {text[language]}
              </span>
              <Status tone={ok ? 'good' : 'bad'}>{ok ? words.ok : words.bad}</Status>
            </summary>
            <div className="px-4 pb-3">
              <Facts
                facts={[
                  [words.left, amount(leftG, unit)],
                  [words.right, amount(rightG, unit)],
                  [words.brokenRows, format.number(broken)],
                ]}
              />
            </div>
          </details>
        </li>
      ))}
    </ul>
  )
}

function useAmount() {
  const { registry } = useText()
  const format = useFormat()
  return (value: number, unit: Law['unit']) =>
    unit === 'g' ? format.exactMassText(value) : `${format.number(value)}${registry.laws.count}`
}

function Laws({ laws }: { laws: readonly Law[] }) {
  const { registry } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const words = registry.laws
  const amount = useAmount()
  return (
    <Table
      caption={words.title}
      rows={laws}
      keyOf={({ id }) => id}
      columns={[
        {
          title: words.law,
          names: true,
          cell: ({ id, text }) => (
            <>
              <code className="me-2 text-dns-14N-130 text-soft">{id}</code>
              {text[language]}
            </>
          ),
        },
        { title: words.left, cell: ({ leftG, unit }) => amount(leftG, unit), align: 'end' },
        { title: words.right, cell: ({ rightG, unit }) => amount(rightG, unit), align: 'end' },
        { title: words.brokenRows, cell: ({ broken }) => format.number(broken), align: 'end' },
        {
          title: words.state,
          cell: ({ ok }) => <Status tone={ok ? 'good' : 'bad'}>{ok ? words.ok : words.bad}</Status>,
        },
      ]}
    />
  )
}

function Checkpoints() {
  const { registry } = useText()
  const format = useFormat()
  const words = registry.laws
  const checkpoints = useQuery(reading(checkpointsEndpoint, { query: { limit: 10 } }))
  return (
    <Section title={words.log} lead={words.logLead}>
      <Await query={checkpoints}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="layers" title={words.noLog} />
          ) : (
            <Table
              caption={words.log}
              rows={items}
              keyOf={({ size, root }) => `${size}${root}`}
              columns={[
                { title: words.size, cell: ({ size }) => format.number(size), align: 'end', names: true },
                {
                  title: words.root,
                  cell: ({ root }) => <code className="text-dns-14N-130 break-all">{root}</code>,
                  narrow: 6,
                },
                { title: words.signedAt, cell: ({ signedAt }) => format.time(signedAt) },
                { title: words.key, cell: ({ keyId }) => <code className="text-dns-14N-130">{keyId}</code> },
              ]}
            />
          )
        }
      </Await>
    </Section>
  )
}
