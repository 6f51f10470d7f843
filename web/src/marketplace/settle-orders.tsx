import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import {
  getOrderEndpoint,
  listOrdersEndpoint,
  type Order,
  settleOrderEndpoint,
} from '@morinowa/shared/marketplace/contract.ts'
import { useState } from 'react'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Note } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'
import { OrderState } from './order-state.tsx'

/** Says which money has arrived; the credits move with it. */
export function SettleOrders() {
  const { credits, marketplace } = useText()
  const [settled, setSettled] = useState<string>()
  const text = credits.operator.orders
  return (
    <Section title={credits.operator.tabs.orders} lead={text.lead}>
      <div className="grid gap-6">
        {settled && <Note tone="good">{text.done(settled)}</Note>}
        <Waiting state="awaiting-payment" none={text.none} noneLead={text.noneLead} onSettled={setSettled} />
        {/* Closings of schemes buy first and pay afterwards. */}
        <Waiting state="delivered" title={marketplace.states.delivered} onSettled={setSettled} />
      </div>
    </Section>
  )
}

function Waiting({
  state,
  title,
  none,
  noneLead,
  onSettled,
}: {
  state: Order['state']
  title?: string
  none?: string
  noneLead?: string
  onSettled: (invoiceNumber: string) => void
}) {
  const { marketplace, credits } = useText()
  const format = useFormat()
  const list = usePages<Order>(listOrdersEndpoint, { query: { state } })
  const text = marketplace.orders
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
            <Table
              caption={title ?? credits.operator.tabs.orders}
              rows={orders}
              keyOf={({ id }) => id}
              columns={[
                { title: text.number, cell: ({ invoiceNumber }) => <code>{invoiceNumber}</code>, names: true },
                {
                  title: credits.operator.orders.settle,
                  cell: (order) => (
                    <Dialog
                      opener={<Button look="secondary">{credits.operator.orders.settle}</Button>}
                      title={credits.operator.orders.settleTitle(order.invoiceNumber)}
                    >
                      {(close) => (
                        <SettleForm
                          order={order}
                          onDone={() => {
                            onSettled(order.invoiceNumber)
                            close()
                          }}
                        />
                      )}
                    </Dialog>
                  ),
                },
                { title: text.state, cell: (order) => <OrderState state={order.state} /> },
                { title: text.buyer, cell: ({ buyerName }) => buyerName },
                { title: text.total, cell: ({ totalYen }) => format.yen(totalYen), align: 'end' },
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

function SettleForm({ order, onDone }: { order: Order; onDone: () => void }) {
  const { credits } = useText()
  const format = useFormat()
  const settle = useCommand(settleOrderEndpoint, { makesStale: [listOrdersEndpoint.path, getOrderEndpoint.path] })
  const text = credits.operator.orders

  function submit(form: FormData) {
    const reference = String(form.get('reference') ?? '').trim()
    const body = { paidOn: String(form.get('paidOn')), ...(reference !== '' && { reference }) }
    settle.mutate({ params: { id: order.id }, body: body as never }, { onSuccess: onDone })
  }
  return (
    <AskForm error={settle.error} onSubmit={submit}>
      <p>{text.settleLead(format.yen(order.totalYen), order.buyerName)}</p>
      <TextField
        name="paidOn"
        type="date"
        label={text.paidOn}
        defaultValue={dayOf(new Date().toISOString())}
        isRequired
      />
      <TextField name="reference" label={text.reference} maxLength={120} />
      <Button type="submit" icon="check" isPending={settle.isPending}>
        {text.settle}
      </Button>
    </AskForm>
  )
}
