import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { mainPages } from '../app/navigation.ts'
import type { Kind } from '../app/session.ts'
import { useText } from '../app/text.tsx'
import { Anchor, ButtonLink } from '../ui/button.tsx'
import { Loading } from '../ui/await.tsx'
import { Icon } from '../ui/icon.tsx'
import { Section } from '../ui/page.tsx'
import { LoopFigure } from './loop-figure.tsx'

// Fields, contracts and the register come once the first screen can be read.
const TripEstimate = lazy(async () => ({ default: (await import('./trip-estimate.tsx')).TripEstimate }))
const PublicNumbers = lazy(async () => ({ default: (await import('./public-numbers.tsx')).PublicNumbers }))

export function HomePage() {
  const { home, shell } = useText()
  return (
    <>
      <title>{`${shell.brand} ${shell.brandLatin}｜${home.title}`}</title>
      <div className="border-b border-line bg-mist">
        <div className="mx-auto grid max-w-6xl items-center gap-8 px-4 py-10 sm:px-6 lg:grid-cols-[1.15fr_1fr] lg:py-16">
          <div>
            <h1 className="text-[2.125rem] leading-[1.3] sm:text-[3rem]">{home.title}</h1>
            <p className="mt-5 max-w-prose text-std-17N-170">{home.lead}</p>
            <div className="mt-7 flex flex-wrap gap-3">
              <Anchor href="#estimate" icon="leaf">
                {home.tryTrip}
              </Anchor>
              <ButtonLink to="/demo" look="secondary" icon="people">
                {home.enterDemo}
              </ButtonLink>
              <ButtonLink to="/tour" look="secondary" icon="route">
                {home.takeTour}
              </ButtonLink>
            </div>
          </div>
          <LoopFigure />
        </div>
      </div>
      <div className="mx-auto grid max-w-6xl gap-14 px-4 py-12 sm:px-6">
        <div id="estimate" className="min-h-[36rem]">
          <Suspense fallback={<Loading />}>
            <TripEstimate />
          </Suspense>
        </div>
        <Promises />
        <Suspense fallback={<Loading />}>
          <PublicNumbers />
        </Suspense>
        <People />
      </div>
    </>
  )
}

const colours: Record<string, string> = {
  emitted: 'var(--color-emitted)',
  reduced: 'var(--color-reduced)',
  offset: 'var(--color-offset)',
}

function Promises() {
  const { home } = useText()
  return (
    <Section title={home.promises.title}>
      <ul className="grid gap-4 sm:grid-cols-3">
        {home.promises.items.map(({ key, name, text }) => (
          <li key={key} className="card border-t-4 p-5" style={{ borderTopColor: colours[key] }}>
            <h3 className="text-[1.125rem]">{name}</h3>
            <p className="mt-1 text-soft">{text}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const KINDS = [
  'traveller',
  'merchant',
  'creditOwner',
  'buyer',
  'municipality',
  'verifier',
  'provider',
  'operator',
] as const satisfies Kind[]

function People() {
  const { home, identity, shell } = useText()
  return (
    <Section title={home.people.title} lead={home.people.lead}>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {KINDS.map((kind) => (
          <li key={kind}>
            <Link
              to="/demo"
              className="card grid h-full content-start gap-1 p-4 no-underline hover:border-forest hover:bg-mist"
            >
              <span className="flex items-center gap-2 font-bold text-forest">
                <Icon name={mainPages[kind][0]?.icon ?? 'person'} className="size-6" />
                {shell.kinds[kind]}
              </span>
              <span className="text-std-16N-170 text-soft">{identity.demo.does[kind]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
