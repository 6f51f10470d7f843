import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useText } from '../app/text.tsx'
import { named } from './name.tsx'

type PageProps = {
  title: string
  /** One or two sentences: what this page is for. */
  lead?: ReactNode
  /** Buttons beside the title. */
  actions?: ReactNode
  /** Reading width for text and forms; wide for tables and maps. */
  width?: 'reading' | 'wide'
  children: ReactNode
}

// Where the person was before. The first page shown takes no focus: a reader starts a fresh document by itself.
let before: string | undefined

/** A page's title, introduction and content. The title takes the focus when one arrives from another page. */
export function Page({ title, lead, actions, width = 'wide', children }: PageProps) {
  const { shell } = useText()
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname, hash } = useLocation()

  useEffect(() => {
    if (before !== undefined && before !== pathname && !hash) heading.current?.focus({ preventScroll: true })
    before = pathname
  }, [pathname, hash])

  return (
    <div className={`mx-auto w-full px-4 pt-6 pb-16 sm:px-6 sm:pt-10 ${width === 'wide' ? 'max-w-6xl' : 'max-w-2xl'}`}>
      <title>{`${title}｜${shell.brand} ${shell.brandLatin}`}</title>
      <header className="mb-6 flex flex-wrap items-baseline-last justify-between gap-x-6 gap-y-3 sm:mb-8">
        <div className="max-w-3xl">
          <h1 ref={heading} tabIndex={-1} className="text-[1.75rem] sm:text-[2.25rem]">
            {named(title)}
          </h1>
          {lead && <p className="phrase mt-2 text-soft">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-x-4 gap-y-2 print:hidden">{actions}</div>}
      </header>
      <div className="grid gap-8 sm:gap-12">{children}</div>
    </div>
  )
}

/** A part of a page under its own heading. */
export function Section({
  title,
  lead,
  actions,
  id,
  children,
}: {
  title: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  id?: string
  children: ReactNode
}) {
  return (
    <section id={id} className="min-w-0">
      <div className="mb-4 flex flex-wrap items-baseline-last justify-between gap-x-4 gap-y-2">
        <div className="max-w-3xl">
          <h2 className="text-[1.25rem] sm:text-[1.5rem]">{named(title)}</h2>
          {lead && <p className="phrase mt-1 text-soft">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-x-4 gap-y-2 print:hidden">{actions}</div>}
      </div>
      {children}
    </section>
  )
}

/** A sheet of paper for something that belongs together. */
export function Card({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`card p-4 sm:p-6 ${className}`}>{children}</div>
}
