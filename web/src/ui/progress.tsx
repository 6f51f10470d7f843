import type { ReactNode } from 'react'
import { Meter as AriaMeter, Label } from 'react-aria-components'
import { Icon } from './icon.tsx'

/** How much of a whole is used: a stock, a goal, a fund. `text` carries the numbers with their unit. */
export function Meter({
  label,
  value,
  most,
  text,
  colour = 'var(--color-reduced)',
}: {
  label: string
  value: number
  most: number
  text: string
  colour?: string
}) {
  return (
    <AriaMeter value={value} minValue={0} maxValue={Math.max(most, 1)} valueLabel={text} className="grid gap-1">
      {({ percentage }) => (
        <>
          <div className="flex flex-wrap justify-between gap-x-4">
            <Label className="font-bold">{label}</Label>
            <span className="figures">{text}</span>
          </div>
          <div className="h-3 rounded-full bg-mist shadow-[inset_0_0_0_1px_var(--color-line)]">
            <div className="h-full rounded-full" style={{ width: `${percentage}%`, background: colour }} />
          </div>
        </>
      )}
    </AriaMeter>
  )
}

export type Step = { id: string; title: string; detail?: ReactNode; at?: string; state: 'done' | 'now' | 'later' }

/** What happened one after the other, and what has not happened yet. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className="grid">
      {steps.map(({ id, title, detail, at, state }, index) => (
        <li key={id} className="grid grid-cols-[2rem_1fr] gap-x-3" aria-current={state === 'now' ? 'step' : undefined}>
          <span className="grid grid-rows-[2rem_1fr] justify-items-center" aria-hidden="true">
            <span
              className={`grid size-8 place-items-center rounded-full border-2 ${
                state === 'done'
                  ? 'border-transparent bg-solid text-on-solid'
                  : state === 'now'
                    ? 'border-forest bg-surface text-forest'
                    : 'border-line bg-paper text-soft'
              }`}
            >
              {state === 'done' ? (
                <Icon name="check" className="size-4" />
              ) : (
                <span className="text-dns-14B-130">{index + 1}</span>
              )}
            </span>
            {index < steps.length - 1 && <span className={`w-0.5 ${state === 'done' ? 'bg-solid' : 'bg-line'}`} />}
          </span>
          <div className={`min-w-0 pb-5 ${state === 'later' ? 'text-soft' : ''}`}>
            <p className="flex flex-wrap items-baseline justify-between gap-x-4 pt-0.5">
              <span className="font-bold">{title}</span>
              {at && <span className="text-dns-14N-130 text-soft">{at}</span>}
            </p>
            {detail && <div>{detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
