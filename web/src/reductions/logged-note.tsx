import type { Logged } from '@morinowa/shared/reductions/contract.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { Card } from '../ui/page.tsx'
import { Stat } from '../ui/stat.tsx'
import { ReductionState } from './reduction-state.tsx'

type LoggedNoteProps = {
  logged: Logged
  titles: { done: string; doneQuarantined: string; again: string; why: string }
  onAgain: () => void
}

/** What became of something just logged: the grams, the state, what was noticed, and where to go on. */
export function LoggedNote({ logged, titles, onAgain }: LoggedNoteProps) {
  const { mine } = useText()
  const { language } = useLanguage()
  const counts = logged.status !== 'quarantined' && logged.status !== 'duplicate'
  return (
    <Card className="grid gap-5">
      <div role="status">
        <Note tone={counts ? 'good' : 'wait'} title={counts ? titles.done : titles.doneQuarantined}>
          {logged.reasons.map(({ code, text }) => (
            <p key={code}>{text[language]}</p>
          ))}
        </Note>
      </div>
      <div className="grid gap-5 sm:grid-cols-2">
        <Stat
          label={mine.shown}
          grams={logged.shownG}
          colour={logged.shownG < 0 ? 'text-emitted' : 'text-reduced'}
          certainty="estimated"
        />
        <Stat label={mine.credited} grams={logged.creditedG} />
      </div>
      <p>
        <ReductionState status={logged.status} />
      </p>
      <div className="flex flex-wrap gap-3">
        <Button icon="plus" onPress={onAgain}>
          {titles.again}
        </Button>
        <ButtonLink to="/me/reductions/$id" params={{ id: logged.id }} look="secondary" icon="info">
          {titles.why}
        </ButtonLink>
      </div>
    </Card>
  )
}
