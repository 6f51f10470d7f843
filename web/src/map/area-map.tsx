import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useText } from '../app/text.tsx'
import type { AreaMapProps } from './area.ts'
import { scaleOf } from './colour-scale.ts'
import { Legend } from './legend.tsx'
import { usePalette } from './use-palette.ts'

const LeafletMap = lazy(async () => ({ default: (await import('./leaflet-map.tsx')).LeafletMap }))

/**
 * Areas in colours by value. Nothing is fetched from elsewhere: the areas are the whole map. It is drawn once it comes
 * into view, and a table with the same numbers belongs beside it.
 */
export function AreaMap({ className = 'h-[min(70vh,36rem)]', ...props }: AreaMapProps) {
  const { map } = useText()
  const { geometry, values, legend, nameOf } = props
  const palette = usePalette()
  const scale = useMemo(
    () => scaleOf([...values.values()].filter((value): value is number => value !== null)),
    [values],
  )
  const [frame, seen] = useSeen()

  const describe = (code: string) => {
    const value = values.get(code)
    const said =
      value === undefined ? map.none : value === null ? (legend.withheld ?? map.withheld) : legend.format(value)
    return `${nameOf(code)} ${said}`
  }

  return (
    <figure className="grid gap-3">
      <div ref={frame} className={`area-map relative overflow-hidden rounded-12 border border-line ${className}`}>
        {seen ? (
          <Suspense fallback={<p className="p-4">{map.loading}</p>}>
            <LeafletMap {...props} scale={scale} palette={palette} describe={describe} />
          </Suspense>
        ) : (
          <p className="p-4">{map.loading}</p>
        )}
        {geometry.approximate && (
          <p
            title={map.approximateLead}
            className="pointer-events-none absolute top-2 right-2 z-[1000] rounded-full border border-edge bg-surface px-3 py-0.5 text-ink"
          >
            {map.approximate}
          </p>
        )}
      </div>
      <figcaption className="grid gap-2">
        <Legend legend={legend} scale={scale} palette={palette} />
        <div className="text-dns-14N-130 leading-relaxed text-soft">
          <p>
            {map.source}: {geometry.attribution}
          </p>
          <p className="pointer-coarse:hidden print:hidden">{map.keyboard}</p>
        </div>
      </figcaption>
    </figure>
  )
}

/** Whether an element has come near the window; it then stays so. */
function useSeen() {
  const frame = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true)
      },
      { rootMargin: '200px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [frame, seen] as const
}
