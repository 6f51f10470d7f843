import {
  getSchemeEndpoint,
  listSchemesEndpoint,
  recordSalesEndpoint,
  returnSaleEndpoint,
  type Scheme,
  type SchemeId,
} from '@morinowa/shared/schemes/contract.ts'
import { type Pooling, poolingEndpoint } from '@morinowa/shared/schemes/kit/contract.ts'
import type { Sale } from '@morinowa/shared/schemes/scheme-rule.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { today } from '../app/clock.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { schemePath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { useFamilyName } from '../credits/family-mark.tsx'
import { Await } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { countOf, emptyEmission } from './emission-draft.ts'
import { EmissionFields } from './emission-fields.tsx'
import { EmissionSum } from './emission-sum.tsx'
import { termsOf } from './scheme-terms.ts'

const makesStale = [getSchemeEndpoint.path, listSchemesEndpoint.path, poolingEndpoint.path]

/** Emissions of an event, of transport or of a building, counted part by part beside what was estimated. */
export function CountPage() {
  const { count } = useText().desk
  const { id } = useParams({ from: '/shop/$id/count' })
  const scheme = useQuery(reading(getSchemeEndpoint, { params: { id: id as SchemeId } }))
  return (
    <Page
      title={count.title}
      lead={scheme.data ? `${scheme.data.name}: ${count.lead}` : count.lead}
      actions={
        <ButtonLink to={schemePath(id)} look="quiet" icon="back">
          {count.back}
        </ButtonLink>
      }
    >
      <For kinds={['merchant', 'municipality', 'creditOwner', 'distributor', 'buyer']}>
        <Await query={scheme}>
          {(found) => (
            <>
              <Against scheme={found} />
              {found.state === 'open' && <CountForm scheme={found} />}
              <Parts scheme={found} />
            </>
          )}
        </Await>
      </For>
    </Page>
  )
}

/** What was estimated, what it has come to, and what becomes of the difference. */
function Against({ scheme }: { scheme: Scheme }) {
  const { count } = useText().desk
  const format = useFormat()
  const terms = termsOf(scheme)
  const estimateG = 'estimateG' in terms ? terms.estimateG : undefined
  const actualG = Math.max(0, scheme.attachedG)
  const difference = actualG - (estimateG ?? 0)
  return (
    <Card className="grid gap-3">
      <Facts
        facts={[
          ...(estimateG === undefined ? [] : [[count.estimate, format.exactMassText(estimateG)] as const]),
          [count.actual, format.exactMassText(actualG)],
        ]}
      />
      {estimateG !== undefined && actualG > 0 && difference !== 0 && (
        <Note tone={difference > 0 ? 'wait' : 'info'}>
          {difference > 0
            ? count.over(format.exactMassText(difference))
            : count.under(format.exactMassText(-difference))}
        </Note>
      )}
    </Card>
  )
}

function CountForm({ scheme }: { scheme: Scheme }) {
  const { count } = useText().desk
  const format = useFormat()
  const record = useCommand(recordSalesEndpoint, { makesStale })
  const [draft, setDraft] = useState(emptyEmission)
  const [part, setPart] = useState('')
  const [day, setDay] = useState<string>(today())
  const [done, setDone] = useState<string>()
  const terms = termsOf(scheme)
  const factors = 'factors' in terms ? terms.factors : {}

  function submit() {
    const { emission, massG } = countOf(draft)
    const sale = {
      externalId: part.trim(),
      at: `${day}T12:00:00+09:00`,
      quantity: 1,
      emission,
      ...(massG > 0 && { massG }),
    } as unknown as Sale
    record.mutate(
      { params: { id: scheme.id }, body: sale },
      {
        onSuccess: ({ attachedG }) => {
          setDone(count.done(part.trim(), format.exactMassText(attachedG - scheme.attachedG)))
          setDraft(emptyEmission)
          setPart('')
        },
      },
    )
  }
  return (
    <Section title={count.link}>
      <Card>
        <AskForm error={record.error} onSubmit={submit} className="grid gap-6">
          {done && <Note tone="good">{done}</Note>}
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <TextField
              name="externalId"
              label={count.part}
              description={count.partHelp}
              value={part}
              onChange={setPart}
              maxLength={120}
              isRequired
            />
            <TextField name="at" type="date" label={count.day} value={day} onChange={setDay} isRequired />
          </div>
          <EmissionFields draft={draft} onChange={setDraft} name="emission" massName="massG" />
          <EmissionSum draft={draft} factors={factors} />
          <Button type="submit" icon="check" isPending={record.isPending} className="justify-self-start">
            {count.submit}
          </Button>
        </AskForm>
      </Card>
    </Section>
  )
}

/** What was counted so far, with the share of every source in each part. */
function Parts({ scheme }: { scheme: Scheme }) {
  const { count } = useText().desk
  const pooling = useQuery(reading(poolingEndpoint, { params: { id: scheme.id } }))
  return (
    <Section title={count.parts}>
      <Await query={pooling}>
        {(found) =>
          found.parts.length === 0 ? (
            <p className="text-soft">{count.noParts}</p>
          ) : (
            <PartTable scheme={scheme} pooling={found} />
          )
        }
      </Await>
    </Section>
  )
}

function PartTable({ scheme, pooling: { parts, sources } }: { scheme: Scheme; pooling: Pooling }) {
  const { count } = useText().desk
  const format = useFormat()
  const familyName = useFamilyName()
  const takeBack = useCommand(returnSaleEndpoint, { makesStale })
  const isMixed = sources.length > 1
  return (
    <div className="grid gap-3">
      <RefusalNote error={takeBack.error} />
      <Table
        caption={count.parts}
        rows={parts}
        keyOf={({ externalId }) => externalId}
        columns={[
          {
            title: count.part,
            cell: ({ externalId, day }) => (
              <>
                {externalId}
                <span className="block text-dns-14N-130 font-normal text-soft">{format.day(day)}</span>
              </>
            ),
            names: true,
          },
          { title: count.emitted, cell: ({ emittedG }) => format.exactMassText(emittedG), align: 'end' },
          { title: count.measuresSum, cell: ({ measuresG }) => format.exactMassText(measuresG), align: 'end' },
          { title: count.left, cell: ({ massG }) => format.exactMassText(massG), align: 'end' },
          ...(isMixed
            ? sources.map(({ family }, i) => ({
                title: `${i + 1}. ${familyName(family as never)}`,
                cell: ({ split }: Pooling['parts'][number]) => format.exactMassText(split[i] ?? 0),
                align: 'end' as const,
              }))
            : []),
          {
            title: count.takeBack,
            cell: ({ externalId }) =>
              scheme.state === 'open' ? (
                <Confirm
                  opener={<Button look="quiet">{count.takeBack}</Button>}
                  title={count.takeBackTitle(externalId)}
                  confirm={count.takeBack}
                  look="danger"
                  onConfirm={() => takeBack.mutate({ params: { id: scheme.id }, body: { externalId } as never })}
                >
                  {count.takeBackLead}
                </Confirm>
              ) : (
                '—'
              ),
          },
        ]}
      />
    </div>
  )
}
