import type { Reduction } from '@morinowa/shared/reductions/contract.ts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { iconOfMode } from '../methodology/mode-choices.ts'
import { Await, Empty } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { More } from '../ui/more.tsx'
import { Section } from '../ui/page.tsx'
import { nameOfAct } from './act-name.ts'
import { useMyReductions } from './queries.ts'
import { ReductionState } from './reduction-state.tsx'

/** The newest stand under what they add up to; the others come when asked for. */
const FIRST = 8

/** Everything I did, the newest first; each opens to why and where. */
export function MyReductions() {
  const { mine } = useText()
  const records = useMyReductions()
  const [isLong, setIsLong] = useState(false)
  const { shell } = useText()
  return (
    <Section title={mine.list.title}>
      <Await query={records}>
        {(items) =>
          items.length === 0 ? (
            <Empty
              title={mine.list.none}
              action={
                <span className="flex flex-wrap justify-center gap-3">
                  <ButtonLink to="/log" icon="plus">
                    {mine.list.log}
                  </ButtonLink>
                  <ButtonLink to="/me/consents" look="secondary" icon="shield">
                    {mine.list.link}
                  </ButtonLink>
                </span>
              }
            >
              {mine.list.noneLead}
            </Empty>
          ) : (
            <>
              <ul className="card divide-y divide-line">
                {(isLong ? items : items.slice(0, FIRST)).map((item) => (
                  <Row key={item.id} item={item} />
                ))}
              </ul>
              {isLong || items.length <= FIRST ? (
                <More list={records} />
              ) : (
                <p className="mt-4 text-center">
                  <Button look="secondary" onPress={() => setIsLong(true)}>
                    {shell.states.more}
                  </Button>
                </p>
              )}
            </>
          )
        }
      </Await>
    </Section>
  )
}

function Row({ item }: { item: Reduction }) {
  const { methodology, mine } = useText()
  const format = useFormat()
  const amount = item.pool === 'mobility' ? format.km(item.quantity) : undefined
  return (
    <li>
      <Link
        to="/me/reductions/$id"
        params={{ id: item.id }}
        className="flex items-center gap-3 p-4 no-underline hover:bg-mist"
      >
        <Icon name={item.pool === 'mobility' ? iconOfMode(item.mode) : 'bed'} className="size-7 text-forest" />
        <span className="min-w-0 flex-1">
          <span className="block font-bold">
            {nameOfAct(item, methodology)} {amount && <span className="font-normal text-soft">{amount}</span>}
          </span>
          <span className="block text-dns-14N-130 text-soft">
            {format.day(item.day)} · {item.provider?.name ?? mine.detail.self}
          </span>
        </span>
        <span className="grid justify-items-end gap-1">
          <span className={`figures font-bold ${item.shownG < 0 ? 'text-emitted' : 'text-reduced'}`}>
            {format.massText(item.shownG)}
          </span>
          <ReductionState status={item.status} />
        </span>
      </Link>
    </li>
  )
}
