import { OUTLINE, onOutline } from './outline.ts'

/** Where in Japan something is, for a glance; the place's name belongs beside it. */
export function Locator({ at, className = 'w-20' }: { at: { lat: number; lon: number }; className?: string }) {
  const point = onOutline(at)
  if (!point) return null
  return (
    <svg viewBox="-2 -2 104 114" aria-hidden="true" className={`h-auto shrink-0 ${className}`}>
      <path d={OUTLINE} fill="var(--color-line)" />
      <circle
        cx={point.x}
        cy={point.y}
        r={5}
        fill="var(--color-forest)"
        stroke="var(--color-surface)"
        strokeWidth={2}
      />
    </svg>
  )
}
