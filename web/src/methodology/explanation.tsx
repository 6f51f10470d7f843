import type { EstimateReply } from '@morinowa/shared/methodology/contract.ts'
import { factorEndpoint } from '@morinowa/shared/methodology/contract.ts'
import type { TraceStep } from '@morinowa/shared/methodology/trace.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf, reading } from '../app/api-client.ts'
import { type Format, type Measured, useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Await } from '../ui/await.tsx'
import { Status } from '../ui/status.tsx'
import { Facts } from '../ui/table.tsx'

/** What a calculated number can be explained with; estimates and stored reductions both have it. */
export type Explained = {
  trace: readonly TraceStep[]
  method: EstimateReply['method']
  factorSet: string
  coefficients: { evidenceBp: number; uncertaintyBp: number; additionalityBp: number }
  reasons: EstimateReply['reasons']
}

/** Why a number is what it is, down to the source of each factor. */
export function Explanation({ of }: { of: Explained }) {
  const { methodology } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const share = (basisPoints: number) => format.percent(basisPoints / 10_000)
  return (
    <div className="grid gap-5">
      {of.reasons.length > 0 && (
        <ul className="grid gap-1">
          {of.reasons.map(({ code, text }) => (
            <li key={code} className="rounded-8 bg-wait-mist px-3 py-2 text-ink">
              {text[language]}
            </li>
          ))}
        </ul>
      )}
      <ol className="grid gap-3" aria-label={methodology.steps}>
        {of.trace.map((step, index) => (
          <Step key={`${step.step}-${index}`} step={step} number={index + 1} />
        ))}
      </ol>
      <Facts
        facts={[
          [methodology.coefficients.evidence, share(of.coefficients.evidenceBp)],
          [methodology.coefficients.uncertainty, share(of.coefficients.uncertaintyBp)],
          [methodology.coefficients.additionality, share(of.coefficients.additionalityBp)],
          [methodology.method, `${of.method.id} ${methodology.version} ${of.method.version}`],
          [methodology.factorSet, of.factorSet],
          [methodology.hash, <code className="text-dns-14N-130 break-all">{of.method.hash}</code>],
        ]}
      />
    </div>
  )
}

function Step({ step, number }: { step: TraceStep; number: number }) {
  const { language } = useLanguage()
  const format = useFormat()
  const { value, unit } = written(step, format)
  return (
    <li className="grid grid-cols-[1.75rem_1fr] gap-x-2">
      <span
        aria-hidden="true"
        className="figures grid size-6 place-items-center rounded-full bg-mist text-dns-14B-130 text-forest"
      >
        {number}
      </span>
      <div className="min-w-0">
        <p>{step.text[language]}</p>
        <p className="figures font-bold">
          {value} <span className="font-normal text-soft">{unit}</span>
        </p>
        {step.factorId && <FactorSource id={step.factorId} version={step.factorVersion} />}
      </div>
    </li>
  )
}

/** A step's value as people write it: shares as per cent, not as parts of ten thousand. */
function written({ value, unit }: TraceStep, format: Format): Measured {
  // A name says itself what it is; its unit is for machines.
  if (typeof value !== 'number') return { value, unit: '' }
  return unit === 'bp' ? { value: format.percent(value / 10_000), unit: '' } : { value: format.number(value), unit }
}

/** The source of a factor, fetched when somebody opens it. */
function FactorSource({ id, version }: { id: string; version?: number | undefined }) {
  const { methodology } = useText()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="link flex min-h-12 cursor-pointer list-none flex-wrap content-center items-center text-dns-14N-130 [&::-webkit-details-marker]:hidden">
        {methodology.source}: <code className="ms-1 break-all">{id}</code>
      </summary>
      {isOpen && <FactorFacts id={id} version={version} />}
    </details>
  )
}

function FactorFacts({ id, version }: { id: string; version: number | undefined }) {
  const { methodology } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const factor = useQuery(reading(factorEndpoint, { params: { id }, query: version ? { version } : {} }))
  return (
    <Await query={factor}>
      {(row) => (
        <div className="my-2 rounded-12 border border-line bg-paper p-4 text-std-16N-170">
          <p className="mb-1 flex flex-wrap items-center gap-2 font-bold">
            {row.name[language]}
            <Status tone={row.verified ? 'good' : 'wait'}>
              {row.verified ? methodology.verified : methodology.unverified}
            </Status>
          </p>
          <Facts
            facts={[
              [methodology.value, `${format.number(row.valueMg / 1_000)} ${row.unit}`],
              [methodology.source, <SourceLink title={row.source.title} url={row.source.url} />],
              [methodology.publisher, row.source.publisher],
              [methodology.year, row.source.year === null ? String(row.year) : String(row.source.year)],
              [methodology.locator, row.source.locator],
              [methodology.api, <code className="break-all">{addressOf('/factors/{id}', { params: { id } })}</code>],
            ]}
          />
        </div>
      )}
    </Await>
  )
}

function SourceLink({ title, url }: { title: string; url: string }) {
  if (!/^https?:/.test(url)) return title
  return (
    <a href={url} rel="noreferrer" target="_blank" className="link">
      {title}
    </a>
  )
}
