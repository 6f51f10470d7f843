import {
  type Import,
  type ImportRow,
  importEndpoint,
  importRowsEndpoint,
  type LineStatus,
} from '@morinowa/shared/reductions/contract.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf, reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { saveReading } from '../app/save-file.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Segments } from '../ui/segments.tsx'
import { More } from '../ui/more.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { How, Stat } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { saveRejectedLines } from './save-lines-again.ts'
import type { Tone } from '../ui/tone.ts'

/** What became of an upload, and of each line that was not simply recorded. */
export function ImportAnswer({ importId, file }: { importId: string; file?: File | undefined }) {
  const { provider } = useText()
  const format = useFormat()
  const answer = useQuery(reading(importEndpoint, { params: { id: importId } }))
  return (
    <Section
      id="answer"
      title={provider.result.title}
      lead={answer.data && provider.result.of(format.time(answer.data.startedAt))}
    >
      <Await query={answer}>
        {(received) => (
          <div className="grid gap-6">
            <Counts received={received} />
            <Remark received={received} />
            {received.duplicate + received.quarantined + received.rejected > 0 && (
              <Rows received={received} file={file} />
            )}
          </div>
        )}
      </Await>
    </Section>
  )
}

function Counts({ received }: { received: Import }) {
  const { provider } = useText()
  const format = useFormat()
  const { lines, accepted, waiting, duplicate, quarantined, rejected, shownG, creditedG } = received
  const { result } = provider
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-5 sm:grid-cols-3 lg:grid-cols-6">
        <Count label={result.lines} count={lines} />
        <Count label={result.accepted} count={accepted} colour="text-good" />
        <Count label={result.waiting} count={waiting} colour="text-soft" />
        <Count label={result.duplicate} count={duplicate} />
        <Count label={result.quarantined} count={quarantined} colour={quarantined > 0 ? 'text-wait' : ''} />
        <Count label={result.rejected} count={rejected} colour={rejected > 0 ? 'text-bad' : ''} />
      </dl>
      <div className="mt-6 grid gap-4 border-t border-line pt-5 sm:grid-cols-2">
        <Stat
          label={result.shown}
          grams={Math.max(0, shownG)}
          certainty="estimated"
          period={format.day(received.startedAt)}
        />
        <Stat
          label={result.credited}
          grams={creditedG}
          certainty="estimated"
          period={format.day(received.startedAt)}
          colour="text-reduced"
        />
      </div>
      <How>
        <p className="max-w-prose">{result.how}</p>
      </How>
    </Card>
  )
}

function Count({ label, count, colour = '' }: { label: string; count: number; colour?: string }) {
  const { provider } = useText()
  const format = useFormat()
  return (
    <div>
      <dt className="text-dns-14B-130 text-soft">{label}</dt>
      <dd className={`figures text-[1.5rem] font-bold ${colour}`}>{provider.result.count(format.number(count))}</dd>
    </div>
  )
}

function Remark({ received: { lines, accepted, duplicate, finishedAt } }: { received: Import }) {
  const { provider } = useText()
  if (finishedAt === null) return <Note tone="wait">{provider.result.broken}</Note>
  if (accepted === lines) return <Note tone="good">{provider.result.allGood}</Note>
  return accepted === 0 && duplicate > 0 ? <Note tone="info">{provider.result.again}</Note> : null
}

const tones: Record<LineStatus, Tone> = { rejected: 'bad', quarantined: 'wait', duplicate: 'plain' }

function Rows({ received, file: sent }: { received: Import; file: File | undefined }) {
  const { provider } = useText()
  const { language } = useLanguage()
  // What must be corrected comes first.
  const statuses = (['rejected', 'quarantined', 'duplicate'] as const).filter((one) => received[one] > 0)
  const [status, setStatus] = useState<LineStatus | ''>(statuses[0] ?? '')
  const query = status === '' ? {} : { status }
  const list = usePages<ImportRow>(importRowsEndpoint, { params: { id: received.importId }, query })
  const file = useMutation({
    mutationFn: () =>
      saveReading(
        addressOf(importRowsEndpoint.path, { params: { id: received.importId }, query }).replace('/api/v1', ''),
        `import-rows-${received.importId.slice(0, 8)}.csv`,
        'text/csv',
      ),
  })
  const again = useMutation({
    mutationFn: (whole: File) => saveRejectedLines(whole, received.importId, provider.result.againName),
  })
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h3 className="text-[1.125rem]">{provider.result.rows}</h3>
        <div className="flex flex-wrap gap-2">
          {sent && received.rejected > 0 && (
            <Button look="secondary" icon="download" isPending={again.isPending} onPress={() => again.mutate(sent)}>
              {provider.result.againFile}
            </Button>
          )}
          <Button look="secondary" icon="download" isPending={file.isPending} onPress={() => file.mutate()}>
            {provider.result.csv}
          </Button>
        </div>
      </div>
      {sent && received.rejected > 0 && <p className="text-soft">{provider.result.againLead}</p>}
      <RefusalNote error={file.error ?? again.error} />
      <Segments
        label={provider.result.status}
        value={status}
        onChange={(chosen) => setStatus(chosen as LineStatus | '')}
        choices={[
          ...statuses.map((one) => ({ id: one, label: `${provider.statuses[one]} ${received[one]}` })),
          { id: '', label: provider.result.every },
        ]}
      />
      <Await query={list}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="text-soft">{provider.result.noRows}</p>
          ) : (
            <Table
              caption={provider.result.rows}
              rows={rows}
              keyOf={({ line, code }) => `${line} ${code}`}
              columns={[
                { title: provider.result.line, cell: ({ line }) => line, align: 'end' },
                {
                  title: provider.result.reason,
                  cell: ({ messages, code }) => (
                    <span className="block min-w-52">
                      {messages[language]}
                      <code className="block text-dns-14N-130 text-soft">{code}</code>
                    </span>
                  ),
                },
                {
                  title: provider.result.status,
                  cell: (row) => <Status tone={tones[row.status]}>{provider.statuses[row.status]}</Status>,
                },
                {
                  title: provider.result.externalId,
                  cell: ({ externalId }) => <code className="break-all">{externalId ?? provider.result.noId}</code>,
                },
              ]}
            />
          )
        }
      </Await>
      <More list={list} />
    </div>
  )
}
