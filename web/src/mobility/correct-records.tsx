import { correctActsEndpoint } from '@morinowa/shared/destinations/corrections-contract.ts'
import { correctRidesEndpoint } from '@morinowa/shared/mobility/corrections-contract.ts'
import type { CorrectedLine, CorrectionResult } from '@morinowa/shared/reductions/correction.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { upload } from '../app/upload.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { Table } from '../ui/table.tsx'

type Pool = 'mobility' | 'destinations'
const paths = { mobility: correctRidesEndpoint.path, destinations: correctActsEndpoint.path } as const
const MOST_ROWS = 100

/** Takes a file of corrections and shows what each line changed. */
export function CorrectRecords() {
  const { reviews } = useText()
  const words = reviews.corrections
  const client = useQueryClient()
  const [pool, setPool] = useState<Pool>('mobility')
  const sending = useMutation({
    mutationFn: (file: File) =>
      upload<CorrectionResult>(paths[pool], file, {
        type: /\.csv$/i.test(file.name) ? 'text/csv' : 'application/x-ndjson',
        onProgress: () => {},
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['/reviews/own'] }),
  })
  return (
    <Section title={words.title} lead={words.lead}>
      <div className="grid gap-4">
        <Segments
          label={words.pool}
          choices={(['mobility', 'destinations'] as const).map((id) => ({ id, label: words.pools[id] }))}
          value={pool}
          onChange={(chosen) => setPool(chosen as Pool)}
        />
        <FileDrop
          label={words.send}
          choose={words.choose}
          accepts={['.ndjson', '.jsonl', '.json', '.csv', 'application/x-ndjson', 'text/csv']}
          isPending={sending.isPending}
          onFile={(file) => sending.mutate(file)}
        />
        <RefusalNote error={sending.error} />
        {sending.data && <Answer result={sending.data} />}
      </div>
    </Section>
  )
}

function Answer({ result }: { result: CorrectionResult }) {
  const { reviews } = useText()
  const words = reviews.corrections
  const { corrected, withdrawn, unchanged, rejected, adjusted, rows } = result
  return (
    <div className="grid gap-3" role="status">
      <Note tone={rejected > 0 ? 'wait' : 'good'} title={words.result(corrected, withdrawn, unchanged, rejected)}>
        {adjusted > 0 && words.adjusted(adjusted)}
      </Note>
      <Lines rows={rows.filter(({ status }) => status !== 'unchanged').slice(0, MOST_ROWS)} />
    </div>
  )
}

function Lines({ rows }: { rows: readonly CorrectedLine[] }) {
  const { reviews } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const words = reviews.corrections
  if (rows.length === 0) return null
  return (
    <Table
      caption={words.title}
      keyOf={({ line }) => String(line)}
      rows={rows}
      columns={[
        { title: words.line, align: 'end', cell: ({ line }) => format.number(line) },
        { title: words.record, names: true, cell: ({ externalId }) => externalId ?? '—' },
        {
          title: words.outcome,
          cell: ({ status, messages }) => (
            <>
              {words.outcomes[status]} {messages && <span className="block text-soft">{messages[language]}</span>}
            </>
          ),
        },
        {
          title: words.change,
          align: 'end',
          cell: ({ before, after }) =>
            before && after ? words.fromTo(format.massText(before.creditedG), format.massText(after.creditedG)) : '—',
        },
      ]}
    />
  )
}
