import { useText } from '../app/text.tsx'

const SIZE = 420
const MIDDLE = SIZE / 2
const RADIUS = 132
// The names are wider than high, so the way round is too.
const WIDTH_RADIUS = 150

/** The ring the project is named after: seven steps round one gram, with a tree's rings inside. */
export function LoopFigure() {
  const { home } = useText()
  const { steps, centre, label } = home.loop
  return (
    <svg
      viewBox={`0 ${MIDDLE - RADIUS - 24} ${SIZE} ${RADIUS * 1.9 + 52}`}
      role="img"
      aria-label={label}
      className="mx-auto h-auto w-full max-w-md"
    >
      <g fill="none" stroke="var(--color-forest)" strokeLinecap="round">
        {[36, 52, 71, 84, 103].map((radius, ring) => (
          <circle
            key={radius}
            cx={MIDDLE + ring}
            cy={MIDDLE - ring * 0.8}
            r={radius}
            strokeWidth={ring % 2 ? 1 : 2}
            opacity={0.28}
            // A tree's ring is never closed quite evenly.
            strokeDasharray={`${radius * 4.6} ${radius * 0.5} ${radius}`}
            transform={`rotate(${ring * 67} ${MIDDLE} ${MIDDLE})`}
          />
        ))}
        <ellipse cx={MIDDLE} cy={MIDDLE} rx={WIDTH_RADIUS} ry={RADIUS} strokeWidth={3} strokeDasharray="2 10" />
      </g>
      <text
        x={MIDDLE}
        y={MIDDLE + 14}
        textAnchor="middle"
        fontSize="40"
        fontWeight="700"
        fill="var(--color-forest)"
        aria-hidden="true"
      >
        {centre}
      </text>
      {steps.map((step, index) => {
        const angle = (index / steps.length) * 2 * Math.PI - Math.PI / 2
        const x = MIDDLE + WIDTH_RADIUS * Math.cos(angle)
        const y = MIDDLE + RADIUS * Math.sin(angle)
        return (
          <g key={step} aria-hidden="true">
            <rect
              x={x - 58}
              y={y - 20}
              width={116}
              height={40}
              rx={20}
              fill={index === steps.length - 1 ? 'var(--color-solid)' : 'var(--color-surface)'}
              stroke="var(--color-forest)"
              strokeWidth={1.5}
            />
            <text
              x={x}
              y={y + 5}
              textAnchor="middle"
              fontSize="15"
              fontWeight="700"
              fill={index === steps.length - 1 ? 'var(--color-on-solid)' : 'var(--color-ink)'}
            >
              {step}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
