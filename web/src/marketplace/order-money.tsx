import type { Order, OrderId } from '@morinowa/shared/marketplace/contract.ts'
import { getOrderMoneyEndpoint, orderProceedsEndpoint } from '@morinowa/shared/marketplace/money-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Note } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { DivisionTable } from './division-table.tsx'

const REREAD_MS = 4_000

/** What came in for an order and went back; somebody who has just paid by card waits here for word. */
export function OrderMoney({ order }: { order: Order }) {
  const { money: text, card, proceeds } = useText().trade
  const format = useFormat()
  const isBack = new URLSearchParams(location.search).has('paid') && order.state === 'awaiting-payment'
  const money = useQuery({
    ...reading(getOrderMoneyEndpoint, { params: { id: order.id } }),
    ...(isBack && { refetchInterval: REREAD_MS }),
  })
  if (!money.data) return null
  const { movements, cards, openYen, dueBackYen, receivedYen } = money.data
  const newest = cards[0]
  const isPart = order.state === 'settled' && order.keptG < order.massG
  if (movements.length === 0 && cards.length === 0) return null
  return (
    <Section title={text.title}>
      <div className="grid gap-3">
        {isBack && newest?.state === 'open' && <Note>{card.waiting}</Note>}
        {order.state === 'awaiting-payment' && newest?.state === 'failed' && <Note tone="bad">{card.failed}</Note>}
        {isPart && <Note>{text.part(format.yen(order.keptTotalYen), format.exactMassText(order.keptG))}</Note>}
        {movements.length > 0 && (
          <Table
            caption={text.title}
            rows={movements}
            keyOf={({ movedAt, amountYen, kind }) => `${movedAt}${kind}${amountYen}`}
            columns={[
              {
                title: text.title,
                cell: ({ kind, method }) => `${text.kinds[kind]} · ${text.methods[method]}`,
                names: true,
              },
              { title: proceeds.amount, cell: ({ amountYen }) => format.yen(amountYen), align: 'end' },
            ]}
          />
        )}
        {receivedYen > 0 && openYen > 0 && (
          <p>
            {text.open}: <strong className="figures">{format.yen(openYen)}</strong>
          </p>
        )}
        {dueBackYen > 0 && (
          <p>
            {text.dueBack}: <strong className="figures">{format.yen(dueBackYen)}</strong>
          </p>
        )}
      </div>
    </Section>
  )
}

/** How the sale was divided; its parties see it, its buyer does not. */
export function OrderDivision({ order }: { order: Order }) {
  const { proceeds } = useText().trade
  const { acting, kind } = useSession()
  const isSeller = acting?.id === order.sellerId || kind === 'operator'
  const division = useQuery({
    ...reading(orderProceedsEndpoint, { params: { id: order.id } }),
    enabled: isSeller && (order.state === 'settled' || order.state === 'refunded'),
  })
  if (!division.data || division.data.lines.length === 0) return null
  return (
    <Section title={proceeds.ofSale} lead={proceeds.rule}>
      <DivisionTable lines={division.data.lines} />
    </Section>
  )
}

/** A sale as somebody sees it who only has a part in its money: an agent, an owner. */
export function PartOfOrder({ id }: { id: OrderId }) {
  const { proceeds } = useText().trade
  const format = useFormat()
  const division = useQuery(reading(orderProceedsEndpoint, { params: { id } }))
  return (
    <Await query={division}>
      {({ projectName, sellerName, soldAt, lines }) => (
        <Section title={proceeds.ofSale} lead={proceeds.rule}>
          <div className="grid gap-4">
            <Facts
              facts={[
                [proceeds.project, projectName],
                [proceeds.seller, sellerName],
                [proceeds.order, soldAt === null ? '—' : format.day(soldAt)],
              ]}
            />
            <DivisionTable lines={lines} />
          </div>
        </Section>
      )}
    </Await>
  )
}
