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
  const projects = useOwnProjects()
  const [chosen, setChosen] = useState(GENERAL)
  return (
    <Section title={proceeds.plan} lead={`${proceeds.planLead} ${proceeds.rule}`}>
      <Await query={plans}>
        {({ items }) => {
          const planOf = (projectId: string | null) => items.find((one) => one.projectId === projectId)
          const projectId = chosen === GENERAL ? null : chosen
          const plan = planOf(projectId)
          return (
            <div className="grid gap-4">
              {projects.length > 0 && (
                <div className="max-w-xl">
                  <SelectField
                    name="plan"
                    label={desk.plans.which}
                    description={desk.plans.whichHelp}
                    value={chosen}
                    onChange={setChosen}
                    choices={[
                      { id: GENERAL, label: desk.plans.general },
                      ...projects.map(({ id, name }) => ({
                        id,
                        label: name,
                        ...(planOf(id) && { description: desk.plans.own }),
                      })),
                    ]}
                  />
                </div>
              )}
              <PlanForm key={`${chosen}${plan?.id ?? ''}`} plan={plan} projectId={projectId} />
            </div>
          )
        }}
      </Await>
    </Section>
  )
}

/** Projects whose lots are the organisation's own or stand on sale by it. */
function useOwnProjects(): { id: string; name: string }[] {
  const { acting, kind } = useSession()
  const isOwner = kind === 'creditOwner' || kind === 'municipality'
  const lots = usePages<ForestLot>(listForestLotsEndpoint, { isEnabled: isOwner })
  const listings = usePages<Listing>(listListingsEndpoint, {
    query: { sellerId: acting?.id },
    isEnabled: acting !== undefined,
  })
  const names = new Map<string, string>()
  for (const { projectId, projectName } of [...(lots.data ?? []), ...(listings.data ?? [])]) {
    if (projectId !== null) names.set(projectId, projectName)
  }
  return [...names].map(([id, name]) => ({ id, name }))
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

function PlanForm({ plan, projectId }: { plan: ProceedsPlan | undefined; projectId: string | null }) {
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
      ...(projectId !== null && { projectId }),
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
        {projectId !== null && <FromAreas projectId={projectId} onFill={add} />}
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

/** The owners of a project become its parties, each with the square metres of its stands as weight. */
function FromAreas({
  projectId,
  onFill,
}: {
  projectId: string
  onFill: (lines: readonly Omit<Line, 'key'>[]) => void
}) {
  const { desk } = useText()
  const owners = useQuery({ ...reading(projectOwnersEndpoint, { params: { id: projectId } }), retry: false })
  const found = owners.data?.owners ?? []
  if (found.length === 0) return null
  return (
    <Button
      look="secondary"
      icon="tree"
      onPress={() =>
        onFill(
          found.map(({ name, organisationId, areaM2 }) => ({
            partyName: name,
            partyId: organisationId,
            role: 'owner',
            kind: 'weight',
            size: areaM2,
          })),
        )
      }
    >
      {desk.plans.fromArea}
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
