import { listForestLotsEndpoint, type ForestLot } from '@morinowa/shared/forest/contract.ts'
import { projectOwnersEndpoint } from '@morinowa/shared/forest/owners-contract.ts'
import { type Listing, listListingsEndpoint } from '@morinowa/shared/marketplace/contract.ts'
import {
  listProceedsPlansEndpoint,
  PartyRole,
  type ProceedsPlan,
  type SetProceedsPlan,
  setProceedsPlanEndpoint,
} from '@morinowa/shared/marketplace/money-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { usePages } from '../app/paging.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { OrganisationField } from '../identity/organisation-field.tsx'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, NumberField, SelectField, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'

/** The plan for everything that has none of its own. */
const GENERAL = 'general'

/** How later sales are divided: in general, and for each project whose lots the organisation sells. */
export function ProceedsPlans() {
  const { trade, desk } = useText()
  const { proceeds } = trade
  const plans = useQuery(reading(listProceedsPlansEndpoint))
  const kinds = useOwnKinds()
  const [chosen, setChosen] = useState(GENERAL)
  return (
    <Section title={proceeds.plan} lead={`${proceeds.planLead} ${proceeds.rule}`}>
      <Await query={plans}>
        {({ items }) => {
          const planOf = (what: string) =>
            items.find(({ projectId, lotId }) => (lotId ?? projectId ?? GENERAL) === what)
          const plan = planOf(chosen)
          const own = kinds.find(({ id }) => id === chosen)
          return (
            <div className="grid gap-4">
              {kinds.length > 0 && (
                <div className="max-w-xl">
                  <SelectField
                    name="plan"
                    label={desk.plans.which}
                    description={desk.plans.whichHelp}
                    value={chosen}
                    onChange={setChosen}
                    choices={[
                      { id: GENERAL, label: desk.plans.general },
                      ...kinds.map(({ id, lotId, name, vintage }) => ({
                        id,
                        label: lotId === null ? name : desk.plans.lot(name, vintage),
                        ...(planOf(id) && { description: desk.plans.own }),
                      })),
                    ]}
                  />
                </div>
              )}
              <PlanForm key={`${chosen}${plan?.id ?? ''}`} plan={plan} of={own} />
            </div>
          )
        }}
      </Await>
    </Section>
  )
}

/** What may have a plan of its own: a project, or a lot of one. */
type Kind = { id: string; projectId: string; lotId: string | null; name: string; vintage: number }

