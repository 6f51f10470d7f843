import { useEffect, useRef } from 'react'
import { useFormat } from '../app/format.ts'
import { linkPath } from '../app/paths.ts'
import { useSession } from '../app/session.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { Qr } from '../ui/qr.tsx'
import type { CounterAnswer } from './counter-act.ts'

type CounterDoneProps = {
  answer: CounterAnswer
  /** The member number it was written under; null when the guest scans a code. */
  member: string | null
  onNext: () => void
}

/** What became of the act, and the code that the guest scans. Takes the focus, since the form it replaces is gone. */
export function CounterDone({ answer, member, onNext }: CounterDoneProps) {
  const { counter } = useText()
  const { language } = useLanguage()
  const top = useRef<HTMLDivElement>(null)
  useEffect(() => top.current?.focus(), [])

  const { kind, reason } = answer
  const title = { recorded: counter.done, held: counter.held, refused: counter.refused }[kind]
  const tone = { recorded: 'good', held: 'wait', refused: 'bad' } as const
  return (
    <div ref={top} tabIndex={-1} role="status" className="grid gap-5 rounded-12">
      <Note tone={tone[kind]} title={title}>
        {reason && <p>{reason[language]}</p>}
        {kind !== 'refused' && member !== null && <p className="break-all">{counter.doneMember(member)}</p>}
      </Note>
      {answer.kind !== 'refused' && answer.code !== null && (
        <ToScan code={answer.code} expiresAt={answer.expiresAt ?? ''} />
      )}
      <Button look={kind === 'refused' ? 'primary' : 'secondary'} onPress={onNext}>
        {kind === 'refused' ? counter.change : counter.next}
      </Button>
    </div>
  )
}

function ToScan({ code, expiresAt }: { code: string; expiresAt: string }) {
  const { counter } = useText()
  const format = useFormat()
  const { acting } = useSession()
  if (!acting) return null
  return (
    <div className="card grid justify-items-center gap-3 p-5 text-center">
      <p className="font-bold">{counter.scan}</p>
      <Qr
        value={new URL(linkPath(acting.id, code), location.origin).href}
        label={`${counter.scan} ${code}`}
        className="w-full max-w-72"
      />
      <p>
        <span className="block text-dns-14N-130 text-soft">{counter.code}</span>
        <code className="text-[1.5rem] font-bold tracking-widest">{code}</code>
      </p>
      <p className="text-soft">{counter.expires(format.time(expiresAt))}</p>
    </div>
  )
}
