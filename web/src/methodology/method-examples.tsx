import type { MethodSheet } from '@morinowa/shared/methodology/contract.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Card } from '../ui/page.tsx'
import { Disclosure } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { useOwnRegistry } from './own-registry.ts'
import { TraceSteps } from './trace-steps.tsx'

type Example = MethodSheet['examples'][number]

/** Worked examples: the answer by hand, the server's, and that of the engine in this browser, side by side. */
export function MethodExamples({ examples }: { examples: readonly Example[] }) {
  const own = useOwnRegistry()
  return (
    <ul className="grid gap-4">
      {examples.map((example) => (
        <li key={example.id}>
          <ExampleCard example={example} here={own.data?.recompute(example, own.data.registry).found} />
        </li>
      ))}
    </ul>
  )
}

type Found = { shownG: number; creditedG: number }

function ExampleCard({ example, here }: { example: Example; here: Found | undefined }) {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const words = methodologyPages.sheet
  const same = (found: Found) => found.shownG === example.expect.shownG && found.creditedG === example.expect.creditedG
  return (
    <Card className="grid gap-3">
      <h3 className="text-[1.125rem]">
        {example.title[language]} <span className="text-dns-14N-130 font-normal text-soft">{example.id}</span>
      </h3>
      <dl className="grid grid-cols-3 gap-2 sm:gap-3">
        <Answer name={words.byHand} found={example.expect} />
        <Answer name={words.server} found={example.found} agrees={example.agrees} />
        <Answer name={words.here} found={here} agrees={here && same(here)} />
      </dl>
      <Disclosure title={words.steps}>
        <TraceSteps trace={example.trace} />
      </Disclosure>
    </Card>
  )
}

function Answer({ name, found, agrees }: { name: string; found: Found | undefined; agrees?: boolean | undefined }) {
  const { methodologyPages } = useText()
  const format = useFormat()
  const words = methodologyPages.sheet
  return (
    <div className="grid content-start gap-1 rounded-12 bg-mist p-2 sm:p-3">
      <dt className="flex flex-wrap items-center gap-2 text-dns-14B-130 text-soft">
        {name}
        {agrees !== undefined && (
          <Status tone={agrees ? 'good' : 'bad'}>{agrees ? words.agrees : words.differs}</Status>
        )}
      </dt>
      <dd className="figures">
        {found ? (
          <>
            {words.shown} {format.number(found.shownG)} g<br />
            {words.credited} {format.number(found.creditedG)} g
          </>
        ) : (
          words.working
        )}
      </dd>
    </div>
  )
}
