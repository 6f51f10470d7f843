import type { ReductionDetail } from '@morinowa/shared/reductions/contract.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Section } from '../ui/page.tsx'
import { ActHistory } from './act-history.tsx'

/** Whether somebody looks at this act, until when, and what they said. */
export function ReviewOfMine({ review }: Pick<ReductionDetail, 'review'>) {
  const { reviews } = useText()
  const format = useFormat()
  if (!review) return null
  const words = reviews.mine
  return (
    <div className="grid gap-3">
      {review.open && (
        <Note tone={review.overdue ? 'bad' : 'wait'} title={words.checking}>
          {review.overdue ? words.overdue : words.checkingLead(format.day(review.dueAt))}
        </Note>
      )}
      {review.notes.map(({ act, note, at }) => (
        <Note
          key={at}
          tone={act === 'ask' ? 'wait' : act === 'release' ? 'good' : 'info'}
          title={act === 'ask' ? words.question : words.decided[act]}
        >
          <p>{note}</p>
          {act === 'ask' && review.open && <p className="text-soft">{words.answer}</p>}
          <p className="text-dns-14N-130 text-soft">{format.time(at)}</p>
        </Note>
      ))}
    </div>
  )
}

/** What this act was before, if it ever was something else. */
export function HistoryOfMine({ history }: Pick<ReductionDetail, 'history'>) {
  const { reviews } = useText()
  if (history.length === 0) return null
  return (
    <Section title={reviews.mine.history} lead={reviews.mine.historyLead}>
      <Card>
        <ActHistory history={history} />
      </Card>
    </Section>
  )
}
