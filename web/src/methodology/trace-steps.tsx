import type { TraceStep } from '@morinowa/shared/methodology/trace.ts'
import { Link } from '@tanstack/react-router'
import { useLanguage, useText } from '../app/text.tsx'
import { factorPath } from './paths.ts'

/** The steps of a calculation, each with a way to the row it used. */
export function TraceSteps({ trace }: { trace: readonly TraceStep[] }) {
  const { methodology } = useText()
  const { language } = useLanguage()
  return (
    <ol className="grid list-decimal gap-2 ps-6" aria-label={methodology.steps}>
      {trace.map((step, index) => (
        <li key={`${step.step}-${index}`}>
          <p>{step.text[language]}</p>
          {step.factorId && (
            <Link
              to={factorPath(step.factorId, step.factorVersion)}
              className="link inline-flex min-h-10 items-center text-dns-14N-130 break-all"
            >
              {step.factorId}
            </Link>
          )}
        </li>
      ))}
    </ol>
  )
}
