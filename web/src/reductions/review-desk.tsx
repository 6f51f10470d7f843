import {
  type Decision,
  decideReviewEndpoint,
  type Review,
  type ReviewDetail,
  reviewEndpoint,
  reviewFiguresEndpoint,
  reviewsEndpoint,
} from '@morinowa/shared/reductions/review-contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { PlaceName } from '../municipalities/place-name.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, Switch, TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Segments } from '../ui/segments.tsx'
import { Mass, Stat } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Facts } from '../ui/table.tsx'
import { ActHistory } from './act-history.tsx'
import { nameOfAct } from './act-name.ts'

type Kind = 'all' | 'quarantined' | 'disputed'

/** Acts that wait for a decision, the longest first, and how soon people are answered. */
export function ReviewDesk() {
  const { reviews } = useText()
  const [kind, setKind] = useState<Kind>('all')
  const list = usePages<Review>(reviewsEndpoint, { query: { limit: 20, ...(kind !== 'all' && { kind }) } })
  const [done, setDone] = useState<Decision>()
  return (
    <div className="grid gap-8">
      <Section
        title={reviews.title}
        lead={reviews.lead}
        actions={
          <Segments
            label={reviews.kind}
            choices={(['all', 'quarantined', 'disputed'] as const).map((id) => ({ id, label: reviews.kinds[id] }))}
            value={kind}
            onChange={(chosen) => setKind(chosen as Kind)}
          />
        }
      >
        <div className="grid gap-4">
          <div role="status">{done && <Note tone="good">{reviews.done[done]}</Note>}</div>
          <Await query={list}>
            {(items) =>
              items.length === 0 ? (
                <Empty icon="check" title={reviews.none}>
                  {reviews.noneLead}
                </Empty>
              ) : (
                <ul className="grid gap-4">
                  {items.map((item) => (
                    <Waiting key={item.id} review={item} onDone={setDone} />
                  ))}
                </ul>
              )
            }
          </Await>
          <More list={list} />
        </div>
      </Section>
      <Figures />
    </div>
  )
}

function Waiting({ review, onDone }: { review: Review; onDone: (decision: Decision) => void }) {
  const { reviews, methodology } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const name = nameOfAct(review, methodology)
  return (
    <li className="card grid gap-3 p-4 sm:p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[1.125rem]">
            <span>
              {name} {review.pool === 'mobility' && <span className="font-normal">{format.km(review.quantity)}</span>}
            </span>
            <Status tone={review.kind === 'disputed' ? 'bad' : 'wait'}>{reviews.kinds[review.kind]}</Status>
            {review.overdue && <Status tone="bad">{reviews.overdue}</Status>}
            {review.asked && <Status tone="info">{reviews.asked}</Status>}
          </h3>
          <p className="text-soft">
            {format.time(review.startedAt)} · {review.provider?.name ?? reviews.self} ·{' '}
            {reviews.due(format.day(review.dueAt))}
          </p>
          <ul className="mt-1">
            {review.reasons.map(({ code, text }) => (
              <li key={code}>{text[language]}</li>
            ))}
          </ul>
        </div>
        <Button
          look="secondary"
          aria-label={`${isOpen ? reviews.close : reviews.open} ${name} ${format.time(review.startedAt)}`}
          aria-expanded={isOpen}
          onPress={() => setOpen(!isOpen)}
        >
          {isOpen ? reviews.close : reviews.open}
        </Button>
      </div>
      {isOpen && <Opened id={review.id} onDone={onDone} />}
    </li>
  )
}

function Opened({ id, onDone }: { id: string; onDone: (decision: Decision) => void }) {
  const review = useQuery(reading(reviewEndpoint, { params: { id } }))
  return (
    <Await query={review}>
      {(found) => (
        <div className="grid gap-5 border-t border-line pt-4">
          <Evidence review={found} />
          <Decide review={found} onDone={onDone} />
        </div>
      )}
    </Await>
  )
}

