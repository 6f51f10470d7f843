import { type ReactNode, useEffect, useRef } from 'react'
import { ProblemError, UnreachableError } from '../app/api-client.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Icon } from './icon.tsx'
import { type Tone, toneClass, toneIcon } from './tone.ts'

/** A remark that stands out: a word of praise, a wait, a warning. */
export function Note({ tone = 'info', title, children }: { tone?: Tone; title?: string; children?: ReactNode }) {
  return (
    <div className={`flex gap-3 rounded-12 border border-current/25 p-4 ${toneClass[tone]}`}>
      <Icon name={toneIcon[tone]} className="mt-0.5 size-6" />
      <div className="min-w-0">
        {title && <p className="font-bold">{title}</p>}
        {children && <div className="text-ink">{children}</div>}
      </div>
    </div>
  )
}

/**
 * Why something was refused or lost, in the reader's language. Takes the focus when it appears, unless a field does
 * (see AskForm), so that nobody presses a button and hears nothing.
 */
export function RefusalNote({
  error,
  takesFocus = true,
  wasReading = false,
}: {
  error: unknown
  takesFocus?: boolean
  /** Nothing was sent, so there is nothing to say about what was typed. */
  wasReading?: boolean
}) {
  const { language } = useLanguage()
  const { shell } = useText()
  const note = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (error && takesFocus) note.current?.focus()
  }, [error, takesFocus])

  if (!error) return null
  const problem = error instanceof ProblemError ? error.problem : undefined
  const pointed = problem?.errors.filter(({ detail }) => detail !== problem.detail) ?? []
  return (
    <div ref={note} tabIndex={-1} role="alert" className="rounded-12">
      <Note
        tone="bad"
        title={saidAbout(error, language, wasReading ? { ...shell.states, ...shell.states.reading } : shell.states)}
      >
        {pointed.length > 0 && (
          <ul className="mt-1 list-disc ps-5">
            {pointed.map(({ pointer, messages }) => (
              <li key={pointer + messages[language]}>
                {messages[language]} <code className="text-dns-14N-130 text-soft">{pointer}</code>
              </li>
            ))}
          </ul>
        )}
        {problem && problem.status >= 500 && (
          <p className="text-dns-14N-130 text-soft">{shell.states.reference(problem.instance)}</p>
        )}
      </Note>
    </div>
  )
}

function saidAbout(
  error: unknown,
  language: 'ja' | 'en',
  states: { offline: string; defect: string; arrivedBefore: string },
): string {
  if (error instanceof ProblemError) {
    const { code, messages } = error.problem
    return code === 'request.id-reused' ? states.arrivedBefore : messages[language]
  }
  return error instanceof UnreachableError ? states.offline : states.defect
}
