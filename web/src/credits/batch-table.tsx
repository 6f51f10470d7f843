import type { Batch } from '@morinowa/shared/credits/contract.ts'
import type { ReactNode } from 'react'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import type { Tone } from '../ui/tone.ts'

const tones: Record<Batch['status'], Tone> = {
  gathered: 'wait',
  sampled: 'info',
  signed: 'good',
  issued: 'good',
  carried: 'plain',
}

export function BatchStatus({ status }: { status: Batch['status'] }) {
  const { credits } = useText()
  return (
    <Status tone={tones[status]} {...(status === 'issued' && { icon: 'seal' as const })}>
      {credits.batches.statuses[status]}
    </Status>
  )
}

const DAY_MS = 86_400_000

/** Batches, one a line, with what can be done with each at its end. */
export function BatchTable({
  caption,
  batches,
  action,
}: {
  caption: string
  batches: readonly Batch[]
  action: { title: string; cell: (batch: Batch) => ReactNode }
}) {
  const { credits } = useText()
  const format = useFormat()
  const text = credits.batches
  const age = ({ createdAt }: Batch) => text.age(Math.max(0, Math.floor((Date.now() - Date.parse(createdAt)) / DAY_MS)))
  return (
    <Table
      caption={caption}
      rows={batches}
      keyOf={({ id }) => id}
      columns={[
        { title: text.month, cell: ({ month }) => format.month(month), names: true },
        // Next to the name, so that it is in sight on a phone too.
        action,
        { title: text.status, cell: ({ status }) => <BatchStatus status={status} /> },
        {
          title: text.area,
          cell: ({ municipalityCode }) => (municipalityCode ? <PlaceName code={municipalityCode} /> : text.everywhere),
        },
        { title: text.pool, cell: ({ pool }) => text.pools[pool] },
        { title: text.method, cell: ({ methodId }) => <code>{methodId}</code> },
        { title: text.reductions, cell: ({ reductions }) => text.count(format.number(reductions)), align: 'end' },
        { title: text.grams, cell: ({ creditedG }) => format.exactMassText(creditedG), align: 'end' },
        {
          title: text.created,
          cell: (batch) => (
            <span className="whitespace-nowrap">
              {format.day(batch.createdAt)}
              {(batch.status === 'gathered' || batch.status === 'sampled') && (
                <span className="block text-dns-14N-130 text-soft">{age(batch)}</span>
              )}
            </span>
          ),
        },
      ]}
    />
  )
}
