import { holdingsEndpoint, ownRetirementsEndpoint } from '@morinowa/shared/credits/contract.ts'
import {
  type GiveConsent,
  giveConsentEndpoint,
  listConsentsEndpoint,
  type ProxyConsent,
  type RetireForClient,
  retireForClientEndpoint,
  withdrawConsentEndpoint,
} from '@morinowa/shared/marketplace/benefits-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { today } from '../app/clock.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { certificatePath } from '../app/paths.ts'
import { everyOrganisation } from '../app/kinds.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { HoldingField } from '../credits/holding-field.tsx'
import { OrganisationField } from '../identity/organisation-field.tsx'
import { After, Await, Empty } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Confirm, Dialog } from '../ui/dialog.tsx'
import { AskForm, Switch, TextField } from '../ui/field.tsx'
import { gramsOfKg, KgField } from '../ui/kg-field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Meter } from '../ui/progress.tsx'
import { Status } from '../ui/status.tsx'
import { Facts } from '../ui/table.tsx'
import type { Tone } from '../ui/tone.ts'

const makesStale = [listConsentsEndpoint.path]

/** Clients let a distributor retire in their name, and distributors do it. */
export function ProxiesPage() {
  const { proxies } = useText().desk
  return (
    <Page title={proxies.title} lead={proxies.lead}>
      <For kinds={everyOrganisation}>
        <Desk />
      </For>
    </Page>
  )
}

function Desk() {
  const { proxies } = useText().desk
  const list = useQuery(reading(listConsentsEndpoint))
  return (
    <>
      <Consents />
      <After query={list}>
        <Section title={proxies.give} lead={proxies.giveLead}>
          <Card>
            <GiveForm />
          </Card>
        </Section>
      </After>
    </>
  )
}

function Consents() {
  const { proxies } = useText().desk
  const { acting } = useSession()
  const list = useQuery(reading(listConsentsEndpoint))
  return (
    <Await query={list}>
      {({ items }) => {
        const held = items.filter(({ agentId }) => agentId === acting?.id)
        const given = items.filter(({ clientId }) => clientId === acting?.id)
        if (items.length === 0) {
          return (
            <Empty icon="shield" title={proxies.none}>
              {proxies.noneLead}
            </Empty>
          )
        }
        return (
          <>
            {held.length > 0 && (
              <Section title={proxies.held}>
                <ConsentList items={held} side="agent" />
              </Section>
            )}
            {given.length > 0 && (
              <Section title={proxies.given}>
                <ConsentList items={given} side="client" />
              </Section>
            )}
          </>
        )
      }}
    </Await>
  )
}

type State = 'open' | 'coming' | 'over' | 'full' | 'withdrawn'
const tones: Record<State, Tone> = { open: 'good', coming: 'wait', over: 'plain', full: 'plain', withdrawn: 'plain' }

function stateOf({ withdrawnAt, usedG, mostG, fromDay, toDay }: ProxyConsent, day: string): State {
  if (withdrawnAt !== null) return 'withdrawn'
  if (day > toDay) return 'over'
  if (usedG >= mostG) return 'full'
  return day < fromDay ? 'coming' : 'open'
}

function ConsentList({ items, side }: { items: readonly ProxyConsent[]; side: 'agent' | 'client' }) {
  return (
    <ul className="grid items-start gap-4 lg:grid-cols-2">
      {items.map((consent) => (
        <Consent key={consent.id} consent={consent} side={side} />
      ))}
    </ul>
  )
}

function Consent({ consent, side }: { consent: ProxyConsent; side: 'agent' | 'client' }) {
  const { proxies } = useText().desk
  const format = useFormat()
  const withdraw = useCommand(withdrawConsentEndpoint, { makesStale })
  const { agentName, clientName, purpose, usedG, mostG, fromDay, toDay } = consent
  const state = stateOf(consent, today())
  return (
    <li className="card grid gap-4 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-[1.125rem]">{side === 'agent' ? clientName : agentName}</h3>
        <Status tone={tones[state]}>{proxies.states[state]}</Status>
      </div>
      <Meter
        label={proxies.mass}
        value={usedG}
        most={mostG}
        text={`${format.exactMassText(usedG)} / ${format.exactMassText(mostG)}`}
        colour="var(--color-offset)"
      />
      <Facts
        facts={[
          [proxies.purpose, purpose],
          [proxies.days, `${format.day(fromDay)} – ${format.day(toDay)}`],
        ]}
      />
      <RefusalNote error={withdraw.error} />
      {side === 'agent' && <Retire consent={consent} />}
      {side === 'client' && (state === 'open' || state === 'coming') && (
        <Confirm
          opener={
            <Button look="secondary" icon="cross" isPending={withdraw.isPending} className="justify-self-start">
              {proxies.withdraw}
            </Button>
          }
          title={proxies.withdrawTitle}
          confirm={proxies.withdraw}
          look="danger"
          onConfirm={() => withdraw.mutate({ params: { id: consent.id } })}
        >
          {`${agentName}: ${proxies.withdrawLead}`}
        </Confirm>
      )}
    </li>
  )
}

