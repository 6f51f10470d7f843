import {
  type Dispute,
  disputeReductionEndpoint,
  myReductionEndpoint,
  type ReductionDetail,
} from '@morinowa/shared/reductions/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { For } from '../app/for.tsx'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Explanation } from '../methodology/explanation.tsx'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Steps } from '../ui/progress.tsx'
import { Disclosure, Stat } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Facts } from '../ui/table.tsx'
import { nameOfAct } from './act-name.ts'
import { HistoryOfMine, ReviewOfMine } from './review-of-mine.tsx'
import { SharesOfMine } from './shares-of-mine.tsx'
import { ReductionState } from './reduction-state.tsx'

export function ReductionPage() {
  const { mine } = useText()
  const { id } = useParams({ from: '/me/reductions/$id' })
  return (
    <Page title={mine.detail.title}>
      <For kinds="person">
        <Found id={id} />
      </For>
    </Page>
  )
}

function Found({ id }: { id: string }) {
  const reduction = useQuery(reading(myReductionEndpoint, { params: { id } }))
  return <Await query={reduction}>{(found) => <Shown reduction={found} />}</Await>
}

function Shown({ reduction }: { reduction: ReductionDetail }) {
  const { log, mine, methodology } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  return (
    <>
      <Card className="grid gap-6">
        <p className="flex flex-wrap items-center gap-3">
          <span className="text-[1.25rem] font-bold">{nameOfAct(reduction, methodology)}</span>
          <ReductionState status={reduction.status} />
        </p>
        <div className="grid items-end gap-6 sm:grid-cols-[auto_auto_1fr] sm:gap-12">
          <Stat
            size="big"
            label={reduction.shownG < 0 ? mine.bigMore : mine.shown}
            grams={Math.abs(reduction.shownG)}
            isExact
            colour={reduction.shownG < 0 ? 'text-emitted' : 'text-reduced'}
            certainty="estimated"
            period={format.day(reduction.day)}
          />
          <Stat
            isExact
            label={mine.credited}
            grams={reduction.creditedG}
            period={methodology.evidences[reduction.evidence]}
          />
          <Stat
            isExact
            label={mine.columns.emitted}
            grams={reduction.emittedG}
            colour="text-emitted"
            period={format.day(reduction.day)}
          />
        </div>
        <Facts facts={factsOf(reduction, mine.detail, methodology, log.purposes, format)} />
      </Card>
      <ReviewOfMine review={reduction.review} />
      <div className="grid gap-8 lg:grid-cols-2">
        <Section title={mine.detail.journey}>
          <Card>
            <Steps
              steps={reduction.journey.map(({ step, at, text, publicUrl }, index) => ({
                id: `${step}-${index}`,
                title: text[language],
                at: format.time(at),
                state: index === reduction.journey.length - 1 ? 'now' : 'done',
                detail: publicUrl && (
                  <a href={localPath(publicUrl)} className="link inline-flex min-h-10 items-center">
                    {mine.detail.publicPart}
                  </a>
                ),
              }))}
            />
          </Card>
        </Section>
        <Section title={mine.detail.why}>
          <Card className="grid gap-4">
            <p>
              <Status tone={reduction.reproduced ? 'good' : 'bad'}>
                {reduction.reproduced ? mine.detail.reproduced : mine.detail.notReproduced}
              </Status>
            </p>
            <Explanation of={reduction} />
          </Card>
        </Section>
      </div>
      <SharesOfMine id={reduction.id} />
      <HistoryOfMine history={reduction.history} />
      <Disputes reduction={reduction} />
    </>
  )
}

/** Addresses of public records are absolute in the API, so that they can be handed on; here they stay on this site. */
function localPath(address: string): string {
  const { pathname, search } = new URL(address, location.origin)
  return pathname + search
}

type Words = ReturnType<typeof useText>

function factsOf(
  { startedAt, quantity, pool, provider, evidence, purpose, note, id }: ReductionDetail,
  words: Words['mine']['detail'],
  methodology: Words['methodology'],
  purposes: Readonly<Record<string, string>>,
  format: ReturnType<typeof useFormat>,
) {
  return [
    [words.when, format.time(startedAt)],
    [words.quantity, pool === 'mobility' ? format.km(quantity) : format.number(quantity)],
    [words.provider, provider?.name ?? words.self],
    [words.evidence, `${evidence} ${methodology.evidences[evidence]}`],
    ...(purpose ? [[words.purpose, purposes[purpose] ?? purpose] as const] : []),
    ...(note ? [[words.note, note] as const] : []),
    [words.id, <code className="text-dns-14N-130 break-all">{id}</code>],
  ] as const
}

function Disputes({ reduction: { id, disputes } }: { reduction: ReductionDetail }) {
  const { mine } = useText()
  const words = mine.detail.dispute
  const dispute = useCommand(disputeReductionEndpoint, { makesStale: ['/me/reductions'] })
  return (
    <Section title={words.title} lead={words.lead}>
      <div className="grid gap-4">
        {disputes.map((said) => (
          <Said key={said.id} said={said} />
        ))}
        {dispute.isSuccess ? (
          <div role="status">
            <Note tone="good">{words.sent}</Note>
          </div>
        ) : (
          <Disclosure title={words.title}>
            <AskForm
              error={dispute.error}
              onSubmit={(form) => dispute.mutate({ params: { id }, body: { text: String(form.get('text')) } })}
              className="grid max-w-2xl gap-4 pt-2"
            >
              <TextField name="text" label={words.text} rows={4} maxLength={1_000} isRequired />
              <Button type="submit" look="secondary" isPending={dispute.isPending} className="justify-self-start">
                {words.send}
              </Button>
            </AskForm>
          </Disclosure>
        )}
      </div>
    </Section>
  )
}

function Said({ said }: { said: Dispute }) {
  const { mine } = useText()
  const format = useFormat()
  const words = mine.detail.dispute
  return (
    <Card>
      <p className="text-dns-14N-130 text-soft">{format.time(said.saidAt)}</p>
      <p>{said.said}</p>
      {said.answer ? (
        <Note tone="info" title={words.answered(said.answeredAt ? format.day(said.answeredAt) : '')}>
          {said.answer}
        </Note>
      ) : (
        <Status tone="wait">{words.open}</Status>
      )}
    </Card>
  )
}
