import type { TourCheck, TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useLanguage, useText } from '../app/text.tsx'
import { LoopFigure } from '../home/loop-figure.tsx'
import { Anchor, Button } from '../ui/button.tsx'
import { Note, RefusalNote } from '../ui/note.tsx'
import { Card, Page } from '../ui/page.tsx'
import { Disclosure } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Facts, Table } from '../ui/table.tsx'
import { TourStopped, walkTour } from './walk.ts'

type Walk = { steps: readonly TourStep[]; state: 'ready' | 'walking' | 'done'; error?: unknown }

export function TourPage() {
  const { tour } = useText()
  const { walk, start } = useWalk()
  return (
    <Page title={tour.title} lead={tour.lead} width="reading">
      <div className="grid justify-items-start gap-3">
        <Button icon="route" isPending={walk.state === 'walking'} onPress={start}>
          {walk.state === 'done' ? tour.again : tour.start}
        </Button>
        <p className="text-std-16N-170 text-soft">{tour.note}</p>
      </div>
      {walk.state === 'ready' && <LoopFigure />}
      {walk.steps.length > 0 && (
        <ol className="grid gap-5">
          {walk.steps.map((step) => (
            <Scene key={step.number} step={step} />
          ))}
        </ol>
      )}
      <div role="status">{walk.state !== 'ready' && <Progress walk={walk} />}</div>
      {walk.error instanceof TourStopped ? (
        <div role="alert">
          <Note tone="bad" title={tour.stopped}>
            <code className="text-dns-14N-130 break-all">{walk.error.message}</code>
          </Note>
        </div>
      ) : (
        <RefusalNote error={walk.error} />
      )}
    </Page>
  )
}

function useWalk() {
  const client = useQueryClient()
  const [walk, setWalk] = useState<Walk>({ steps: [], state: 'ready' })
  const leaving = useRef<AbortController>(undefined)

  useEffect(() => () => leaving.current?.abort(), [])

  async function start() {
    leaving.current?.abort()
    const here = new AbortController()
    leaving.current = here
    setWalk({ steps: [], state: 'walking' })
    try {
      for await (const step of walkTour(here.signal)) {
        setWalk(({ steps }) => ({ steps: [...steps, step], state: 'walking' }))
      }
      setWalk(({ steps }) => ({ steps, state: 'done' }))
    } catch (error) {
      if (here.signal.aborted) return
      setWalk(({ steps }) => ({ steps, state: 'done', error }))
    }
    // The walk changed the register, the market and the map behind our back.
    await client.invalidateQueries()
  }

  return { walk, start }
}

function Progress({ walk: { steps, state, error } }: { walk: Walk }) {
  const { tour } = useText()
  const checks = steps.flatMap((step) => step.checks)
  const wrong = checks.filter(({ ok }) => !ok).length
  if (state === 'walking') return <p className="text-soft">{tour.walking(steps.length)}</p>
  if (error) return null
  return wrong === 0 ? (
    <Note tone="good" title={tour.done(steps.length, checks.length)} />
  ) : (
    <Note tone="bad" title={tour.doneBad(wrong)} />
  )
}

function Scene({ step }: { step: TourStep }) {
  const { tour } = useText()
  const { language } = useLanguage()
  const { number, title, who, facts, checks, requests, links } = step
  return (
    <li>
      <Card className="grid gap-4">
        <div className="flex items-start gap-3">
          <span
            aria-hidden="true"
            className="figures grid size-10 shrink-0 place-items-center rounded-full bg-solid font-bold text-on-solid"
          >
            {number}
          </span>
          <div className="min-w-0">
            <h2 className="text-[1.25rem]">{title[language]}</h2>
            <p className="text-dns-14N-130 text-soft">{who[language]}</p>
          </div>
        </div>
        {facts.length > 0 && <Facts facts={facts.map(({ label, value }) => [label[language], value] as const)} />}
        {checks.length > 0 && <Checks title={title[language]} checks={checks} />}
        {links.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {links.map(({ label, path }) => (
              <Anchor key={path} href={path} look="secondary" icon="arrow">
                {label[language]}
              </Anchor>
            ))}
          </div>
        )}
        {requests.length > 0 && (
          <Disclosure title={tour.requests(requests.length)}>
            <ol className="grid gap-1">
              {requests.map((request, index) => (
                <li key={`${index}-${request}`}>
                  <code className="text-dns-14N-130 break-all">{request}</code>
                </li>
              ))}
            </ol>
          </Disclosure>
        )}
      </Card>
    </li>
  )
}

function Checks({ title, checks }: { title: string; checks: readonly TourCheck[] }) {
  const { tour } = useText()
  const { language } = useLanguage()
  return (
    <Table
      caption={title}
      rows={checks.map((check, index) => ({ ...check, key: String(index) }))}
      keyOf={({ key }) => key}
      columns={[
        { title: tour.check, cell: ({ label }) => label[language], names: true },
        { title: tour.expected, cell: ({ expected }) => expected, align: 'end' },
        { title: tour.actual, cell: ({ actual }) => actual, align: 'end' },
        {
          title: tour.result,
          cell: ({ ok }) => <Status tone={ok ? 'good' : 'bad'}>{ok ? tour.same : tour.different}</Status>,
        },
      ]}
    />
  )
}
