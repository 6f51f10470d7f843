import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { useText } from './text.tsx'

// Shown while a page is fetched, when it fails and when there is none: kept free of everything that is itself fetched.

const sheet = 'mx-auto grid w-full max-w-2xl justify-items-start gap-4 px-4 py-16 sm:px-6'
const press =
  'inline-flex min-h-12 cursor-pointer items-center rounded-full bg-solid px-5 font-bold text-on-solid no-underline'

export function LoadingPage() {
  const { shell } = useText()
  return (
    <p role="status" className={`${sheet} text-soft`}>
      {shell.states.loading}
    </p>
  )
}

export function NotFoundPage() {
  const { shell } = useText()
  return (
    <div className={sheet}>
      <title>{`${shell.states.notFound}｜${shell.brand}`}</title>
      <p aria-hidden="true" className="figures text-[4rem] leading-none font-bold text-edge">
        404
      </p>
      <h1 className="text-[1.75rem]">{shell.states.notFound}</h1>
      <p className="text-soft">{shell.states.notFoundLead}</p>
      <Link to="/" className={press}>
        {shell.states.toTop}
      </Link>
    </div>
  )
}

export function CrashedPage({ error, reset }: ErrorComponentProps) {
  const { shell } = useText()
  return (
    <div role="alert" className={sheet}>
      <h1 className="text-[1.75rem]">{shell.states.crashed}</h1>
      <p className="text-soft">{shell.states.defect}</p>
      <p className="text-dns-14N-130 text-soft">
        <code>{error instanceof Error ? error.message : String(error)}</code>
      </p>
      <button type="button" onClick={reset} className={press}>
        {shell.states.retry}
      </button>
    </div>
  )
}
