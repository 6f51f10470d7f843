import { backingEndpoint, type Backing, type Portion } from '@morinowa/shared/forest/official-contract.ts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Mass } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'

/**
 * Where the grams of a retirement are at their own registry. Nothing for credits that no outside registry knows.
 * @param id the retirement's or its certificate's.
 */
export function BackingOf({ id }: { id: string }) {
  const found = useQuery(reading(backingEndpoint, { params: { id } }))
  if (found.data && !found.data.registered) return null
  return (
    <Await query={found}>
      {(backing) => (
        <Titled>
          <Portions backing={backing} />
        </Titled>
      )}
    </Await>
  )
}

function Titled({ children }: { children: ReactNode }) {
  const { backing } = useText()
  return (
    <Section title={backing.here.title}>
      <Card>{children}</Card>
    </Section>
  )
}

function Portions({ backing: { portions, dueG } }: { backing: Backing }) {
  const { backing } = useText()
  return (
    <div className="grid gap-4">
      <ul className="grid gap-4">
        {portions.map((portion, index) => (
          <li key={String(index)}>
            <OnePortion portion={portion} />
          </li>
        ))}
      </ul>
      {dueG > 0 && <Note tone="wait">{backing.here.lead}</Note>}
    </div>
  )
}

/** One state of some grams at their registry. */
export function OnePortion({ portion: { massG, state, dueBy, retiredOn, serials, document } }: { portion: Portion }) {
  const { backing } = useText()
  const format = useFormat()
  const words = backing.here
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap items-center gap-3">
        <Status tone={state === 'retired' ? 'good' : 'wait'}>{words[state]}</Status>
        <Mass grams={massG} />
      </p>
      {dueBy && <p>{words.dueBy(format.day(dueBy))}</p>}
      {retiredOn && <p>{words.retiredOn(format.day(retiredOn), document ?? '')}</p>}
      {serials && (
        <p>
          <span className="text-soft">{words.serials}</span> <code className="break-all">{serials}</code>
        </p>
      )}
    </div>
  )
}
