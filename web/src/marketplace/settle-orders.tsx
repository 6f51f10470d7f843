import {
  getOrderEndpoint,
  listOrdersEndpoint,
  type Order,
  settleOrderEndpoint,
} from '@morinowa/shared/marketplace/contract.ts'
import { returnMoneyEndpoint } from '@morinowa/shared/marketplace/money-contract.ts'
import { useState } from 'react'
import { today } from '../app/clock.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AskForm, NumberField, TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Note } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'
import type { Tone } from '../ui/tone.ts'
import { OrderState } from './order-state.tsx'

/** Says which money has arrived, in time or not, and which was given back; the credits move with it. */
export function SettleOrders() {
  const { credits, marketplace } = useText()
  const [said, setSaid] = useState<{ tone: Tone; text: string }>()
  const text = credits.operator.orders
  return (
    <Section title={credits.operator.tabs.orders} lead={text.lead}>
      <div className="grid gap-6">
        {said && <Note tone={said.tone}>{said.text}</Note>}
        <Waiting query={{ state: 'awaiting-payment' }} none={text.none} noneLead={text.noneLead} onSaid={setSaid} />
        {/* Closings of schemes buy first and pay afterwards. */}
        <Waiting query={{ state: 'delivered' }} title={marketplace.states.delivered} onSaid={setSaid} />
        <Waiting query={{ owed: true }} title={text.owed} lead={text.owedLead} isBack onSaid={setSaid} />
        <Waiting query={{ state: 'expired', owed: false }} title={text.late} lead={text.lateLead} onSaid={setSaid} />
      </div>
    </Section>
  )
}

type OnSaid = (said: { tone: Tone; text: string }) => void

function Waiting({
  query,
  title,
  lead,
  none,
  noneLead,
  isBack = false,
  onSaid,
}: {
  query: { state?: Order['state']; owed?: boolean }
  title?: string
  lead?: string
  none?: string
  noneLead?: string
  /** Money goes back instead of coming in. */
  isBack?: boolean
  onSaid: OnSaid
}) {
  const { marketplace, credits } = useText()
  const format = useFormat()
  const list = usePages<Order>(listOrdersEndpoint, { query })
  const text = marketplace.orders
  const { settle, giveBack, owedYen } = credits.operator.orders
  return (
    <Await query={list}>
      {(orders) => {
        if (orders.length === 0)
          return none ? (
            <Empty icon="check" title={none}>
              {noneLead}
            </Empty>
          ) : null
        return (
          <div className="grid gap-3">
            {title && <h3 className="text-[1.125rem]">{title}</h3>}
            {lead && <p className="text-soft">{lead}</p>}
            <Table
              caption={title ?? credits.operator.tabs.orders}
              rows={orders}
              keyOf={({ id }) => id}
              columns={[
                { title: text.number, cell: ({ invoiceNumber }) => <code>{invoiceNumber}</code>, names: true },
                {
                  title: isBack ? giveBack : settle,
                  cell: (order) => <MoneyDialog order={order} isBack={isBack} onSaid={onSaid} />,
                },
                { title: text.state, cell: (order) => <OrderState state={order.state} /> },
                { title: text.buyer, cell: ({ buyerName }) => buyerName },
                isBack
                  ? { title: owedYen, cell: ({ dueBackYen }: Order) => format.yen(dueBackYen), align: 'end' }
                  : { title: text.total, cell: ({ totalYen }: Order) => format.yen(totalYen), align: 'end' },
                { title: text.mass, cell: ({ massG }) => format.exactMassText(massG), align: 'end' },
                { title: text.seller, cell: ({ sellerName }) => sellerName },
                { title: text.at, cell: ({ orderedAt }) => format.day(orderedAt) },
              ]}
            />
            <More list={list} />
          </div>
        )
      }}
    </Await>
  )
}

