import { useMemo } from 'react'
import { encode } from 'uqr'

/** A QR code in pure black on white, also in the dark, since cameras need it; `label` says what it leads to. */
export function Qr({ value, label, className = 'size-40' }: { value: string; label: string; className?: string }) {
  const { size, path } = useMemo(() => drawn(value), [value])
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      className={`rounded-8 bg-[#fff] ${className}`}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}

function drawn(value: string): { size: number; path: string } {
  const { size, data } = encode(value, { ecc: 'M', border: 3 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return { size, path }
}
