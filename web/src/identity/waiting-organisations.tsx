import {
  decideOrganisationEndpoint,
  type WaitingOrganisation,
  waitingOrganisationsEndpoint,
} from '@morinowa/shared/identity/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { Section } from '../ui/page.tsx'

/** Organisations that others would rely on, to be let in or not. */
export function WaitingOrganisations() {
  const { organisation } = useText()
  const words = organisation.waiting
  const waiting = useQuery(reading(waitingOrganisationsEndpoint))
  return (
    <Section title={words.tab} lead={words.lead}>
      <Await query={waiting}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="check" title={words.none}>
              {words.noneLead}
            </Empty>
          ) : (
            <ul className="grid items-start gap-4 lg:grid-cols-2">
              {items.map((one) => (
                <Waiting key={one.id} one={one} />
              ))}
            </ul>
          )
        }
      </Await>
    </Section>
  )
}

function Waiting({ one }: { one: WaitingOrganisation }) {
  const { organisation, shell } = useText()
  const format = useFormat()
  const words = organisation.waiting
  const decide = useCommand(decideOrganisationEndpoint, { makesStale: [waitingOrganisationsEndpoint.path] })
  const [note, setNote] = useState('')

  function say(standing: 'approved' | 'refused') {
    const said = note.trim()
    decide.mutate({ params: { id: one.id }, body: { standing, ...(said !== '' && { note: said }) } })
  }
  return (
    <li className="card grid gap-3 p-5">
      <h3 className="text-[1.25rem]">{one.name}</h3>
      <p className="text-soft">
        {shell.kinds[one.kind]}
        {one.municipalityCode && (
          <>
            {' · '}
            <PlaceName code={one.municipalityCode} />
          </>
        )}
        {one.corporateNumber && ` · ${one.corporateNumber}`}
        <br />
        {words.founded(format.day(one.foundedAt))}
        {one.founder && (
          <>
            <br />
            {words.by(one.founder.name, one.founder.email)}
          </>
        )}
      </p>
      <AskForm error={decide.error} onSubmit={() => say('approved')} className="grid gap-3">
        <TextField name="note" label={words.note} value={note} onChange={setNote} maxLength={300} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" icon="check" isPending={decide.isPending}>
            {words.approve}
          </Button>
          <Button look="danger" isPending={decide.isPending} onPress={() => say('refused')}>
            {words.refuse}
          </Button>
        </div>
      </AskForm>
    </li>
  )
}
