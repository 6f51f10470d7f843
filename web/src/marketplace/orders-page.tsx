import { listOrdersEndpoint, type Order } from '@morinowa/shared/marketplace/contract.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { orderPath } from '../app/paths.ts'
import { everyOrganisation } from '../app/kinds.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Name } from '../ui/name.tsx'
import { Segments } from '../ui/segments.tsx'
import { More } from '../ui/more.tsx'
import { Page } from '../ui/page.tsx'
import { Table } from '../ui/table.tsx'
import { OrderState } from './order-state.tsx'

export function OrdersPage() {
  const { desk, marketplace, trade } = useText()
  return (
    <Page
      title={marketplace.orders.title}
      lead={marketplace.orders.lead}
      actions={
        <>
          <ButtonLink to="/agents" look="quiet" icon="people">
            {trade.agents.title}
          </ButtonLink>
          <ButtonLink to="/proceeds" look="quiet" icon="scale">
            {trade.proceeds.link}
          </ButtonLink>
          <ButtonLink to="/benefits" look="quiet" icon="seal">
            {desk.benefits.title}
          </ButtonLink>
        </>
      }
    >
      <For kinds={everyOrganisation}>
        <OwnOrders />
      </For>
    </Page>
  )
}

function OwnOrders() {
  const { marketplace } = useText()
  const { kind } = useSession()
  const { orders } = marketplace
  // Who sells for a living looks at what was ordered from them first.
  const [side, setSide] = useState<'buyer' | 'seller'>(kind === 'creditOwner' ? 'seller' : 'buyer')
  const list = usePages<Order>(listOrdersEndpoint, { query: { side } })
  const isBuying = side === 'buyer'
  return (
    <div className="grid gap-5">
      <Segments
        label={orders.title}
        value={side}
        onChange={(chosen) => setSide(chosen as 'buyer' | 'seller')}
        choices={[
          { id: 'buyer', label: orders.buying },
          { id: 'seller', label: orders.selling },
        ]}
      />
      <Await query={list}>
        {(found) =>
          found.length === 0 ? (
            <Empty
              icon="file"
              title={isBuying ? orders.none : orders.noneSelling}
              action={
                <ButtonLink to="/market" look="secondary" icon="basket">
                  {orders.toMarket}
                </ButtonLink>
              }
            >
              {isBuying ? orders.noneLead : orders.noneSellingLead}
            </Empty>
          ) : (
            <OrderTable orders={found} other={isBuying ? 'seller' : 'buyer'} />
          )
        }
      </Await>
      <More list={list} />
    </div>
  )
}

/** Orders, one a line, with the organisation on the other side. */
function OrderTable({ orders, other }: { orders: readonly Order[]; other: 'buyer' | 'seller' }) {
  const { marketplace } = useText()
  const format = useFormat()
  const text = marketplace.orders
  return (
    <Table
      caption={text.title}
      rows={orders}
      keyOf={({ id }) => id}
      columns={[
        {
          title: text.number,
          cell: ({ id, invoiceNumber }) => (
            <Link to={orderPath(id)} className="link inline-flex min-h-12 items-center whitespace-nowrap">
              {invoiceNumber}
            </Link>
          ),
          names: true,
        },
        { title: text.state, cell: ({ state }) => <OrderState state={state} /> },
        {
          title: text.project,
          cell: ({ projectName }) => (
            <span className="block min-w-40">
              <Name>{projectName}</Name>
            </span>
          ),
        },
        { title: text.mass, cell: ({ massG }) => format.exactMassText(massG), align: 'end' },
        { title: text.total, cell: ({ totalYen }) => format.yen(totalYen), align: 'end' },
        {
          title: text[other],
          cell: ({ sellerName, buyerName }) => (other === 'seller' ? sellerName : buyerName),
        },
        { title: text.at, cell: ({ orderedAt }) => format.day(orderedAt) },
      ]}
    />
  )
}