function Retire({ consent }: { consent: ProxyConsent }) {
  const { proxies } = useText().desk
  const format = useFormat()
  const [done, setDone] = useState<Done | null>(null)
  return (
    <div className="grid justify-items-start gap-3">
      {done && (
        <Note tone="good" title={proxies.retired(done.beneficiary, format.exactMassText(done.massG))}>
          <ButtonLink to={certificatePath(done.certificateId)} look="quiet" icon="seal">
            {proxies.certificate}
          </ButtonLink>
        </Note>
      )}
      {stateOf(consent, today()) === 'open' && (
        <Dialog opener={<Button icon="seal">{proxies.retire}</Button>} title={consent.clientName}>
          {(close) => (
            <RetireForm
              consent={consent}
              onDone={(answer) => {
                setDone(answer)
                close()
              }}
            />
          )}
        </Dialog>
      )}
    </div>
  )
}

type Done = { beneficiary: string; massG: number; certificateId: string }

function RetireForm({ consent, onDone }: { consent: ProxyConsent; onDone: (done: Done) => void }) {
  const { proxies } = useText().desk
  const format = useFormat()
  const retire = useCommand(retireForClientEndpoint, {
    makesStale: [...makesStale, holdingsEndpoint.path, ownRetirementsEndpoint.path],
  })
  const [lotId, setLotId] = useState<string | null>(null)
  const [kg, setKg] = useState(Number.NaN)
  const leftG = consent.mostG - consent.usedG

  function submit(form: FormData) {
    const note = String(form.get('note') ?? '').trim()
    const body = {
      consentId: consent.id,
      lotId: lotId ?? '',
      massG: gramsOfKg(kg),
      ...(note !== '' && { note }),
    } as unknown as RetireForClient
    retire.mutate({ body }, { onSuccess: onDone })
  }
  return (
    <AskForm error={retire.error} onSubmit={submit}>
      <p>{proxies.retireLead(consent.clientName, consent.purpose)}</p>
      <HoldingField name="lotId" label={proxies.lot} value={lotId} onChange={(holding) => setLotId(holding.lotId)}>
        {({ availableG }) => (
          <KgField
            name="massG"
            label={proxies.mass}
            description={proxies.left(format.exactMassText(leftG))}
            maxValue={Math.min(availableG, leftG) / 1_000}
            value={kg}
            onChange={setKg}
            isRequired
          />
        )}
      </HoldingField>
      <TextField name="note" label={proxies.note} maxLength={500} />
      <Button type="submit" look="danger" icon="seal" isPending={retire.isPending}>
        {proxies.retire}
      </Button>
    </AskForm>
  )
}

function GiveForm() {
  const { proxies } = useText().desk
  const give = useCommand(giveConsentEndpoint, { makesStale })
  const [agentId, setAgentId] = useState<string | null>(null)
  const [kg, setKg] = useState(Number.NaN)
  const [publicName, setPublicName] = useState(false)

  function submit(form: FormData) {
    const body = {
      agentId: agentId ?? '',
      purpose: String(form.get('purpose')).trim(),
      mostG: gramsOfKg(kg),
      fromDay: String(form.get('fromDay')),
      toDay: String(form.get('toDay')),
      publicName,
    } as unknown as GiveConsent
    give.mutate({ body })
  }
  return (
    <AskForm error={give.error} onSubmit={submit} className="grid max-w-xl gap-3">
      {give.isSuccess && <Note tone="good">{proxies.doneGive}</Note>}
      <OrganisationField name="agentId" label={proxies.agent} onChange={setAgentId} isRequired />
      <TextField name="purpose" label={proxies.purpose} description={proxies.purposeHelp} maxLength={200} isRequired />
      <KgField name="mostG" label={proxies.most} value={kg} onChange={setKg} isRequired />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField name="fromDay" type="date" label={proxies.from} defaultValue={today()} isRequired />
        <TextField name="toDay" type="date" label={proxies.to} isRequired />
      </div>
      <Switch label={proxies.publicName} isSelected={publicName} onChange={setPublicName} />
      <Button type="submit" icon="shield" isPending={give.isPending} className="justify-self-start">
        {proxies.submit}
      </Button>
    </AskForm>
  )
}
