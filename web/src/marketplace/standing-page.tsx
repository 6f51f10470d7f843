import { families } from '@morinowa/shared/credits/families.ts'
import {
  listStandingEndpoint,
  type OpenStanding,
  openStandingEndpoint,
  type Standing,
  stopStandingEndpoint,
} from '@morinowa/shared/marketplace/standing-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { orderPath } from '../app/paths.ts'
import { everyOrganisation } from '../app/kinds.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { AskForm, NumberField, SelectField } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'

const GRAMS_PER_KG = 1_000
const ANY = 'any'

export function StandingPage() {
  const { standing } = useText().trade
  return (
    <Page title={standing.title} lead={standing.lead}>
      <For kinds={everyOrganisation}>
        <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
          <OwnStanding />
          <Card>
            <OpenForm />
          </Card>
        </div>
      </For>
    </Page>
  )
}

function OwnStanding() {
  const { standing } = useText().trade
  const list = useQuery(reading(listStandingEndpoint))
  const stop = useCommand(stopStandingEndpoint, { makesStale: [listStandingEndpoint.path] })
  return (
    <div className="grid min-w-0 gap-4">
      <RefusalNote error={stop.error} />
      <Await query={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="basket" title={standing.none}>
              {standing.noneLead}
            </Empty>
          ) : (
            <ul className="grid gap-4">
              {items.map((one) => (
                <StandingCard
                  key={one.id}
                  standing={one}
                  isStopping={stop.isPending}
                  onStop={() => stop.mutate({ params: { id: one.id } })}
                />
              ))}
            </ul>
          )
        }
      </Await>
    </div>
  )
}

function StandingCard({
  standing,
  isStopping,
  onStop,
}: {
  standing: Standing
  isStopping: boolean
  onStop: () => void
}) {
  const { standing: text } = useText().trade
  const { language } = useLanguage()
  const format = useFormat()
  const { massG, budgetYen, family, state, stoppedWhy, spentYen, allYen, dayOfMonth, runs } = standing
  const what = massG === null ? format.yen(budgetYen ?? 0) : format.exactMassText(massG)
  return (
    <li className="card grid gap-3 p-5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-[1.125rem]">{text.everyMonth(what, String(dayOfMonth))}</h2>
        <Status tone={state === 'active' ? 'good' : 'plain'}>{state === 'active' ? text.active : text.stopped}</Status>
      </div>
      <p>
        {family ? families[family].name[language] : text.any} · {text.spent} {format.yen(spentYen)}
        {allYen !== null && ` / ${format.yen(allYen)}`}
      </p>
      {stoppedWhy && <p className="font-bold">{text.why[stoppedWhy]}</p>}
      {runs.length > 0 && (
        <Section title={text.outcome}>
          <Table
            caption={text.title}
            rows={runs}
            keyOf={({ month }) => month}
            columns={[
              { title: text.month, cell: ({ month }) => format.month(month), names: true },
              {
                title: text.outcome,
                cell: ({ outcome, orderId }) =>
                  orderId ? (
                    <Link to={orderPath(orderId)} className="link inline-flex min-h-12 items-center">
                      {text.outcomes[outcome]}
                    </Link>
                  ) : (
                    text.outcomes[outcome]
                  ),
              },
              {
                title: text.total,
                cell: ({ totalYen }) => (totalYen === null ? '—' : format.yen(totalYen)),
                align: 'end',
              },
            ]}
          />
        </Section>
      )}
      {state === 'active' && (
        <Confirm
          opener={
            <Button look="secondary" isPending={isStopping} className="justify-self-start">
              {text.stop}
            </Button>
          }
          title={text.stopTitle}
          confirm={text.stop}
          look="danger"
          onConfirm={onStop}
        >
          {text.stopLead}
        </Confirm>
      )}
    </li>
  )
}

function OpenForm() {
  const { trade, marketplace } = useText()
  const { language } = useLanguage()
  const open = useCommand(openStandingEndpoint, { makesStale: [listStandingEndpoint.path] })
  const text = trade.standing
  const [by, setBy] = useState<'mass' | 'budget'>('mass')
  const [kg, setKg] = useState(10)
  const [budget, setBudget] = useState(1_000)
  const [family, setFamily] = useState(ANY)
  const [day, setDay] = useState(1)
  const [all, setAll] = useState(Number.NaN)
  const [most, setMost] = useState(Number.NaN)

  function submit() {
    const body = {
      ...(by === 'mass' ? { massG: Math.round(kg * GRAMS_PER_KG) } : { budgetYen: budget }),
      ...(family !== ANY && { family }),
      dayOfMonth: day,
      ...(!Number.isNaN(all) && { allYen: all }),
      ...(!Number.isNaN(most) && { mostYenPerTonne: Math.round(most * 1_000) }),
    } as unknown as OpenStanding
    open.mutate({ body })
  }
  return (
    <AskForm error={open.error} onSubmit={submit}>
      <h2 className="text-[1.25rem]">{text.open}</h2>
      <Segments
        label={text.by}
        value={by}
        onChange={(chosen) => setBy(chosen as 'mass' | 'budget')}
        choices={[
          { id: 'mass', label: marketplace.order.byMass },
          { id: 'budget', label: marketplace.order.byBudget },
        ]}
      />
      {by === 'mass' ? (
        <KgField name="massG" label={text.mass} value={kg} onChange={setKg} isRequired />
      ) : (
        <NumberField
          name="budgetYen"
          label={text.budget}
          unit={marketplace.yen}
          minValue={1}
          value={budget}
          onChange={setBudget}
          isRequired
        />
      )}
      <SelectField
        name="family"
        label={text.family}
        value={family}
        onChange={setFamily}
        choices={[
          { id: ANY, label: text.any },
          ...Object.entries(families).map(([id, one]) => ({ id, label: one.name[language] })),
        ]}
      />
      <NumberField
        name="dayOfMonth"
        label={text.day}
        unit={text.dayUnit}
        minValue={1}
        maxValue={28}
        value={day}
        onChange={setDay}
        isRequired
      />
      <NumberField
        name="mostYenPerTonne"
        label={text.most}
        description={text.allHelp}
        unit={marketplace.yen}
        decimals={1}
        minValue={0.1}
        value={most}
        onChange={setMost}
      />
      <NumberField
        name="allYen"
        label={text.all}
        description={text.allHelp}
        unit={marketplace.yen}
        minValue={1}
        value={all}
        onChange={setAll}
      />
      <Button type="submit" icon="basket" isPending={open.isPending}>
        {text.submit}
      </Button>
    </AskForm>
  )
}
