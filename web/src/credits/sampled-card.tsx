import {
  recordFindingEndpoint,
  type SampledRecord,
  type SampledReduction,
  sampledRecordEndpoint,
  sampleEndpoint,
} from '@morinowa/shared/credits/contract.ts'
import type { BatchId } from '@morinowa/shared/credits/ids.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Explanation } from '../methodology/explanation.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { nameOfAct } from '../reductions/act-name.ts'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Mass } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Facts } from '../ui/table.tsx'

type CardProps = { batchId: BatchId; item: SampledReduction; isOpen: boolean }

/** One record of the sample: what it says, why its number is so, and the finding. */
export function SampledCard({ batchId, item, isOpen }: CardProps) {
  const { credits } = useText()
  const text = credits.verifier
  const { rank, reductionId, creditedG, evidence, pass, note } = item
  const [isShown, setIsShown] = useState(false)
  return (
    <li className="card grid gap-3 p-5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="text-[1.125rem]">{text.recordOf(rank)}</h3>
        {pass === null ? (
          <Status tone="wait">{text.open2}</Status>
        ) : (
          <Status tone={pass ? 'good' : 'bad'} icon={pass ? 'check' : 'cross'}>
            {pass ? text.pass : text.fail}
          </Status>
        )}
      </div>
      <p className="flex flex-wrap items-baseline gap-x-5">
        <strong className="text-[1.25rem]">
          <Mass grams={creditedG} />
        </strong>
        <span>
          {text.evidence} <strong>{evidence || '—'}</strong>
        </span>
        <code className="min-w-0 text-dns-14N-130 break-all text-soft">{reductionId}</code>
      </p>
      {note && <p className="rounded-8 bg-mist px-3 py-2">{note}</p>}
      <details onToggle={(event) => setIsShown(event.currentTarget.open)}>
        <summary className="link inline-flex min-h-12 cursor-pointer list-none items-center [&::-webkit-details-marker]:hidden">
          {text.trace}
        </summary>
        {isShown && <RecordTrace batchId={batchId} item={item} />}
      </details>
      {isOpen && <FindingForm batchId={batchId} item={item} />}
    </li>
  )
}

function RecordTrace({ batchId, item }: Omit<CardProps, 'isOpen'>) {
  const { credits } = useText()
  const record = useQuery(reading(sampledRecordEndpoint, { params: { id: batchId, reductionId: item.reductionId } }))
  const text = credits.verifier
  // A failed record has left the batch, and with it the reach of those who check it.
  if (item.evidence === '') return <p className="text-soft">{text.gone}</p>
  return (
    <Await query={record}>
      {(found) => (
        <div className="grid gap-5 pb-2">
          <RecordFacts record={found} />
          <Note tone={found.reproduced ? 'good' : 'wait'}>
            {found.reproduced ? text.reproduced : text.notReproduced}
          </Note>
          <Explanation of={found} />
        </div>
      )}
    </Await>
  )
}

function RecordFacts({ record }: { record: SampledRecord }) {
  const { credits, methodology, log } = useText()
  const purposes: Record<string, string> = log.purposes
  const format = useFormat()
  const { facts } = credits.verifier
  const isTrip = record.type === 'mobility.trip'
  const place = (code: string | null) => (code ? <PlaceName code={code} /> : '—')
  return (
    <Facts
      facts={[
        [facts.what, nameOfAct(record, methodology)],
        [facts.when, `${format.time(record.startedAt)} – ${format.time(record.endedAt)}`],
        [facts.quantity, isTrip ? format.km(record.quantity) : format.number(record.quantity)],
        [facts.from, place(record.fromMunicipality)],
        [facts.to, place(record.toMunicipality)],
        [facts.provider, record.provider?.name ?? '—'],
        [facts.externalId, record.externalId ?? '—'],
        [facts.purpose, (record.purpose && purposes[record.purpose]) ?? '—'],
        [facts.shown, format.exactMassText(record.shownG)],
        [facts.credited, format.exactMassText(record.creditedG)],
        [facts.emitted, format.exactMassText(record.emittedG)],
        [facts.baseline, <code key="baseline">{record.baseline}</code>],
      ]}
    />
  )
}

function FindingForm({ batchId, item }: Omit<CardProps, 'isOpen'>) {
  const { credits } = useText()
  const record = useCommand(recordFindingEndpoint, { makesStale: [sampleEndpoint.path] })
  const text = credits.verifier
  const [note, setNote] = useState(item.note ?? '')

  function find(pass: boolean) {
    const body = { reductionId: item.reductionId, pass, ...(note.trim() !== '' && { note: note.trim() }) }
    record.mutate({ params: { id: batchId }, body: body as never })
  }
  return (
    <AskForm error={record.error} onSubmit={() => find(true)} className="grid gap-3 border-t border-line pt-3">
      <TextField
        name="note"
        label={text.note}
        description={text.noteHelp}
        value={note}
        onChange={setNote}
        maxLength={500}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          look={item.pass === true ? 'primary' : 'secondary'}
          icon="check"
          isPending={record.isPending}
        >
          {text.pass}
        </Button>
        <Button
          look={item.pass === false ? 'danger' : 'secondary'}
          icon="cross"
          isPending={record.isPending}
          onPress={() => find(false)}
        >
          {text.fail}
        </Button>
      </div>
    </AskForm>
  )
}
