import { PRINTABLE_RANGES } from './printable-ranges.ts'

// Certificates are printed with one font. What it lacks is asked for in another spelling while it can still be changed,
// rather than printed as a number for ever.

/** The characters of a text that a certificate cannot print: emoji, say, or scripts other than Japanese and European. */
export function unprintable(text: string): string[] {
  return [...new Set(text.replaceAll(SELECTOR, ''))].filter((character) => {
    const code = character.codePointAt(0) ?? 0
    return code > LAST_CONTROL && !SUBSCRIPTS.includes(character) && !isKnown(code)
  })
}

/** Selectors and joiners choose a form of the characters beside them, which the font draws in their usual form. */
export const SELECTOR = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\u200D]/gu

/** Drawn as lowered ordinary digits, because the font lacks them. */
export const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉'

const LAST_CONTROL = 0x1f

let first: number[] | undefined
let last: number[] = []

function isKnown(code: number): boolean {
  const starts = first ?? read()
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= code) low = middle
    else high = middle - 1
  }
  return (starts[low] ?? 0) <= code && code <= (last[low] ?? -1)
}

/** Unpacked when it is first asked for. */
function read(): number[] {
  const starts: number[] = []
  const ends: number[] = []
  let end = 0
  for (const range of PRINTABLE_RANGES.trim().split(/\s+/)) {
    const [behind = '', more = '0'] = range.split('-')
    const start = end + Number.parseInt(behind, 36)
    end = start + Number.parseInt(more, 36)
    starts.push(start)
    ends.push(end)
  }
  first = starts
  last = ends
  return starts
}
