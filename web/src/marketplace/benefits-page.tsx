import {
  type Benefit,
  listBenefitsEndpoint,
  moveBenefitEndpoint,
} from '@morinowa/shared/marketplace/benefits-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { orderPath } from '../app/paths.ts'
import { everyOrganisation } from '../app/kinds.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Name } from '../ui/name.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import type { Tone } from '../ui/tone.ts'

type Side = 'seller' | 'buyer'
type Move = 'prepared' | 'sent' | 'received' | 'cancelled'

const tones: Record<Benefit['state'], Tone> = {
  promised: 'wait',
  prepared: 'info',
  sent: 'info',
  received: 'good',
  cancelled: 'plain',
}

/** What each side may say next; the first is what usually comes next. */
const nextMoves: Record<Side, Record<Benefit['state'], readonly Move[]>> = {
  seller: {
    promised: ['prepared', 'cancelled'],
    prepared: ['sent', 'cancelled'],
    sent: [],
    received: [],
    cancelled: [],
  },
  buyer: { promised: ['received'], prepared: ['received'], sent: ['received'], received: [], cancelled: [] },
}

/** What goes with credits besides credits: promised, prepared, sent, received. */
export function BenefitsPage() {
  const { benefits } = useText().desk
  return (
    <Page title={benefits.title} lead={benefits.lead}>
      <For kinds={everyOrganisation}>
        <Fulfilment />
      </For>
    </Page>
  )
}

function Fulfilment() {
  const { benefits } = useText().desk
  const { kind } = useSession()
  const [side, setSide] = useState<Side>(kind === 'creditOwner' || kind === 'municipality' ? 'seller' : 'buyer')
  const list = useQuery(reading(listBenefitsEndpoint, { query: { side } }))
  return (
    <div className="grid gap-5">
      <Segments
        label={benefits.title}
        value={side}
        onChange={(chosen) => setSide(chosen as Side)}
        choices={(['seller', 'buyer'] as const).map((id) => ({ id, label: benefits.sides[id] }))}
      />
      <Await query={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="seal" title={benefits.none}>
              {side === 'seller' ? benefits.noneSeller : benefits.noneBuyer}
            </Empty>
          ) : (
            <BenefitTable items={items} side={side} />
          )
        }
      </Await>
    </div>
  )
}

function BenefitTable({ items, side }: { items: readonly Benefit[]; side: Side }) {
  const { benefits } = useText().desk
  const format = useFormat()
  const move = useCommand(moveBenefitEndpoint, { makesStale: [listBenefitsEndpoint.path] })
  return (
    <div className="grid gap-3">
      <RefusalNote error={move.error} />
      <Table
        caption={benefits.sides[side]}
        rows={items}
        keyOf={({ id }) => id}
        columns={[
          {
            title: benefits.kind,
            cell: ({ kind, note }) => (
              <>
                {benefits.kinds[kind]}
                {note && <span className="block text-dns-14N-130 font-normal text-soft">{note}</span>}
              </>
            ),
            names: true,
          },
          {
            title: side === 'seller' ? benefits.buyer : benefits.seller,
            cell: ({ buyerName, sellerName }) => (side === 'seller' ? buyerName : sellerName),
          },
          {
            title: benefits.project,
            cell: ({ orderId, projectName }) => (
              <Link to={orderPath(orderId)} className="link inline-flex min-h-12 items-center">
                <Name>{projectName}</Name>
              </Link>
            ),
          },
          {
            title: benefits.due,
            cell: ({ dueOn, overdue }) => (
              <>
                <span className="whitespace-nowrap">{format.day(dueOn)}</span>
                {overdue && <Status tone="bad">{benefits.overdue}</Status>}
              </>
            ),
          },
          {
            title: benefits.state,
            cell: ({ state }) => <Status tone={tones[state]}>{benefits.states[state]}</Status>,
          },
          {
            title: benefits.next,
            cell: (benefit) => (
              <Moves
                benefit={benefit}
                moves={nextMoves[side][benefit.state]}
                isPending={move.isPending && move.variables?.params.id === benefit.id}
                onMove={(state) => move.mutate({ params: { id: benefit.id }, body: { state } })}
              />
            ),
          },
        ]}
      />
    </div>
  )
}

function Moves({
  benefit,
  moves,
  isPending,
  onMove,
}: {
  benefit: Benefit
  moves: readonly Move[]
  isPending: boolean
  onMove: (state: Move) => void
}) {
  const { benefits } = useText().desk
  if (moves.length === 0) return '—'
  return (
    <div className="flex flex-wrap gap-2">
      {moves.map((state) =>
        state === 'cancelled' ? (
          <Confirm
            key={state}
            opener={<Button look="quiet">{benefits.moves.cancelled}</Button>}
            title={benefits.cancelTitle}
            confirm={benefits.moves.cancelled}
            look="danger"
            onConfirm={() => onMove('cancelled')}
          >
            {`${benefits.kinds[benefit.kind]}（${benefit.buyerName}）: ${benefits.cancelLead}`}
          </Confirm>
        ) : (
          <Button key={state} look="secondary" icon="check" isPending={isPending} onPress={() => onMove(state)}>
            {benefits.moves[state]}
          </Button>
        ),
      )}
    </div>
  )
}
