import {
  listProceedsPlansEndpoint,
  ownProceedsEndpoint,
  type ProceedsPlan,
  PartyRole,
  reconciliationEndpoint,
  type SetProceedsPlan,
  setProceedsPlanEndpoint,
} from '@morinowa/shared/marketplace/money-contract.ts'
import type { OrderId } from '@morinowa/shared/marketplace/ids.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { orderPath } from '../app/paths.ts'
import { everyOrganisation } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, NumberField, SelectField, TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Stat } from '../ui/stat.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { roleName } from './division-table.tsx'

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
        <Received />
        <Plan />
        <Reconciled />
      </For>
    </Page>
  )
}

function Received() {
  const { proceeds } = useText().trade
  const format = useFormat()
  const sum = useQuery(reading(ownProceedsEndpoint, { query: { limit: 1 } }))
  const list = usePages<OwnPart>(ownProceedsEndpoint as never)
  return (
    <Section title={proceeds.sum}>
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
                        {projectName}
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

function Plan() {
  const { proceeds } = useText().trade
  const plans = useQuery(reading(listProceedsPlansEndpoint))
  return (
    <Section title={proceeds.plan} lead={`${proceeds.planLead} ${proceeds.rule}`}>
      <Await query={plans}>
        {({ items }) => <PlanForm key={items[0]?.id} plan={items.find(({ projectId }) => projectId === null)} />}
      </Await>
    </Section>
  )
}

type Line = {
  key: number
  partyName: string
  partyId: string | null
  role: PartyRole
  kind: 'bp' | 'weight'
  size: number
}

const PERCENT_BP = 100

function PlanForm({ plan }: { plan: ProceedsPlan | undefined }) {
  const { proceeds } = useText().trade
  const save = useCommand(setProceedsPlanEndpoint, { makesStale: [listProceedsPlansEndpoint.path] })
  const [lines, setLines] = useState<Line[]>(() =>
    (plan?.lines ?? []).map(({ partyName, partyId, role, bp, weight }, key) => ({
      key,
      partyName,
      partyId,
      role: role as PartyRole,
      kind: bp === null ? 'weight' : 'bp',
      size: bp === null ? (weight ?? 1) : bp / PERCENT_BP,
    })),
  )
  const change = (key: number, part: Partial<Line>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)))

  function submit() {
    const body = {
      lines: lines.map(({ partyName, partyId, role, kind, size }) => ({
        partyName,
        partyId,
        role,
        ...(kind === 'bp' ? { bp: Math.round(size * PERCENT_BP) } : { weight: Math.round(size) }),
      })),
    } as unknown as SetProceedsPlan
    save.mutate({ body })
  }

  return (
    <AskForm error={save.error} onSubmit={submit}>
      {lines.length === 0 && <p className="text-soft">{proceeds.planNone}</p>}
      {lines.map((line, i) => (
        <Card key={line.key}>
          <div className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4">
            <TextField
              name={`lines/${i}/partyName`}
              label={proceeds.party}
              value={line.partyName}
              onChange={(partyName) => change(line.key, { partyName })}
              maxLength={120}
              isRequired
            />
            <SelectField
              name={`lines/${i}/role`}
              label={proceeds.role}
              value={line.role}
              onChange={(role) => change(line.key, { role: role as PartyRole })}
              choices={PartyRole.options.map((id) => ({ id, label: proceeds.roles[id] }))}
            />
            <SelectField
              name={`lines/${i}/kind`}
              label={proceeds.kind}
              value={line.kind}
              onChange={(kind) => change(line.key, { kind: kind as Line['kind'] })}
              choices={(['bp', 'weight'] as const).map((id) => ({ id, label: proceeds.kinds[id] }))}
            />
            <NumberField
              name={`lines/${i}/${line.kind}`}
              label={proceeds.size}
              decimals={2}
              minValue={0.01}
              value={line.size}
              onChange={(size) => change(line.key, { size })}
              isRequired
            />
          </div>
          <Button look="quiet" icon="cross" onPress={() => setLines(lines.filter(({ key }) => key !== line.key))}>
            {proceeds.removeLine(line.partyName)}
          </Button>
        </Card>
      ))}
      {save.isSuccess && <Note tone="good">{proceeds.saved}</Note>}
      <div className="flex flex-wrap gap-3">
        <Button
          look="secondary"
          icon="plus"
          onPress={() =>
            setLines([
              ...lines,
              { key: Date.now(), partyName: '', partyId: null, role: 'owner', kind: 'weight', size: 1 },
            ])
          }
        >
          {proceeds.addLine}
        </Button>
        <Button type="submit" icon="check" isPending={save.isPending}>
          {proceeds.savePlan}
        </Button>
      </div>
    </AskForm>
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
