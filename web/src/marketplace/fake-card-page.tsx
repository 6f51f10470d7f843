import {
  type FakeCardSession,
  getFakeCardEndpoint,
  type PayFakeCard,
  payFakeCardEndpoint,
} from '@morinowa/shared/marketplace/money-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Anchor, Button } from '../ui/button.tsx'
import { AskForm, SelectField, Tiles } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'

/** The demo world's card company. It knows a sum and two addresses, as a real one would. */
export function FakeCardPage() {
  const { trade } = useText()
  const { session } = useParams({ from: '/fake-card/$session' })
  const found = useQuery(reading(getFakeCardEndpoint, { params: { session } }))
  return (
    <Page
      title={trade.card.fakeTitle}
      width="reading"
      lead={
        <>
          <Status tone="wait">{trade.demoOnly}</Status> {trade.card.fakeLead}
        </>
      }
    >
      <Await query={found}>{(one) => <Pay session={one} />}</Await>
    </Page>
  )
}

function Pay({ session }: { session: FakeCardSession }) {
  const { card } = useText().trade
  const format = useFormat()
  const pay = useCommand(payFakeCardEndpoint, { makesStale: [getFakeCardEndpoint.path] })
  const [which, setWhich] = useState<PayFakeCard['card']>('good')
  const [event, setEvent] = useState<PayFakeCard['event']>('at-once')
  const isOpen = session.state === 'open' || session.state === 'failed'
  return (
    <Card>
      <dl className="grid gap-1">
        <dt className="text-soft">{card.to}</dt>
        <dd className="font-bold">{session.seller}</dd>
        <dd>{session.text}</dd>
        <dt className="mt-2 text-soft">{card.amount}</dt>
        <dd className="figures text-[2.25rem] leading-tight font-bold">{format.yen(session.amountYen)}</dd>
      </dl>
      <div className="mt-5 grid gap-4">
        {session.state === 'failed' && <Note tone="bad">{card.declined}</Note>}
        {session.state === 'paid' && (
          <Note tone="good" title={card.paid}>
            {card.paidLead}
          </Note>
        )}
        {session.state === 'expired' && <Note>{card.over}</Note>}
        {isOpen && (
          <AskForm
            error={pay.error}
            onSubmit={() => pay.mutate({ params: { session: session.id }, body: { card: which, event } })}
          >
            <Tiles
              name="card"
              label={card.which}
              wide
              value={which}
              onChange={(chosen) => setWhich(chosen as PayFakeCard['card'])}
              choices={(['good', 'declined', 'authentication-failed'] as const).map((id) => ({
                id,
                label: card.cards[id],
              }))}
            />
            <SelectField
              name="event"
              label={card.when}
              value={event}
              onChange={(chosen) => setEvent(chosen as PayFakeCard['event'])}
              choices={(['at-once', 'late', 'three-times', 'never-then-late'] as const).map((id) => ({
                id,
                label: card.events[id],
              }))}
            />
            <Button type="submit" icon="check" isPending={pay.isPending}>
              {card.press}
            </Button>
          </AskForm>
        )}
        <Anchor look="secondary" icon="back" href={session.state === 'paid' ? session.returnUrl : session.cancelUrl}>
          {session.state === 'paid' ? card.back : card.cancel}
        </Anchor>
      </div>
    </Card>
  )
}
