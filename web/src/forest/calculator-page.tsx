import { forestCoefficientsEndpoint } from '@morinowa/shared/forest/estimate-contract.ts'
import { estimateForest, type ForestEstimate } from '@morinowa/shared/forest/estimate.ts'
import type { ForestAskInput } from '@morinowa/shared/forest/estimate-ask.ts'
import { ForestAsk } from '@morinowa/shared/forest/estimate-ask.ts'
import type { ForestCoefficients } from '@morinowa/shared/forest/coefficients.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Segments } from '../ui/segments.tsx'
import { Note } from '../ui/note.tsx'
import { Card, Page, Section } from '../ui/page.tsx'
import { Disclosure, Stat } from '../ui/stat.tsx'
import { BalanceFields } from './balance-fields.tsx'
import { CoefficientTable } from './coefficient-table.tsx'
import { type StandKind, StandFields } from './stand-fields.tsx'
import { WoodFields } from './wood-fields.tsx'

const KINDS = ['uptake', 'stock', 'harvest-balance', 'wood-products'] as const
type Kind = (typeof KINDS)[number]

/** What a forest takes up, holds, nets or keeps in wood: calculated in this browser as somebody types. */
export function CalculatorPage() {
  const { methodologyPages } = useText()
  const words = methodologyPages.forest
  const table = useQuery(reading(forestCoefficientsEndpoint))
  return (
    <Page title={words.title} lead={words.lead}>
      <Await query={table}>{({ coefficients }) => <Calculator coefficients={coefficients} />}</Await>
    </Page>
  )
}

function Calculator({ coefficients }: { coefficients: ForestCoefficients }) {
  const { methodologyPages } = useText()
  const words = methodologyPages.forest
  const [kind, setKind] = useState<Kind>('uptake')
  return (
    <>
      <div className="grid gap-4">
        <Segments
          label={words.kind}
          choices={KINDS.map((id) => ({ id, label: words.kinds[id] }))}
          value={kind}
          onChange={(id) => setKind(id as Kind)}
        />
        <Workings key={kind} kind={kind} coefficients={coefficients} />
      </div>
      <Published coefficients={coefficients} />
      <Section title={words.table} lead={words.tableLead}>
        <CoefficientTable coefficients={coefficients} />
      </Section>
    </>
  )
}

/** The fields of one kind of question and its answer; each kind keeps its own. */
function Workings({ kind, coefficients }: { kind: Kind; coefficients: ForestCoefficients }) {
  const [ask, setAsk] = useState<ForestAskInput>()
  const isStand = kind === 'uptake' || kind === 'stock'
  return (
    <Card className="grid gap-8 lg:grid-cols-2">
      <div className="grid content-start gap-4">
        {isStand && <StandFields kind={kind as StandKind} coefficients={coefficients} onAsk={setAsk} />}
        {kind === 'harvest-balance' && <BalanceFields onAsk={setAsk} />}
        {kind === 'wood-products' && <WoodFields coefficients={coefficients} onAsk={setAsk} />}
      </div>
      <div aria-live="polite" className="min-w-0">
        {ask && <Answer kind={kind} ask={ask} coefficients={coefficients} />}
      </div>
    </Card>
  )
}

function Answer({ kind, ask, coefficients }: { kind: Kind; ask: ForestAskInput; coefficients: ForestCoefficients }) {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const words = methodologyPages.forest
  const found = answerTo(ask, coefficients)
  if (!found) return <Note tone="wait">{words.refused}</Note>
  return (
    <div className="grid gap-5">
      <Stat
        size="big"
        isExact
        label={words.results[kind]}
        grams={found.shownG}
        certainty="estimated"
        colour={found.shownG < 0 || kind === 'stock' ? 'text-emitted' : 'text-reduced'}
      />
      <div className="border-t border-line pt-4">
        <Stat label={words.creditable} grams={found.creditableG} isExact period={words.creditableNote} />
      </div>
      {found.reasons.length > 0 && (
        <ul className="grid gap-2" aria-label={words.reasons}>
          {found.reasons.map(({ code, text }) => (
            <li key={code} className="rounded-8 bg-wait-mist px-3 py-2 text-ink">
              {text[language]}
            </li>
          ))}
        </ul>
      )}
      <Disclosure title={words.steps}>
        <ol className="grid list-decimal gap-2 ps-6">
          {found.trace.map(({ step, text }, index) => (
            <li key={`${step}-${index}`}>{text[language]}</li>
          ))}
        </ol>
      </Disclosure>
    </div>
  )
}

/** Nothing while something typed cannot be calculated with: an empty field, a number out of range. */
function answerTo(ask: ForestAskInput, coefficients: ForestCoefficients): ForestEstimate | undefined {
  const parsed = ForestAsk.safeParse(ask)
  return parsed.success ? estimateForest(parsed.data, coefficients) : undefined
}

function Published({ coefficients }: { coefficients: ForestCoefficients }) {
  const { methodologyPages } = useText()
  const format = useFormat()
  const words = methodologyPages.forest
  const point = coefficients.publishedPoints.find(({ volumeM3PerHa }) => volumeM3PerHa !== undefined)
  if (point?.volumeM3PerHa === undefined) return null
  return (
    <Note tone="info" title={words.published}>
      {words.publishedText(format.number(point.volumeM3PerHa), format.number(point.stockTonnesCo2PerHa))}
    </Note>
  )
}
