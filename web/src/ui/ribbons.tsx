export type Ribbon = { id: string; label: string; value: number; said: string }

type RibbonsProps = {
  /** What the picture is called for those who cannot see it; a table with the numbers belongs beside it. */
  title: string
  /** Names of the two sides and of the middle. */
  from: string
  middle: string
  to: string
  incoming: readonly Ribbon[]
  outgoing: readonly Ribbon[]
}

const ROW = 52
const WIDE = 40

/** What comes in from the left and goes out to the right of one thing, as ribbons whose width is the amount. */
export function Ribbons({ title, from, middle, to, incoming, outgoing }: RibbonsProps) {
  const rows = Math.max(incoming.length, outgoing.length, 1)
  const height = rows * ROW
  const most = Math.max(1, total(incoming), total(outgoing))
  // The larger side fills the middle, and no ribbon is wider than its row.
  const thickest = Math.max(1, ...[...incoming, ...outgoing].map(({ value }) => value))
  const scale = Math.min((height - 8) / most, WIDE / thickest)
  return (
    <figure aria-label={title} className="min-w-0">
      <div aria-hidden="true" className="grid grid-cols-[minmax(0,1fr)_minmax(4rem,1fr)_minmax(0,1fr)] gap-x-2">
        <p className="pb-2 text-dns-14B-130 text-soft">{from}</p>
        <p className="truncate pb-2 text-center font-bold">{middle}</p>
        <p className="pb-2 text-end text-dns-14B-130 text-soft">{to}</p>
        <Side ribbons={incoming} rows={rows} />
        <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" className="w-full" style={{ height }}>
          {pathsOf(incoming, { height, rows, scale, x: 0, middle: 48 }).map(({ id, d, width }) => (
            <path
              key={id}
              d={d}
              fill="none"
              stroke="var(--color-contributed)"
              strokeOpacity={0.5}
              strokeWidth={width}
            />
          ))}
          {pathsOf(outgoing, { height, rows, scale, x: 100, middle: 52 }).map(({ id, d, width }) => (
            <path key={id} d={d} fill="none" stroke="var(--color-reduced)" strokeOpacity={0.5} strokeWidth={width} />
          ))}
          <rect x={48} y={(height - most * scale) / 2} width={4} height={most * scale} fill="var(--color-ink)" />
        </svg>
        <Side ribbons={outgoing} rows={rows} end />
      </div>
    </figure>
  )
}

function Side({ ribbons, rows, end = false }: { ribbons: readonly Ribbon[]; rows: number; end?: boolean }) {
  return (
    <ul className="grid" style={{ gridTemplateRows: `repeat(${rows}, ${ROW}px)`, paddingTop: offset(ribbons, rows) }}>
      {ribbons.map(({ id, label, said }) => (
        <li key={id} className={`flex min-w-0 flex-col justify-center ${end ? 'text-end' : ''}`}>
          <span className="truncate text-dns-14B-130">{label}</span>
          <span className="figures text-dns-14N-130 text-soft">{said}</span>
        </li>
      ))}
    </ul>
  )
}

/** The shorter side stands in the middle of its height. */
const offset = (ribbons: readonly Ribbon[], rows: number): number => ((rows - ribbons.length) * ROW) / 2

const total = (ribbons: readonly Ribbon[]): number => ribbons.reduce((sum, { value }) => sum + value, 0)

function pathsOf(
  ribbons: readonly Ribbon[],
  { height, rows, scale, x, middle }: { height: number; rows: number; scale: number; x: number; middle: number },
) {
  let at = (height - total(ribbons) * scale) / 2
  return ribbons.map(({ id, value }, i) => {
    const width = Math.max(1, value * scale)
    const outer = offset(ribbons, rows) + (i + 0.5) * ROW
    const inner = at + (value * scale) / 2
    at += value * scale
    const bend = (x + middle) / 2
    return { id, width, d: `M ${x} ${outer} C ${bend} ${outer} ${bend} ${inner} ${middle} ${inner}` }
  })
}
