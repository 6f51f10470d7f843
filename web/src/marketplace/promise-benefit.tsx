import {
  Benefit,
  listBenefitsEndpoint,
  type PromiseBenefit as Ask,
  promiseBenefitEndpoint,
} from '@morinowa/shared/marketplace/benefits-contract.ts'
import type { Order } from '@morinowa/shared/marketplace/contract.ts'
import { useState } from 'react'
import { useCommand } from '../app/command.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AskForm, SelectField, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'

const over: readonly Order['state'][] = ['expired', 'cancelled', 'refunded']

/** A seller's thanks to the buyer of an order. */
export function PromiseBenefit({ order }: { order: Order }) {
  const { benefits } = useText().desk
  const { acting } = useSession()
  const [isDone, setDone] = useState(false)
  if (acting?.id !== order.sellerId || over.includes(order.state)) return null
  return (
    <div className="grid gap-2">
      {isDone && <Note tone="good">{benefits.done}</Note>}
      <Dialog
        opener={
          <Button look="secondary" icon="seal">
            {benefits.promise}
          </Button>
        }
        title={benefits.promise}
      >
        {(close) => (
          <PromiseForm
            order={order}
            onDone={() => {
              setDone(true)
              close()
            }}
          />
        )}
      </Dialog>
      <ButtonLink to="/benefits" look="quiet">
        {benefits.title}
      </ButtonLink>
    </div>
  )
}

function PromiseForm({ order, onDone }: { order: Order; onDone: () => void }) {
  const { benefits } = useText().desk
  const promise = useCommand(promiseBenefitEndpoint, { makesStale: [listBenefitsEndpoint.path] })
  const [kind, setKind] = useState<Ask['kind']>('shield')

  function submit(form: FormData) {
    const note = String(form.get('note') ?? '').trim()
    const body = { kind, dueOn: String(form.get('dueOn')), ...(note !== '' && { note }) } as unknown as Ask
    promise.mutate({ params: { id: order.id }, body }, { onSuccess: onDone })
  }
  return (
    <AskForm error={promise.error} onSubmit={submit}>
      <p>{benefits.promiseLead}</p>
      <SelectField
        name="kind"
        label={benefits.kind}
        value={kind}
        onChange={(chosen) => setKind(chosen as Ask['kind'])}
        choices={Benefit.shape.kind.options.map((id) => ({ id, label: benefits.kinds[id] }))}
        isRequired
      />
      <TextField name="dueOn" type="date" label={benefits.due} isRequired />
      <TextField name="note" label={benefits.note} description={benefits.noteHelp} maxLength={200} />
      <Button type="submit" icon="check" isPending={promise.isPending}>
        {benefits.submit}
      </Button>
    </AskForm>
  )
}
