import {
  listProceedsPlansEndpoint,
  ownProceedsEndpoint,
  reconciliationEndpoint,
} from '@morinowa/shared/marketplace/money-contract.ts'
import type { OrderId } from '@morinowa/shared/marketplace/ids.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { orderPath } from '../app/paths.ts'
import { everyOrganisation } from '../app/kinds.ts'
import { useText } from '../app/text.tsx'
import { After, Await, Empty } from '../ui/await.tsx'
import { More } from '../ui/more.tsx'
import { Name } from '../ui/name.tsx'
import { Note } from '../ui/note.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Stat } from '../ui/stat.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { roleName } from './division-table.tsx'
import { ProceedsPlans } from './proceeds-plans.tsx'

type OwnPart = {
  orderId: OrderId
  soldAt: string
  projectName: string
  sellerName: string
  role: string
  amountYen: number
}

export function ProceedsPage() {
  const { proceeds } = useText().trade
  return (
    <Page title={proceeds.title} lead={proceeds.lead}>
      <For kinds={everyOrganisation}>
        <Desk />
      </For>
    </Page>
  )
}

function Desk() {
  const list = usePages<OwnPart>(ownProceedsEndpoint as never)
  const plans = useQuery(reading(listProceedsPlansEndpoint))
  return (
    <>
      <Received list={list} />
      <After query={list}>
        <ProceedsPlans />
        <After query={plans}>
          <Reconciled />
        </After>
      </After>
    </>
  )
}

function Received({ list }: { list: ReturnType<typeof usePages<OwnPart>> }) {
  const { proceeds } = useText().trade
  const format = useFormat()
  const sum = useQuery(reading(ownProceedsEndpoint, { query: { limit: 1 } }))
  return (
    <Section title={proceeds.parts}>
      <div className="grid gap-4">
        {sum.data && <Stat label={proceeds.sum} value={format.yen(sum.data.sumYen)} />}
        <Await query={list}>
          {(parts) =>
            parts.length === 0 ? (
              <Empty icon="scale" title={proceeds.none}>
                {proceeds.noneLead}
              </Empty>
            ) : (
              <Table
                caption={proceeds.title}
                rows={parts}
                keyOf={({ orderId }) => orderId}
                columns={[
                  {
                    title: proceeds.project,
                    cell: ({ orderId, projectName }) => (
                      <Link to={orderPath(orderId)} className="link inline-flex min-h-12 items-center">
                        <Name>{projectName}</Name>
                      </Link>
                    ),
                    names: true,
                  },
                  { title: proceeds.order, cell: ({ soldAt }) => format.day(soldAt) },
                  { title: proceeds.seller, cell: ({ sellerName }) => sellerName },
                  { title: proceeds.role, cell: ({ role }) => roleName(proceeds.roles, role) },
                  { title: proceeds.amount, cell: ({ amountYen }) => format.yen(amountYen), align: 'end' },
                ]}
              />
            )
          }
        </Await>
        <More list={list} />
      </div>
    </Section>
  )
}

function Reconciled() {
  const { proceeds, money } = useText().trade
  const format = useFormat()
  const books = useQuery(reading(reconciliationEndpoint))
  return (
    <Section title={proceeds.reconciled}>
      <Await query={books}>
        {({ ok, receivedYen, returnedYen, dueBackYen, waitingYen, dividedYen, byRole }) => (
          <div className="grid gap-4">
            <Note tone={ok ? 'good' : 'bad'}>{ok ? proceeds.ok : proceeds.notOk}</Note>
            <Facts
              facts={[
                [money.received, format.yen(receivedYen)],
                [money.returned, format.yen(returnedYen)],
                [money.dueBack, format.yen(dueBackYen)],
                [proceeds.waiting, format.yen(waitingYen)],
                [proceeds.divided, format.yen(dividedYen)],
                ...byRole.map(
                  ({ role, amountYen }) => [`　${roleName(proceeds.roles, role)}`, format.yen(amountYen)] as const,
                ),
              ]}
            />
          </div>
        )}
      </Await>
    </Section>
  )
}
