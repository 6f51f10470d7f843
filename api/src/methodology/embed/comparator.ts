import type { Day } from '@morinowa/shared/kernel/calendar.ts'
import { compute, type Registry } from '@morinowa/shared/methodology/engine.ts'
import { isMode, type Mode } from '@morinowa/shared/methodology/mode.ts'
import { methodology as enWords } from '@morinowa/shared/text/en/methodology.ts'
import { methodologyEmbed as en } from '@morinowa/shared/text/en/methodology-embed.ts'
import { methodology as jaWords } from '@morinowa/shared/text/ja/methodology.ts'
import { methodologyEmbed as ja } from '@morinowa/shared/text/ja/methodology-embed.ts'
import { z } from 'zod'
import { escaped } from './escaped.ts'
import { massText } from './mass-text.ts'

const USUAL: readonly Mode[] = ['walk', 'rail', 'shinkansen', 'bus', 'car', 'plane']
const MOST_MODES = 8
const LONGEST_KM = 3_000
/** One life-cycle mode would move a trip to another class of factors, and the bars would not be comparable. */
const LEFT_OUT: ReadonlySet<Mode> = new Set<Mode>(['sharedBike', 'sharedScooter', 'ferry', 'carpool'])

// An embedded page has nobody to explain an error to: what it does not understand it leaves at the usual.
export const ComparatorQuery = z.object({
  lang: z.enum(['ja', 'en']).catch('ja'),
  km: z.coerce.number().min(0.1).max(LONGEST_KM).catch(10),
  modes: z
    .string()
    .transform((given) => given.split(',').filter(isMode))
    .transform((modes) => [...new Set(modes)].filter((mode) => !LEFT_OUT.has(mode)).slice(0, MOST_MODES))
    .refine((modes) => modes.length > 0)
    .catch([...USUAL]),
})
export type ComparatorQuery = z.output<typeof ComparatorQuery>

type Bar = { mode: Mode; emittedG: number }

/** The whole page in a frame: a form that works without a script, and a bar for each way to travel. */
export function comparatorPage(query: ComparatorQuery, registry: Registry, day: Day): string {
  const { lang, km, modes } = query
  const text = lang === 'ja' ? ja : en
  const names = (lang === 'ja' ? jaWords : enWords).modes
  const distanceM = Math.max(1, Math.round(km * 1_000))
  const emittedBy = (mode: Mode): Bar => ({ mode, ...emission(mode, distanceM, registry, day) })
  const bars = modes.map(emittedBy).toSorted((a, b) => a.emittedG - b.emittedG)
  const most = Math.max(1, ...bars.map(({ emittedG }) => emittedG))
  const car = emittedBy('car').emittedG
  const shownKm = String(distanceM / 1_000)
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(text.title)}</title>
<link rel="stylesheet" href="/embed/comparator.css">
<script src="/embed/comparator-frame.js" defer></script>
</head>
<body>
<main>
<h1>${escaped(text.title)}</h1>
<form method="get" action="/embed/comparator">
<input type="hidden" name="lang" value="${lang}">
<input type="hidden" name="modes" value="${modes.join(',')}">
<label>${escaped(text.distance)} <input type="number" name="km" value="${shownKm}" min="0.1" max="${LONGEST_KM}" step="0.1" inputmode="decimal" required></label>
<button>${escaped(text.compare)}</button>
</form>
<p id="what">${escaped(text.perPerson(shownKm))}</p>
<ul aria-labelledby="what">
${bars.map((bar) => barItem(bar, most, car, names[bar.mode], text)).join('\n')}
</ul>
<p class="source">${escaped(text.source(registryName(registry, day)))} · <a href="/methods/mobility.trip" target="_blank" rel="noopener">${escaped(text.how)}</a> · ${escaped(text.brand)}</p>
</main>
</body>
</html>
`
}

function barItem({ mode, emittedG }: Bar, most: number, car: number, name: string, text: typeof ja): string {
  const width = Math.round((emittedG * 1_000) / most) / 10
  const difference = car - emittedG
  const remark =
    mode === 'car'
      ? text.withOccupants
      : difference >= 0
        ? text.saves(massText(difference))
        : text.more(massText(difference))
  return `<li><span class="name">${escaped(name)}</span><strong>${massText(emittedG)}</strong><svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="4" rx="1"/><rect class="${mode === 'car' ? 'car' : 'part'}" width="${width}" height="4" rx="1"/></svg><small>${escaped(remark)}</small></li>`
}

function emission(mode: Mode, distanceM: number, registry: Registry, day: Day): { emittedG: number } {
  const { emittedG } = compute(
    { type: 'mobility.trip', occurredOn: day, evidence: 'E0', legs: [{ mode, distanceM }] },
    registry,
  )
  return { emittedG }
}

function registryName(registry: Registry, day: Day): string {
  const trip = {
    type: 'mobility.trip',
    occurredOn: day,
    evidence: 'E0',
    legs: [{ mode: 'car', distanceM: 1 }],
  } as const
  return compute({ ...trip, legs: [...trip.legs] }, registry).basis.factorSet
}
