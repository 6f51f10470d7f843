import { useText } from '../app/text.tsx'
import type { MapLegend } from './area.ts'
import { type ColourScale, spread } from './colour-scale.ts'
import type { Palette } from './palette.ts'

/** The classes with their bounds in words, and the two ways of having no number. */
export function Legend({ legend, scale, palette }: { legend: MapLegend; scale: ColourScale; palette: Palette }) {
  const { map } = useText()
  const colours = spread(scale.from.length, palette.classes)
  const bounds = scale.from.map((from, i) => {
    const next = scale.from[i + 1]
    return next === undefined ? map.from(legend.format(from)) : map.between(legend.format(from), legend.format(next))
  })
  const [background, hatch] = palette.withheld
  return (
    <div>
      <p className="font-bold">{legend.title}</p>
      <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
        {bounds.map((text, i) => (
          <Entry key={text} fill={colours[i] ?? ''} text={text} />
        ))}
        <Entry
          fill={`repeating-linear-gradient(135deg, ${hatch} 0 2px, ${background} 2px 6px)`}
          text={legend.withheld ?? map.withheld}
        />
        <Entry fill={palette.none} text={map.none} />
      </ul>
    </div>
  )
}

function Entry({ fill, text }: { fill: string; text: string }) {
  return (
    <li className="flex items-center gap-2">
      <span aria-hidden="true" className="h-4 w-6 rounded-4 border border-edge" style={{ background: fill }} />
      <span className="figures">{text}</span>
    </li>
  )
}
