import {
  acceptAgencyEndpoint,
  type AgentRole,
  endAgencyEndpoint,
  listAgentsEndpoint,
  type OfferAgency,
  offerAgencyEndpoint,
  type SalesAgent,
} from '@morinowa/shared/marketplace/agents-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { everyOrganisation } from '../app/kinds.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { OrganisationField } from '../identity/organisation-field.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { CopyText } from '../ui/copy-text.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { AskForm, NumberField, SelectField } from '../ui/field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'

const WHOLE_BP = 10_000
/** Goods of one's own, beside those of the sellers one is an agent of. */
const OWN = 'own'

/** Who sells for whom, and for what part of the price. */
export function AgentsPage() {
  const { agents } = useText().trade
  return (
    <Page title={agents.title} lead={agents.lead}>
      <For kinds={everyOrganisation}>
        <Tree />
        <Card>
          <OfferForm />
        </Card>
      </For>
    </Page>
  )
}

function Tree() {
  const { desk, trade } = useText()
  const { agents } = trade
  const { acting } = useSession()
  const format = useFormat()
  const list = useQuery(reading(listAgentsEndpoint))
  const accept = useCommand(acceptAgencyEndpoint, { makesStale: [listAgentsEndpoint.path] })
  const end = useCommand(endAgencyEndpoint, { makesStale: [listAgentsEndpoint.path] })
  const next = ({ sellerId, agentId, agentName, state }: SalesAgent) => {
    if (state === 'ended') return '—'
    if (state === 'offered' && agentId === acting?.id) {
      return (
        <Button isPending={accept.isPending} onPress={() => accept.mutate({ params: { sellerId } })}>
          {agents.accept}
        </Button>
      )
    }
    return (
      <Confirm
        opener={
          <Button look="quiet" isPending={end.isPending}>
            {agents.end}
          </Button>
        }
        title={desk.agents.endAsk(agentName)}
        confirm={desk.agents.endNow}
        onConfirm={() => end.mutate({ params: { sellerId, agentId } })}
      >
        {desk.agents.endLead}
      </Confirm>
    )
  }
  return (
    <div className="grid gap-3">
      <RefusalNote error={accept.error ?? end.error} />
      <Await query={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="people" title={agents.none}>
              {agents.noneLead}
            </Empty>
          ) : (
            <Table
              caption={agents.title}
              rows={items}
              keyOf={({ sellerId, agentId }) => `${sellerId}${agentId}`}
              columns={[
                { title: agents.agent, cell: ({ agentName }) => agentName, names: true },
                { title: agents.seller, cell: ({ sellerName }) => sellerName },
                { title: agents.role, cell: ({ role }) => agents.roles[role] },
                { title: agents.bp, cell: ({ bp }) => format.percent(bp / WHOLE_BP), align: 'end' },
                { title: agents.chain, cell: ({ chainBp }) => format.percent(chainBp / WHOLE_BP), align: 'end' },
                {
                  title: agents.state,
                  cell: ({ state }) => (
                    <Status tone={state === 'accepted' ? 'good' : state === 'offered' ? 'wait' : 'plain'}>
                      {agents.states[state]}
                    </Status>
                  ),
                },
                {
                  title: desk.agents.link,
                  cell: ({ sellerId, agentId, state }) =>
                    state === 'accepted' && agentId === acting?.id ? (
                      <CopyText
                        isShown={false}
                        value={`${location.origin}/market?sellerId=${sellerId}&through=${agentId}`}
                      />
                    ) : (
                      '—'
                    ),
                },
                { title: agents.end, cell: next },
              ]}
            />
          )
        }
      </Await>
    </div>
  )
}

function OfferForm() {
  const { trade, desk } = useText()
  const { agents } = trade
  const { acting } = useSession()
  const list = useQuery(reading(listAgentsEndpoint))
  const offer = useCommand(offerAgencyEndpoint, { makesStale: [listAgentsEndpoint.path] })
  const [role, setRole] = useState<AgentRole>('distributor')
  const [agentId, setAgentId] = useState<string | null>(null)
  const [seller, setSeller] = useState<string>(OWN)
  // A distributor may pass the goods of its sellers on; a coordinator only introduces.
  const sellers = (list.data?.items ?? []).filter(
    (one) => one.agentId === acting?.id && one.state === 'accepted' && one.role === 'distributor',
  )

  function submit(form: FormData) {
    const body = {
      agentId: agentId ?? '',
      ...(seller !== OWN && { sellerId: seller }),
      role,
      bp: Math.round(Number(form.get('bp')) * (WHOLE_BP / 100)),
    } as unknown as OfferAgency
    offer.mutate({ body })
  }
  return (
    <AskForm error={offer.error} onSubmit={submit} className="grid max-w-xl gap-3">
      <h2 className="text-[1.25rem]">{agents.offer}</h2>
      {offer.data && <Note tone="good">{desk.agents.offered(offer.data.agentName)}</Note>}
      <OrganisationField name="agentId" label={desk.agents.agent} onChange={setAgentId} isRequired />
      {sellers.length > 0 && (
        <SelectField
          name="sellerId"
          label={desk.agents.below}
          description={desk.agents.belowHelp}
          value={seller}
          onChange={setSeller}
          choices={[
            { id: OWN, label: desk.agents.self },
            ...sellers.map(({ sellerId, sellerName }) => ({ id: sellerId, label: sellerName })),
          ]}
        />
      )}
      <SelectField
        name="role"
        label={agents.role}
        value={role}
        onChange={(chosen) => setRole(chosen as AgentRole)}
        choices={(['distributor', 'coordinator'] as const).map((id) => ({ id, label: agents.roles[id] }))}
      />
      <NumberField
        name="bp"
        label={agents.percent}
        unit="%"
        decimals={2}
        minValue={0}
        maxValue={100}
        defaultValue={10}
        isRequired
      />
      <Button type="submit" icon="people" isPending={offer.isPending} className="justify-self-start">
        {agents.submit}
      </Button>
    </AskForm>
  )
}
