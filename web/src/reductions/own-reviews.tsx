import { type OwnReview, ownReviewsEndpoint, sayInReviewEndpoint } from '@morinowa/shared/reductions/review-contract.ts'
import { useCommand } from '../app/command.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { AskForm, TextField } from '../ui/field.tsx'
import { More } from '../ui/more.tsx'
import { Note } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Disclosure } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { nameOfAct } from './act-name.ts'

/** A provider's own records that are in review; nothing of the people. */
export function OwnReviews() {
  const { reviews } = useText()
  const list = usePages<OwnReview>(ownReviewsEndpoint, { query: { limit: 20 } })
  return (
    <Section title={reviews.own.title} lead={reviews.own.lead}>
      <div className="grid gap-4">
        <Await query={list}>
          {(items) =>
            items.length === 0 ? (
              <Empty icon="check" title={reviews.own.none}>
                {reviews.own.noneLead}
              </Empty>
            ) : (
              <ul className="grid gap-4 lg:grid-cols-2">
                {items.map((item) => (
                  <Own key={item.id} review={item} />
                ))}
              </ul>
            )
          }
        </Await>
        <More list={list} />
      </div>
    </Section>
  )
}

function Own({ review }: { review: OwnReview }) {
  const { reviews, methodology } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const say = useCommand(sayInReviewEndpoint, { makesStale: [ownReviewsEndpoint.path] })
  return (
    <li className="card grid content-start gap-2 p-4 sm:p-5">
      <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[1.125rem]">
        <code className="break-all">{review.externalId}</code>
        {review.overdue && <Status tone="bad">{reviews.overdue}</Status>}
        {review.disputes > 0 && <Status tone="bad">{reviews.own.disputes(review.disputes)}</Status>}
      </h3>
      <p className="text-soft">
        {nameOfAct(review, methodology)} {review.pool === 'mobility' && format.km(review.quantity)} ·{' '}
        {format.time(review.startedAt)} · {reviews.due(format.day(review.dueAt))}
      </p>
      <ul>
        {review.reasons.map(({ code, text }) => (
          <li key={code}>{text[language]}</li>
        ))}
      </ul>
      {review.entries.length > 0 && (
        <ul className="grid gap-1">
          {review.entries.map(({ id, act, note, at }) => (
            <li key={id}>
              <Status tone={act === 'ask' ? 'wait' : 'info'}>{reviews.acts[act]}</Status> {note}{' '}
              <span className="text-soft">{format.time(at)}</span>
            </li>
          ))}
        </ul>
      )}
      <div role="status">{say.isSuccess && <Note tone="good">{reviews.own.said}</Note>}</div>
      <Disclosure title={reviews.own.say}>
        <AskForm
          error={say.error}
          onSubmit={(form) => say.mutate({ params: { id: review.id }, body: { text: String(form.get('text')) } })}
          className="grid gap-3"
        >
          <TextField name="text" label={reviews.own.text} rows={3} maxLength={1_000} isRequired />
          <Button type="submit" look="secondary" isPending={say.isPending} className="justify-self-start">
            {reviews.own.say}
          </Button>
        </AskForm>
      </Disclosure>
    </li>
  )
}