/** Projects whose lots are the organisation's own or stand on sale by it, each followed by its lots. */
function useOwnKinds(): Kind[] {
  const { acting, kind } = useSession()
  const isOwner = kind === 'creditOwner' || kind === 'municipality'
  const lots = usePages<ForestLot>(listForestLotsEndpoint, { isEnabled: isOwner })
  const listings = usePages<Listing>(listListingsEndpoint, {
    query: { sellerId: acting?.id },
    isEnabled: acting !== undefined,
  })
  const found = new Map<string, Kind>()
  const add = (one: Kind) => found.set(one.id, one)
  const all = [
    ...(lots.data ?? []).map((lot) => ({ ...lot, lotId: lot.id as string })),
    ...(listings.data ?? []).map((listing) => ({ ...listing, lotId: listing.lotId as string })),
  ]
  for (const { projectId, projectName: name, lotId, vintage } of all) {
    if (projectId === null) continue
    add({ id: projectId, projectId, lotId: null, name, vintage })
    add({ id: lotId, projectId, lotId, name, vintage })
  }
  const place = (one: Kind) => `${one.name}${one.projectId}${one.lotId === null ? '' : `${one.vintage}${one.lotId}`}`
  return [...found.values()].toSorted((a, b) => place(a).localeCompare(place(b)))
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

function PlanForm({ plan, of }: { plan: ProceedsPlan | undefined; of: Kind | undefined }) {
  const { trade } = useText()
  const { proceeds } = trade
  const save = useCommand(setProceedsPlanEndpoint, { makesStale: [listProceedsPlansEndpoint.path] })
  const [lines, setLines] = useState<Line[]>(() => linesOf(plan))
  const change = (key: number, part: Partial<Line>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)))
  const add = (more: readonly Omit<Line, 'key'>[]) => {
    const first = Math.max(0, ...lines.map(({ key }) => key)) + 1
    setLines([...lines, ...more.map((line, i) => ({ ...line, key: first + i }))])
  }

  function submit() {
    const body = {
      ...(of && (of.lotId === null ? { projectId: of.projectId } : { lotId: of.lotId })),
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
        <Card key={line.key} className="grid gap-3">
          <div className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-4">
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
              decimals={line.kind === 'bp' ? 2 : 0}
              minValue={line.kind === 'bp' ? 0.01 : 1}
              {...(line.kind === 'bp' && { maxValue: 100 })}
              value={line.size}
              onChange={(size) => change(line.key, { size })}
              isRequired
            />
          </div>
          <div className="flex flex-wrap items-end justify-between gap-3">
            <div className="min-w-64 flex-1">
              <PartyField
                line={line}
                name={`lines/${i}/partyId`}
                onChange={(partyId, name) =>
                  change(line.key, { partyId, ...(line.partyName.trim() === '' && name !== '' && { partyName: name }) })
                }
              />
            </div>
            <Button look="quiet" icon="cross" onPress={() => setLines(lines.filter(({ key }) => key !== line.key))}>
              {proceeds.removeLine(line.partyName)}
            </Button>
          </div>
        </Card>
      ))}
      {save.isSuccess && <Note tone="good">{proceeds.saved}</Note>}
      <div className="flex flex-wrap gap-3">
        <Button
          look="secondary"
          icon="plus"
          onPress={() => add([{ partyName: '', partyId: null, role: 'owner', kind: 'weight', size: 1 }])}
        >
          {proceeds.addLine}
        </Button>
        {of && <FromOwners of={of} onFill={add} />}
        <Button type="submit" icon="check" isPending={save.isPending}>
          {proceeds.savePlan}
        </Button>
      </div>
    </AskForm>
  )
}

/** Whose account sees the part; what is linked already stays until another is chosen. */
function PartyField({
  line,
  name,
  onChange,
}: {
  line: Line
  name: string
  onChange: (id: string | null, name: string) => void
}) {
  const { desk } = useText()
  return (
    <OrganisationField
      name={name}
      label={desk.plans.party}
      description={desk.plans.partyHelp}
      {...(line.partyId !== null && { placeholder: line.partyName })}
      onChange={onChange}
    />
  )
}

/** The owners of a project become its parties, weighed by the area of their stands; those of a lot by its grams from there. */
function FromOwners({ of, onFill }: { of: Kind; onFill: (lines: readonly Omit<Line, 'key'>[]) => void }) {
  const { desk } = useText()
  const owners = useQuery({ ...reading(projectOwnersEndpoint, { params: { id: of.projectId } }), retry: false })
  const lines = (owners.data?.owners ?? []).flatMap(({ name, organisationId, areaM2, lots }) => {
    const size = of.lotId === null ? areaM2 : (lots.find(({ lotId }) => lotId === of.lotId)?.massG ?? 0)
    const line = { partyName: name, partyId: organisationId, role: 'owner', kind: 'weight', size } as const
    return size > 0 ? [line] : []
  })
  if (lines.length === 0) return null
  return (
    <Button look="secondary" icon="tree" onPress={() => onFill(lines)}>
      {of.lotId === null ? desk.plans.fromArea : desk.plans.fromGrams}
    </Button>
  )
}

function linesOf(plan: ProceedsPlan | undefined): Line[] {
  return (plan?.lines ?? []).map(({ partyName, partyId, role, bp, weight }, key) => ({
    key,
    partyName,
    partyId,
    role: role as PartyRole,
    kind: bp === null ? 'weight' : 'bp',
    size: bp === null ? (weight ?? 1) : bp / PERCENT_BP,
  }))
}