function Evidence({ review }: { review: ReviewDetail }) {
  const { reviews, methodology } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const { other, worth } = review
  return (
    <>
      <Facts
        facts={[
          [reviews.why, review.reasons.map(({ text }) => text[language]).join(' ')],
          [reviews.when, `${format.time(review.startedAt)} – ${format.time(review.endedAt)}`],
          ...speedOf(review, reviews, format),
          ...placesOf(review),
          [reviews.who, review.provider?.name ?? reviews.self],
          ...(review.externalId ? [[reviews.record, review.externalId] as const] : []),
          [reviews.evidence, `${review.evidence} ${methodology.evidences[review.evidence]}`],
          ...(worth
            ? [
                [
                  reviews.worth,
                  reviews.worthOf(format.massText(worth.shownG), format.massText(worth.creditedG)),
                ] as const,
              ]
            : []),
          ...(review.linked ? [] : [[reviews.what, reviews.unlinked] as const]),
          ...(other
            ? [
                [
                  reviews.other,
                  <span>
                    {nameOfAct(other, methodology)} {other.mode && format.km(other.quantity)} ·{' '}
                    {format.time(other.startedAt)} – {format.time(other.endedAt)} ·{' '}
                    {other.provider?.name ?? reviews.self} · {other.evidence} · <Mass grams={other.creditedG} />
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
      {review.disputes.length > 0 && (
        <div>
          <p className="font-bold">{reviews.disputes}</p>
          <ul className="grid gap-2">
            {review.disputes.map(({ id, said, saidAt, answer }) => (
              <li key={id}>
                <span className="text-soft">{format.time(saidAt)}</span> {said}
                {answer && <span className="block text-soft">→ {answer}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {review.entries.length > 0 && (
        <div>
          <p className="font-bold">{reviews.said}</p>
          <ul className="grid gap-2">
            {review.entries.map(({ id, act, note, by, at }) => (
              <li key={id}>
                <Status tone={act === 'ask' ? 'wait' : 'info'}>{reviews.acts[act]}</Status> {note}{' '}
                <span className="text-soft">
                  {by} {format.time(at)}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {review.history.length > 0 && <ActHistory history={review.history} />}
    </>
  )
}

type Words = ReturnType<typeof useText>['reviews']

function speedOf(review: ReviewDetail, words: Words, format: ReturnType<typeof useFormat>) {
  const hours = (Date.parse(review.endedAt) - Date.parse(review.startedAt)) / 3_600_000
  if (review.pool !== 'mobility' || hours <= 0) return []
  const kmh = Math.round(review.quantity / 1_000 / hours)
  return [[words.speed, words.kmh(format.number(kmh))] as const]
}

function placesOf({ fromMunicipality: from, toMunicipality: to }: ReviewDetail) {
  if (!from && !to) return []
  return [
    [
      '→',
      <span>
        {from && <PlaceName code={from} />} → {to && <PlaceName code={to} />}
      </span>,
    ] as const,
  ]
}

function Decide({ review, onDone }: { review: ReviewDetail; onDone: (decision: Decision) => void }) {
  const { reviews } = useText()
  const decide = useCommand(decideReviewEndpoint, { makesStale: ['/reviews'] })
  const [note, setNote] = useState('')
  const [replaces, setReplaces] = useState(false)
  const send = (decision: Decision) =>
    decide.mutate(
      { params: { id: review.id }, body: { decision, note, ...(replaces && { replaces }) } },
      { onSuccess: () => onDone(decision) },
    )
  return (
    <AskForm error={decide.error} onSubmit={() => send('release')} className="grid gap-3">
      <TextField
        name="note"
        label={reviews.note}
        value={note}
        onChange={setNote}
        rows={3}
        maxLength={1_000}
        isRequired
      />
      {review.other && review.status !== 'recorded' && (
        <Switch label={reviews.replaces} isSelected={replaces} onChange={setReplaces} />
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" icon="check" isPending={decide.isPending}>
          {reviews.release}
        </Button>
        <Button
          look="secondary"
          isPending={decide.isPending}
          isDisabled={note.trim() === ''}
          onPress={() => send('ask')}
        >
          {reviews.ask}
        </Button>
        <Button
          look="danger"
          isPending={decide.isPending}
          isDisabled={note.trim() === ''}
          onPress={() => send('reject')}
        >
          {reviews.reject}
        </Button>
      </div>
    </AskForm>
  )
}

function Figures() {
  const { reviews } = useText()
  const format = useFormat()
  const words = reviews.figures
  const figures = useQuery(reading(reviewFiguresEndpoint))
  return (
    <Section title={words.title}>
      <Await query={figures}>
        {({ open, overdue, released, rejected, medianHours }) => (
          <Card className="grid grid-cols-2 gap-4 lg:grid-cols-5">
            <Stat label={words.open} value={format.number(open)} unit={words.items} period={words.now} />
            <Stat label={words.overdue} value={format.number(overdue)} unit={words.items} period={words.now} />
            <Stat label={words.released} value={format.number(released)} unit={words.items} period={words.lastYear} />
            <Stat label={words.rejected} value={format.number(rejected)} unit={words.items} period={words.lastYear} />
            <Stat
              label={words.median}
              value={medianHours === null ? '—' : words.hours(format.number(medianHours))}
              period={medianHours === null ? words.noMedian : words.lastYear}
            />
          </Card>
        )}
      </Await>
    </Section>
  )
}
