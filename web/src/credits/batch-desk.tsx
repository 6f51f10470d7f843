import {
  type Batch,
  batchEndpoint,
  batchesEndpoint,
  carryBatchEndpoint,
  createBatchEndpoint,
  issueBatchEndpoint,
  lotsEndpoint,
} from '@morinowa/shared/credits/contract.ts'
import { methodsEndpoint } from '@morinowa/shared/methodology/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ProblemError, reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { batchPath, lotPath } from '../app/paths.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { OrganisationField } from '../identity/organisation-field.tsx'
import { lastWholeMonth } from '../municipalities/last-month.ts'
import { PlaceField } from '../municipalities/place-field.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { AskForm, SelectField } from '../ui/field.tsx'
import { MonthField } from '../ui/month-field.tsx'
import { More } from '../ui/more.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { BatchTable } from './batch-table.tsx'

const makesStale = [batchesEndpoint.path, batchEndpoint.path, lotsEndpoint.path]

/** From recorded reductions to a batch, and from a signed batch to a lot. */
export function BatchDesk() {
  return (
    <div className="grid gap-10">
      <GatherForm />
      <Batches />
    </div>
  )
}

function GatherForm() {
  const { credits } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const gather = useCommand(createBatchEndpoint, { makesStale })
  const methods = useQuery(reading(methodsEndpoint))
  const text = credits.operator.gather
  const [month, setMonth] = useState(lastWholeMonth)
  const [pool, setPool] = useState<'mobility' | 'destinations'>('mobility')
  const [methodId, setMethodId] = useState('mobility.trip')
  const [municipality, setMunicipality] = useState<string | null>(null)
  const [owner, setOwner] = useState<string | null>(null)
  const fitting = (methods.data?.items ?? []).filter(({ family }) => (family === 'mobility') === (pool === 'mobility'))

  function choosePool(chosen: 'mobility' | 'destinations') {
    setPool(chosen)
    const first = methods.data?.items.find(({ family }) => (family === 'mobility') === (chosen === 'mobility'))
    if (first) setMethodId(first.id)
  }

  function submit() {
    const body = {
      month,
      pool,
      methodId,
      ...(municipality !== null && { municipalityCode: municipality }),
      ...(owner !== null && { ownerOrganisationId: owner }),
    }
    gather.mutate({ body: body as never })
  }

  return (
    <Section title={text.title} lead={text.lead}>
      <Card>
        <AskForm error={gather.error} onSubmit={submit} className="grid items-start gap-5 sm:grid-cols-2">
          {gather.data && (
            <div className="sm:col-span-2">
              <Note tone="good">
                {text.done(format.number(gather.data.reductions), format.exactMassText(gather.data.creditedG))}
              </Note>
            </div>
          )}
          <MonthField
            name="month"
            label={text.month}
            value={month}
            newest={lastWholeMonth()}
            onChange={setMonth}
            isRequired
          />
          <SelectField
            name="pool"
            label={credits.batches.pool}
            value={pool}
            onChange={(chosen) => choosePool(chosen as typeof pool)}
            choices={(['mobility', 'destinations'] as const).map((id) => ({ id, label: credits.batches.pools[id] }))}
            isRequired
          />
          <SelectField
            name="methodId"
            label={text.method}
            value={methodId}
            onChange={setMethodId}
            choices={fitting.map(({ id, title }) => ({ id, label: title[language], description: id }))}
            isRequired
          />
          <PlaceField
            name="municipalityCode"
            label={text.municipality}
            description={text.municipalityHelp}
            value={municipality}
            onChange={setMunicipality}
          />
          <OrganisationField
            name="ownerOrganisationId"
            label={text.owner}
            description={text.ownerHelp}
            value={owner}
            onChange={(id) => setOwner(id)}
          />
          <div className="sm:col-span-2">
            <Button type="submit" icon="layers" isPending={gather.isPending}>
              {text.submit}
            </Button>
          </div>
        </AskForm>
      </Card>
    </Section>
  )
}

function Batches() {
  const { credits } = useText()
  const format = useFormat()
  const list = usePages<Batch>(batchesEndpoint)
  const issue = useCommand(issueBatchEndpoint, { makesStale })
  const carry = useCommand(carryBatchEndpoint, { makesStale })
  const text = credits.operator

  // Too small for a lot of its own: the refusal says so, and the way on is to carry it.
  const tooSmall =
    issue.error instanceof ProblemError && issue.error.problem.code === 'credits.batch-below-kilogram'
      ? issue.variables?.params.id
      : undefined

  const action = (batch: Batch) => {
    if (batch.lotId) {
      return (
        <Link to={lotPath(batch.lotId)} className="link inline-flex min-h-12 items-center whitespace-nowrap">
          {credits.batches.lot}
        </Link>
      )
    }
    if (batch.status !== 'signed') {
      return (
        <ButtonLink to={batchPath(batch.id)} look="quiet">
          {credits.verifier.see}
        </ButtonLink>
      )
    }
    if (batch.id === tooSmall) {
      return (
        <Button
          look="secondary"
          isPending={carry.isPending}
          onPress={() => carry.mutate({ params: { id: batch.id } }, { onSuccess: () => issue.reset() })}
        >
          {text.carry}
        </Button>
      )
    }
    return (
      <Confirm
        opener={
          <Button icon="seal" isPending={issue.isPending && issue.variables.params.id === batch.id}>
            {text.issue}
          </Button>
        }
        title={text.issueTitle}
        confirm={text.issue}
        onConfirm={() => issue.mutate({ params: { id: batch.id } })}
      >
        {text.issueLead}
      </Confirm>
    )
  }

  return (
    <Section title={text.list}>
      <div className="grid gap-4">
        <RefusalNote error={issue.error ?? carry.error} />
        {issue.data && <Note tone="good">{text.issued(format.exactMassText(issue.data.massG))}</Note>}
        <Await query={list}>
          {(batches) =>
            batches.length === 0 ? (
              <Empty icon="layers" title={text.none}>
                {text.noneLead}
              </Empty>
            ) : (
              <BatchTable caption={text.list} batches={batches} action={{ title: text.issue, cell: action }} />
            )
          }
        </Await>
        <More list={list} />
      </div>
    </Section>
  )
}