function MoneyDialog({ order, isBack, onSaid }: { order: Order; isBack: boolean; onSaid: OnSaid }) {
  const { orders: text } = useText().credits.operator
  return (
    <Dialog
      opener={<Button look="secondary">{isBack ? text.giveBack : text.settle}</Button>}
      title={isBack ? text.giveBackTitle(order.invoiceNumber) : text.settleTitle(order.invoiceNumber)}
    >
      {(close) => {
        const onDone: OnSaid = (said) => {
          onSaid(said)
          close()
        }
        return isBack ? <ReturnForm order={order} onDone={onDone} /> : <SettleForm order={order} onDone={onDone} />
      }}
    </Dialog>
  )
}

const makesStale = [listOrdersEndpoint.path, getOrderEndpoint.path]

function SettleForm({ order, onDone }: { order: Order; onDone: OnSaid }) {
  const { orders: text } = useText().credits.operator
  const format = useFormat()
  const settle = useCommand(settleOrderEndpoint, { makesStale })
  const dueYen = order.state === 'delivered' ? order.keptTotalYen : order.totalYen

  function submit(ask: MoneyAsk) {
    settle.mutate(
      { params: { id: order.id }, body: ask as never },
      {
        onSuccess: (now) => {
          const number = order.invoiceNumber
          if (now.state === 'expired') onDone({ tone: 'wait', text: text.lateDue(number, format.yen(now.dueBackYen)) })
          else if (now.state === 'awaiting-payment')
            onDone({ tone: 'wait', text: text.part(number, format.yen(now.totalYen - now.receivedYen)) })
          else onDone({ tone: 'good', text: order.state === 'expired' ? text.lateSettled(number) : text.done(number) })
        },
      },
    )
  }
  return (
    <MoneyForm
      error={settle.error}
      isPending={settle.isPending}
      lead={text.settleLead(format.yen(order.totalYen), order.buyerName)}
      amountYen={Math.max(1, dueYen - order.receivedYen)}
      submit={text.settle}
      onSubmit={submit}
    />
  )
}

function ReturnForm({ order, onDone }: { order: Order; onDone: OnSaid }) {
  const { orders: text } = useText().credits.operator
  const format = useFormat()
  const giveBack = useCommand(returnMoneyEndpoint, { makesStale })
  return (
    <MoneyForm
      error={giveBack.error}
      isPending={giveBack.isPending}
      lead={text.owedLead}
      amountYen={order.dueBackYen}
      submit={text.giveBack}
      onSubmit={(ask) =>
        giveBack.mutate(
          { params: { id: order.id }, body: ask as never },
          { onSuccess: () => onDone({ tone: 'good', text: text.gaveBack(format.yen(ask.amountYen)) }) },
        )
      }
    />
  )
}

type MoneyAsk = { amountYen: number; paidOn: string; reference?: string }

/** How much moved, when, and how it is told again. */
function MoneyForm({
  error,
  isPending,
  lead,
  amountYen,
  submit,
  onSubmit,
}: {
  error: unknown
  isPending: boolean
  lead: string
  amountYen: number
  submit: string
  onSubmit: (ask: MoneyAsk) => void
}) {
  const { credits, marketplace } = useText()
  const { orders: text } = credits.operator
  const [amount, setAmount] = useState(amountYen)
  return (
    <AskForm
      error={error}
      onSubmit={(form) => {
        const reference = String(form.get('reference') ?? '').trim()
        onSubmit({
          amountYen: amount,
          paidOn: String(form.get('paidOn')),
          ...(reference !== '' && { reference }),
        })
      }}
    >
      <p>{lead}</p>
      <NumberField
        name="amountYen"
        label={text.amount}
        description={text.amountHelp}
        unit={marketplace.yen}
        minValue={1}
        value={amount}
        onChange={setAmount}
        isRequired
      />
      <TextField name="paidOn" type="date" label={text.paidOn} defaultValue={today()} isRequired />
      <TextField name="reference" label={text.reference} maxLength={120} />
      <Button type="submit" icon="check" isPending={isPending}>
        {submit}
      </Button>
    </AskForm>
  )
}
