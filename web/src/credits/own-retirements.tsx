import {
  addRetirementNoteEndpoint,
  type OwnRetirement,
  ownRetirementsEndpoint,
} from '@morinowa/shared/credits/contract.ts'
import { Link } from '@tanstack/react-router'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { certificatePath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import type { Tone } from '../ui/tone.ts'

const reviewTones: Record<OwnRetirement['nameReview'], Tone> = {
  private: 'plain',
  pending: 'wait',
  approved: 'good',
  rejected: 'bad',
}

/** What the organisation has retired, with its certificates and the notes beside them. */
export function OwnRetirements() {
  const { credits } = useText()
  const format = useFormat()
  const list = usePages<OwnRetirement>(ownRetirementsEndpoint)
  const text = credits.retirements
  return (
    <Section title={text.title}>
      <Await query={list}>
        {(retired) =>
          retired.length === 0 ? (
            <Empty icon="seal" title={text.none}>
              {text.noneLead}
            </Empty>
          ) : (
            <Table
              caption={text.title}
              rows={retired}
              keyOf={({ id }) => id}
              columns={[
                {
                  title: text.certificate,
                  cell: ({ certificateId }) => (
                    <Link
                      to={certificatePath(certificateId)}
                      className="link inline-flex min-h-12 items-center whitespace-nowrap"
                    >
                      {certificateId}
                    </Link>
                  ),
                  names: true,
                },
                { title: text.mass, cell: ({ massG }) => format.exactMassText(massG), align: 'end' },
                {
                  title: text.beneficiary,
                  cell: ({ beneficiary }) => <span className="block min-w-52">{beneficiary ?? text.erased}</span>,
                },
                {
                  title: text.purpose,
                  cell: ({ purpose, notes }) => (
                    <>
                      <span className="block min-w-40">{purpose}</span>
                      {notes.map(({ text: said, notedAt }) => (
                        <span key={notedAt} className="block text-dns-14N-130 text-soft">
                          {format.day(notedAt)} {said}
                        </span>
                      ))}
                    </>
                  ),
                },
                {
                  title: text.name,
                  cell: ({ nameReview }) => <Status tone={reviewTones[nameReview]}>{text.reviews[nameReview]}</Status>,
                },
                { title: text.at, cell: ({ retiredAt }) => format.time(retiredAt) },
                {
                  title: text.note,
                  cell: (retirement) => (
                    <Dialog opener={<Button look="quiet">{text.note}</Button>} title={text.note}>
                      {(close) => <NoteForm retirement={retirement} onDone={close} />}
                    </Dialog>
                  ),
                },
              ]}
            />
          )
        }
      </Await>
      <More list={list} />
    </Section>
  )
}

function NoteForm({ retirement, onDone }: { retirement: OwnRetirement; onDone: () => void }) {
  const { credits } = useText()
  const add = useCommand(addRetirementNoteEndpoint, { makesStale: [ownRetirementsEndpoint.path] })
  const text = credits.retirements
  return (
    <AskForm
      error={add.error}
      onSubmit={(form) =>
        add.mutate({ params: { id: retirement.id }, body: { text: String(form.get('text')) } }, { onSuccess: onDone })
      }
    >
      <p className="text-soft">{text.noteLead}</p>
      <TextField name="text" label={text.noteText} rows={3} maxLength={500} isRequired />
      <Button type="submit" isPending={add.isPending}>
        {text.noteSave}
      </Button>
    </AskForm>
  )
}
