import { ProblemError } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Disclosure } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { type Till, useIsOnline } from './use-till.ts'

/** What has not arrived yet, and what was not accepted: never silently. */
export function TillQueue({ till }: { till: Till }) {
  const { schemes } = useText()
  const { queue } = schemes.till
  const isOnline = useIsOnline()
  const n = till.waiting.length
  return (
    <div className="grid gap-2">
      {/* As high with the button as without it: the keys below never move under a thumb. */}
      <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4">
        <span role="status">
          {n === 0 ? (
            <Status tone="good">{queue.empty}</Status>
          ) : till.isSending ? (
            <Status tone="info" icon="upload">
              {queue.sending(n)}
            </Status>
          ) : (
            <Status tone="wait" icon="upload">
              {isOnline ? queue.waiting(n) : queue.offline(n)}
            </Status>
          )}
        </span>
        {n > 0 && (
          <Button look="quiet" isPending={till.isSending} onPress={till.send}>
            {queue.send}
          </Button>
        )}
      </div>
      {till.notSaved && <Note tone="bad">{queue.notSaved}</Note>}
      {/* A lost connection is said by the badge; only a refusal needs somebody to act. */}
      {n > 0 && till.sendError instanceof ProblemError && <RefusalNote error={till.sendError} takesFocus={false} />}
      <Refused till={till} />
    </div>
  )
}

function Refused({ till: { refused, forget } }: { till: Till }) {
  const { schemes } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const { queue } = schemes.till
  if (refused.length === 0) return null
  return (
    <Note tone="bad" title={queue.refused(refused.length)}>
      <Disclosure title={schemes.till.last} open={refused.length <= 3}>
        <ul className="grid gap-2">
          {refused.map(({ externalId, label, madeAt, reason }) => (
            <li key={externalId}>
              <strong>{label}</strong> {format.time(madeAt)}
              <br />
              {reason?.[language]} <code className="text-dns-14N-130">{externalId}</code>
            </li>
          ))}
        </ul>
      </Disclosure>
      <Button look="secondary" onPress={() => forget(refused.map(({ externalId }) => externalId))}>
        {queue.dismiss}
      </Button>
    </Note>
  )
}
