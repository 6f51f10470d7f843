import {
  type Batch,
  batchEndpoint,
  batchesEndpoint,
  drawSampleEndpoint,
  type SampledReduction,
  sampleEndpoint,
  signBatchEndpoint,
} from '@morinowa/shared/credits/contract.ts'
import type { BatchId } from '@morinowa/shared/credits/ids.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { lotPath } from '../app/paths.ts'
import { useSession } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { Await } from '../ui/await.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { AskForm, NumberField, TextField } from '../ui/field.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Meter } from '../ui/progress.tsx'
import { Facts } from '../ui/table.tsx'
import { BatchStatus } from './batch-table.tsx'
import { SampledCard } from './sampled-card.tsx'

const makesStale = [batchEndpoint.path, batchesEndpoint.path, sampleEndpoint.path]

export function ReviewPage() {
  const { credits } = useText()
  const format = useFormat()
  const { id } = useParams({ from: '/verifier/$id' })
  const batch = useQuery(reading(batchEndpoint, { params: { id: id as BatchId } }))
  return (
    <Page
      title={
        batch.data
          ? credits.verifier.title2(format.month(batch.data.month), credits.batches.pools[batch.data.pool])
          : credits.verifier.title
      }
      lead={batch.data && <BatchStatus status={batch.data.status} />}
      actions={
        <ButtonLink to="/verifier" look="quiet" icon="back">
          {credits.verifier.back}
        </ButtonLink>
      }
    >
      <For kinds={['verifier', 'operator']}>
        <Await query={batch}>
          {(found) => (
            <>
              <BatchFacts batch={found} />
              {found.status === 'gathered' ? <DrawForm batch={found} /> : <Sample batch={found} />}
            </>
          )}
        </Await>
      </For>
    </Page>
  )
}

function BatchFacts({ batch }: { batch: Batch }) {
  const { credits } = useText()
  const format = useFormat()
  const text = credits.batches
  const mass = (grams: number | null) => (grams === null ? '—' : format.exactMassText(grams))
  return (
    <Card>
      <Facts
        facts={[
          [
            text.area,
            batch.municipalityCode ? <PlaceName key="area" code={batch.municipalityCode} /> : text.everywhere,
          ],
          [text.method, <code key="method">{batch.methodId}</code>],
          [text.reductions, text.count(format.number(batch.reductions))],
          [text.grams, mass(batch.creditedG)],
          [text.owner, batch.ownerName],
          ...(batch.seed === null
            ? []
            : [
                [
                  text.seed,
                  <code key="seed" className="break-all">
                    {batch.seed}
                  </code>,
                ] as const,
              ]),
          ...(batch.signedAt === null
            ? []
            : ([
                [text.verifier, credits.verifier.signedBy(batch.verifierName ?? '', format.time(batch.signedAt))],
                [
                  text.verified,
                  `${mass(batch.verifiedG)}（${text.count(format.number(batch.verifiedReductions ?? 0))}）`,
                ],
                [text.deduction, format.percent((batch.deductionBp ?? 0) / 10_000)],
                [
                  text.digest,
                  <code key="digest" className="break-all">
                    {batch.sourceDigest}
                  </code>,
                ],
              ] as const)),
          ...(batch.lotId === null
            ? []
            : ([
                [text.carriedIn, mass(batch.carriedInG)],
                [text.deducted, mass(batch.deductedG)],
                [text.carried, mass(batch.carriedG)],
                [
                  text.lot,
                  <Link key="lot" to={lotPath(batch.lotId)} className="link break-all">
                    {batch.lotId}
                  </Link>,
                ],
              ] as const)),
        ]}
      />
    </Card>
  )
}

const FIRST_SIZE = 10
const MOST_SIZE = 1_000

function DrawForm({ batch }: { batch: Batch }) {
  const { credits } = useText()
  const format = useFormat()
  const draw = useCommand(drawSampleEndpoint, { makesStale })
  const { kind } = useSession()
  const text = credits.verifier
  const [size, setSize] = useState(Math.min(FIRST_SIZE, batch.reductions))
  if (kind !== 'verifier') return null
  return (
    <Section title={text.draw} lead={text.drawLead}>
      <Card>
        <AskForm
          error={draw.error}
          onSubmit={(form) => draw.mutate({ params: { id: batch.id }, body: { seed: String(form.get('seed')), size } })}
          className="grid max-w-xl gap-5"
        >
          <TextField name="seed" label={text.seed} description={text.seedHelp} maxLength={120} isRequired />
          <NumberField
            name="size"
            label={text.size}
            description={text.sizeHelp(format.number(batch.reductions))}
            minValue={1}
            maxValue={Math.min(MOST_SIZE, batch.reductions)}
            value={size}
            onChange={setSize}
            isRequired
          />
          <Button type="submit" icon="search" isPending={draw.isPending} className="justify-self-start">
            {text.drawButton}
          </Button>
        </AskForm>
      </Card>
    </Section>
  )
}

function Sample({ batch }: { batch: Batch }) {
  const { credits } = useText()
  const { kind } = useSession()
  const sample = useQuery(reading(sampleEndpoint, { params: { id: batch.id } }))
  const text = credits.verifier
  const isOpen = batch.status === 'sampled' && kind === 'verifier'
  return (
    <Await query={sample}>
      {({ items }) => {
        const done = items.filter(({ pass }) => pass !== null).length
        return (
          <>
            <Section title={text.sample}>
              <div className="grid gap-4">
                <Meter
                  label={text.result}
                  value={done}
                  most={items.length}
                  text={text.progress(done, items.length)}
                  colour="var(--color-solid)"
                />
                <ol className="grid gap-4">
                  {items.map((item) => (
                    <SampledCard key={item.reductionId} batchId={batch.id} item={item} isOpen={isOpen} />
                  ))}
                </ol>
              </div>
            </Section>
            {isOpen ? (
              <SignForm batch={batch} items={items} />
            ) : (
              batch.status === 'signed' && <Note tone="good">{text.signed}</Note>
            )}
          </>
        )
      }}
    </Await>
  )
}

const BASIS_POINTS_PER_PERCENT = 100

function SignForm({ batch, items }: { batch: Batch; items: readonly SampledReduction[] }) {
  const { credits } = useText()
  const sign = useCommand(signBatchEndpoint, { makesStale })
  const text = credits.verifier
  const [percent, setPercent] = useState(0)
  const passed = items.filter(({ pass }) => pass === true).length
  const failed = items.filter(({ pass }) => pass === false).length
  const isReady = passed + failed === items.length
  return (
    <Section title={text.sign} lead={text.signLead}>
      <Card className="grid gap-5">
        <RefusalNote error={sign.error} />
        <div className="max-w-xl">
          <NumberField
            name="deductionBp"
            label={text.deduction}
            description={text.deductionHelp}
            unit={text.percent}
            decimals={2}
            minValue={0}
            maxValue={100}
            value={percent}
            onChange={setPercent}
          />
        </div>
        {!isReady && <p className="text-soft">{text.needsAll}</p>}
        <Confirm
          opener={
            <Button icon="seal" isDisabled={!isReady} isPending={sign.isPending} className="justify-self-start">
              {text.signButton}
            </Button>
          }
          title={text.signConfirm}
          confirm={text.signButton}
          onConfirm={() =>
            sign.mutate({
              params: { id: batch.id },
              body: { deductionBp: Math.round((percent || 0) * BASIS_POINTS_PER_PERCENT) },
            })
          }
        >
          {text.signConfirmLead(passed, failed)}
        </Confirm>
      </Card>
    </Section>
  )
}
