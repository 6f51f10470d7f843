import { useFormat } from '../app/format.ts'

export type Bar = { id: string; label: string; grams: number; colour?: string }

/** Amounts beside each other, longest first; the numbers are in the text, so the drawing adds nothing to read. */
export function Bars({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const format = useFormat()
  const longest = Math.max(1, ...bars.map(({ grams }) => Math.abs(grams)))
  return (
    <ul aria-label={title} className="grid gap-3">
      {bars.map(({ id, label, grams, colour = 'var(--color-reduced)' }) => (
        <li key={id}>
          <div className="flex justify-between gap-4">
            <span>{label}</span>
            <span className="figures font-bold">{format.massText(grams)}</span>
          </div>
          <div aria-hidden="true" className="mt-1 h-2.5 rounded-full bg-mist">
            <div
              className="h-full rounded-full"
              style={{
                width: `${(100 * Math.abs(grams)) / longest}%`,
                minWidth: grams === 0 ? 0 : '0.25rem',
                background: grams < 0 ? 'var(--color-emitted)' : colour,
              }}
            />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** Parts of one whole in a row, with a legend that carries the numbers. */
export function StackedBar({ title, parts }: { title: string; parts: readonly Bar[] }) {
  const format = useFormat()
  const whole = parts.reduce((sum, { grams }) => sum + Math.max(0, grams), 0)
  return (
    <figure aria-label={title} className="min-w-0">
      <div aria-hidden="true" className="flex h-5 gap-0.5 overflow-hidden rounded-full bg-mist">
        {parts.map(
          ({ id, grams, colour }) =>
            grams > 0 && (
              <div key={id} style={{ width: `${(100 * grams) / whole}%`, minWidth: '0.375rem', background: colour }} />
            ),
        )}
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1.5">
        {parts.map(({ id, label, grams, colour }) => (
          <li key={id} className="flex items-center gap-2">
            <span aria-hidden="true" className="size-3 rounded-full" style={{ background: colour }} />
            <span>{label}</span>
            <span className="figures font-bold">{format.massText(grams)}</span>
          </li>
        ))}
      </ul>
    </figure>
  )
}
