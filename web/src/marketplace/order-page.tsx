import { holdingsEndpoint } from '@morinowa/shared/credits/contract.ts'
import {
  cancelOrderEndpoint,
  getInvoiceEndpoint,
  getOrderEndpoint,
  listOrdersEndpoint,
  type Order,
  type OrderId,
  payOrderEndpoint,
} from '@morinowa/shared/marketplace/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { retirePath } from '../app/paths.ts'
import { everyOrganisation } from '../app/kinds.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Name } from '../ui/name.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { type Step, Steps } from '../ui/progress.tsx'
import { InvoiceSheet } from './invoice-sheet.tsx'
import { OrderDivision, OrderMoney, PartOfOrder } from './order-money.tsx'
import { OrderState } from './order-state.tsx'
import { PromiseBenefit } from './promise-benefit.tsx'

const REREAD_MS = 5_000

export function OrderPage() {
  const { marketplace } = useText()
  const { id } = useParams({ from: '/orders/$id' })
  const order = useQuery({
    ...reading(getOrderEndpoint, { params: { id: id as OrderId } }),
    // Somebody waits here for the money to be seen.
    refetchInterval: ({ state }) => (state.data?.state === 'awaiting-payment' ? REREAD_MS : false),
  })
  return (
    <Page
      title={order.data ? marketplace.orderPage.title(order.data.invoiceNumber) : marketplace.orders.title}
      lead={
        order.data && (
          <span className="grid gap-2">
            <span>
              <OrderState state={order.data.state} />
            </span>
            <span>{marketplace.stateLeads[order.data.state]}</span>
          </span>
        )
      }
      actions={
        <ButtonLink to="/orders" look="quiet" icon="back">
          {marketplace.orderPage.back}
        </ButtonLink>
      }
    >
      <For kinds={everyOrganisation}>
        {order.isError ? (
          <PartOfOrder id={id as OrderId} />
        ) : (
          <Await query={order}>{(found) => <OrderSheet order={found} />}</Await>
        )}
      </For>
    </Page>
  )
}

function OrderSheet({ order }: { order: Order }) {
  const { desk } = useText()
  const invoice = useQuery(reading(getInvoiceEndpoint, { params: { id: order.id } }))
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,2fr)_minmax(16rem,1fr)]">
      <div className="grid min-w-0 gap-8">
        <Await query={invoice}>{(found) => <InvoiceSheet invoice={found} />}</Await>
        <div className="grid gap-8 print:hidden">
          <OrderMoney order={order} />
          <OrderDivision order={order} />
        </div>
      </div>
      <aside className="grid gap-6 print:hidden">
        <Steps steps={useSteps(order)} />
        {order.throughName && (
          <p className="text-soft">
            {desk.agents.through}: <Name>{order.throughName}</Name>
          </p>
        )}
        <NextAction order={order} />
        <PromiseBenefit order={order} />
      </aside>
    </div>
  )
}

function useSteps(order: Order): Step[] {
  const { marketplace } = useText()
  const format = useFormat()
  const { steps, due } = marketplace.orderPage
  const { state, orderedAt, paidAt, deliveredAt, expiresAt, endedAt } = order
  const ordered: Step = { id: 'ordered', title: steps.ordered, at: format.time(orderedAt), state: 'done' }
  if (state === 'expired' || state === 'cancelled' || state === 'refunded') {
    const at = endedAt ? { at: format.time(endedAt) } : {}
    return [ordered, { id: 'ended', title: marketplace.states[state], state: 'now', ...at }]
  }
  const paid: Step = paidAt
    ? { id: 'paid', title: steps.paid, at: format.day(paidAt), state: 'done' }
    : {
        id: 'paid',
        title: steps.paid,
        state: 'now',
        ...(expiresAt && { detail: due(format.day(expiresAt)) }),
      }
  const delivered: Step = deliveredAt
    ? { id: 'delivered', title: steps.delivered, at: format.time(deliveredAt), state: 'done' }
    : { id: 'delivered', title: steps.delivered, state: 'later' }
  const retire: Step = { id: 'retire', title: steps.retire, state: deliveredAt && paidAt ? 'now' : 'later' }
  // A scheme's closing is delivered first and paid afterwards.
  return state === 'delivered' ? [ordered, delivered, paid, retire] : [ordered, paid, delivered, retire]
}

function NextAction({ order }: { order: Order }) {
  const { marketplace, trade } = useText()
  const { acting } = useSession()
  const makesStale = [getOrderEndpoint.path, getInvoiceEndpoint.path, listOrdersEndpoint.path, holdingsEndpoint.path]
  const pay = useCommand(payOrderEndpoint, { makesStale })
  const cancel = useCommand(cancelOrderEndpoint, { makesStale })
  const text = marketplace.orderPage
  if (acting?.id !== order.buyerId) return null
  if (order.state === 'settled' || order.state === 'delivered') {
    return (
      <div className="grid gap-2">
        <ButtonLink to={retirePath(order.lotId)} icon="seal">
          {text.retireNow}
        </ButtonLink>
        <ButtonLink to="/holdings" look="secondary" icon="layers">
          {text.toHoldings}
        </ButtonLink>
      </div>
    )
  }
  if (order.state !== 'awaiting-payment') return null
  return (
    <div className="grid gap-2">
      <RefusalNote error={pay.error ?? cancel.error} />
      <Button
        icon="check"
        isPending={pay.isPending}
        onPress={() =>
          pay.mutate(
            { params: { id: order.id }, body: { method: 'card' } },
            { onSuccess: ({ url }) => url && location.assign(url) },
          )
        }
      >
        {trade.card.pay}
      </Button>
      {order.paymentMethod === null && (
        <Button
          icon="file"
          look="secondary"
          isPending={pay.isPending}
          onPress={() => pay.mutate({ params: { id: order.id }, body: { method: 'invoice' } })}
        >
          {text.pay}
        </Button>
      )}
      <Confirm
        opener={
          <Button look="secondary" isPending={cancel.isPending}>
            {text.cancel}
          </Button>
        }
        title={text.cancelTitle}
        confirm={text.cancel}
        look="danger"
        onConfirm={() => cancel.mutate({ params: { id: order.id }, body: {} })}
      >
        {text.cancelLead}
      </Confirm>
    </div>
  )
}
