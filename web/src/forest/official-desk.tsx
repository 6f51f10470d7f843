import {
  lotReserveEndpoint,
  listReservesEndpoint,
  officialRequestEndpoint,
  type RecordOfficial,
  recordOfficialEndpoint,
  type RequestLine,
} from '@morinowa/shared/forest/official-contract.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { lotPath } from '../app/paths.ts'
import { saveReading } from '../app/save-file.ts'
import { useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { Name } from '../ui/name.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Disclosure } from '../ui/stat.tsx'

const GRAMS_PER_KG = 1_000

/** What waits for its registry, the file for the request, and the record of what the registry did. */
export function OfficialDesk() {
  const { backing } = useText()
  const waiting = useQuery(reading(officialRequestEndpoint))
  const file = useMutation({
    mutationFn: () => saveReading(officialRequestEndpoint.path, 'retirement-request.csv', 'text/csv'),
  })
  const [done, setDone] = useState(false)
  const text = backing.desk
  return (
    <Section
      title={text.tab}
      lead={text.lead}
      actions={
        <Button look="secondary" icon="download" isPending={file.isPending} onPress={() => file.mutate()}>
          {text.request}
        </Button>
      }
    >
      <div className="grid gap-4">
        <p className="text-soft">{text.requestLead}</p>
        <RefusalNote error={file.error} />
        <div role="status">{done && <Note tone="good">{text.done}</Note>}</div>
        <Await query={waiting}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty icon="check" title={text.none}>
                {text.noneLead}
              </Empty>
            ) : (
              <ul className="grid items-start gap-4 lg:grid-cols-2">
                {items.map((line) => (
                  <Waiting key={line.lotId} line={line} onDone={() => setDone(true)} />
                ))}
              </ul>
            )
          }
        </Await>
      </div>
    </Section>
  )
}

function Waiting({ line, onDone }: { line: RequestLine; onDone: () => void }) {
  const { backing } = useText()
  const format = useFormat()
  const text = backing.desk
  const { lotId, family, projectName, vintage, dueG, dueBy, units, serials } = line
  return (
    <li className="card grid gap-4 p-5">
      <div>
        <FamilyMark family={family} />
        <h3 className="text-[1.125rem]">
          <Link to={lotPath(lotId)} className="link">
            <Name>{projectName}</Name>
          </Link>
        </h3>
        <p className="text-soft">{vintage}</p>
      </div>
      {dueBy && <Note tone="wait">{backing.lot.dueBy(format.exactMassText(dueG), format.day(dueBy))}</Note>}
      <p className="break-words">{text.ask(units, serials)}</p>
      <Disclosure title={text.press}>
        <RecordForm line={line} onDone={onDone} />
      </Disclosure>
    </li>
  )
}

function RecordForm({ line: { lotId, serials }, onDone }: { line: RequestLine; onDone: () => void }) {
  const { backing } = useText()
  const text = backing.desk
  const record = useCommand(recordOfficialEndpoint, {
    makesStale: [officialRequestEndpoint.path, listReservesEndpoint.path, lotReserveEndpoint.path],
  })

  function submit(form: FormData) {
    const said = (name: string) => String(form.get(name) ?? '').trim()
    const kilograms = said('massG')
    const body = {
      serials: said('serials'),
      retiredOn: said('retiredOn'),
      document: said('document'),
      ...(said('note') && { note: said('note') }),
      ...(kilograms && { massG: Math.round(Number(kilograms) * GRAMS_PER_KG) }),
    } as RecordOfficial
    record.mutate({ params: { id: lotId }, body }, { onSuccess: onDone })
  }
  return (
    <AskForm error={record.error} onSubmit={submit} className="grid gap-3 pt-2">
      <TextField
        name="serials"
        label={text.serials}
        description={text.serialsHelp}
        defaultValue={serials}
        maxLength={2_000}
        isRequired
      />
      <TextField name="retiredOn" type="date" label={text.retiredOn} isRequired />
      <TextField name="document" label={text.document} maxLength={120} isRequired />
      <KgField name="massG" label={text.mass} minValue={1} />
      <TextField name="note" label={text.note} maxLength={500} />
      <Button type="submit" icon="check" isPending={record.isPending} className="justify-self-start">
        {text.press}
      </Button>
    </AskForm>
  )
}
