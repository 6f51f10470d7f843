import { pendingNamesEndpoint, type ReviewedName, reviewNameEndpoint } from '@morinowa/shared/credits/contract.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { certificatePath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Name } from '../ui/name.tsx'
import { Note } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'

/** Names that their retirements ask to be published, oldest first. */
export function ReviewNames() {
  const { credits } = useText()
  const list = usePages<ReviewedName>(pendingNamesEndpoint)
  const [done, setDone] = useState(false)
  const text = credits.operator.names
  return (
    <Section title={credits.operator.tabs.names} lead={text.lead}>
      <div className="grid gap-4">
        {done && <Note tone="good">{text.done}</Note>}
        <Await query={list}>
          {(names) =>
            names.length === 0 ? (
              <Empty icon="check" title={text.none}>
                {text.noneLead}
              </Empty>
            ) : (
              <ul className="grid items-start gap-4 lg:grid-cols-2">
                {names.map((name) => (
                  <PendingName key={name.retirementId} name={name} onDone={() => setDone(true)} />
                ))}
              </ul>
            )
          }
        </Await>
        <More list={list} />
      </div>
    </Section>
  )
}

function PendingName({ name, onDone }: { name: ReviewedName; onDone: () => void }) {
  const { credits } = useText()
  const format = useFormat()
  const review = useCommand(reviewNameEndpoint, { makesStale: [pendingNamesEndpoint.path] })
  const text = credits.operator.names
  const [reason, setReason] = useState('')

  function decide(decision: 'approved' | 'rejected') {
    const body = { decision, ...(reason.trim() !== '' && { reason: reason.trim() }) }
    review.mutate({ params: { id: name.retirementId }, body }, { onSuccess: onDone })
  }
  return (
    <li className="card grid gap-3 p-5">
      <h3 className="text-[1.25rem]">
        <Name>{name.beneficiary}</Name>
      </h3>
      <p className="text-soft">
        <Link to={certificatePath(name.certificateId)} className="link">
          {name.certificateId}
        </Link>{' '}
        {format.time(name.retiredAt)}
      </p>
      <AskForm error={review.error} onSubmit={() => decide('approved')} className="grid gap-3">
        <TextField name="reason" label={text.reason} value={reason} onChange={setReason} maxLength={300} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" icon="check" isPending={review.isPending}>
            {text.approve}
          </Button>
          <Button look="danger" isPending={review.isPending} onPress={() => decide('rejected')}>
            {text.reject}
          </Button>
        </div>
      </AskForm>
    </li>
  )
}
