import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { mainPages } from '../app/navigation.ts'
import type { Kind } from '../app/kinds.ts'
import { useText } from '../app/text.tsx'
import { Loading } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Section } from '../ui/page.tsx'
import { LoopFigure } from './loop-figure.tsx'

// Fields, contracts and the register come once the first screen can be read.
const TripEstimate = lazy(async () => ({ default: (await import('./trip-estimate.tsx')).TripEstimate }))
const PublicNumbers = lazy(async () => ({ default: (await import('./public-numbers.tsx')).PublicNumbers }))

/** What this is, in one sentence and one trip to try; then the round, the public numbers, and who may go in where. */
export function HomePage() {
  const { home, shell } = useText()
  return (
    <>
      <title>{`${shell.brand} ${shell.brandLatin}｜${home.title}`}</title>
      <div className="border-b border-line bg-mist">
        <div className="mx-auto grid max-w-6xl items-start gap-x-14 gap-y-7 px-4 pt-8 pb-10 sm:px-6 lg:grid-cols-[1fr_1.05fr] lg:py-14">
          <div className="lg:sticky lg:top-14 lg:pt-24">
            <h1 className="text-[2.125rem] leading-[1.3] sm:text-[3rem]">{home.title}</h1>
            <p className="mt-4 max-w-prose text-std-17N-170">{home.lead}</p>
            <Entrances className="mt-7 hidden lg:flex" />
          </div>
          <div className="card grid min-h-[37rem] content-start p-4 sm:p-6">
            <Suspense fallback={<Loading />}>
              <TripEstimate />
            </Suspense>
          </div>
          <Entrances className="flex lg:hidden" />
        </div>
      </div>
      <div className="mx-auto grid max-w-6xl gap-16 px-4 py-14 sm:px-6">
        <Round />
        <Suspense fallback={<Loading />}>
          <PublicNumbers />
        </Suspense>
        <People />
      </div>
    </>
  )
}

function Entrances({ className }: { className: string }) {
  const { home } = useText()
  return (
    <div className={`${className} flex-wrap gap-3`}>
      <ButtonLink to="/demo" icon="people">
        {home.enterDemo}
      </ButtonLink>
      <ButtonLink to="/tour" look="secondary" icon="route">
        {home.takeTour}
      </ButtonLink>
    </div>
  )
}

const colours: Record<string, string> = {
  emitted: 'var(--color-emitted)',
  reduced: 'var(--color-reduced)',
  offset: 'var(--color-offset)',
}

function Round() {
  const { home } = useText()
  return (
    <div className="grid items-center gap-x-14 gap-y-8 lg:grid-cols-2">
      <LoopFigure />
      <Section title={home.loop.title} lead={home.loop.lead}>
        <h3 className="mt-8 text-[1.125rem]">{home.promises.title}</h3>
        <dl className="mt-3 grid gap-4">
          {home.promises.items.map(({ key, name, text }) => (
            <div key={key} className="border-s-4 ps-4" style={{ borderColor: colours[key] }}>
              <dt className="font-bold">{name}</dt>
              <dd className="text-soft">{text}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </div>
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
      <ul className="grid border-t border-line sm:grid-cols-2 sm:gap-x-10">
        {KINDS.map((kind) => (
          <li key={kind} className="border-b border-line">
            <Link
              to="/demo"
              className="group grid h-full grid-cols-[1.5rem_1fr_auto] items-center gap-x-4 py-4 no-underline"
            >
              <Icon name={mainPages[kind][0]?.icon ?? 'person'} className="size-6 text-forest" />
              <span>
                <span className="block font-bold underline-offset-4 group-hover:underline">{shell.kinds[kind]}</span>
                <span className="block text-dns-14N-130 leading-relaxed text-soft">{identity.demo.does[kind]}</span>
              </span>
              <Icon name="next" className="size-4 text-edge" />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
