// Registries print serial numbers in their own ways. What must never happen is that one number is imported twice, so
// every printed form of a number has to become the same range.

/** Consecutive numbers of one series, half-open: `from` belongs to it, `to` does not. */
export type SerialRange = {
  /** The letters before the number, as every printed form of them reads after normalisation. */
  block: string
  from: bigint
  to: bigint
}

const BETWEEN_RANGES = /[,、;；\n\r]|及び|および/
const BETWEEN_ENDS = /[~〜–—―]|から|\.{2,}|(?<=\d)TO(?=\w)/
/** A serial number is what stands before its last run of digits, and that run; hyphens inside it only group digits. */
const SERIAL = /^(.*?)([0-9][0-9-]*)$/
/** PostgreSQL keeps ranges of 64-bit numbers, so eighteen digits are always safe. */
const MOST_DIGITS = 18

/**
 * Reads serial numbers as a registry prints them: `JCL-200-000-000-001〜JCL-200-000-000-100`, several of them divided by
 * commas, or single numbers. The end of a range may leave out what its start says already (`JCL-000-101〜150`).
 * @returns null when a part of the text is not a serial number or a range runs backwards.
 */
export function readSerials(printed: string): SerialRange[] | null {
  const parts = printed.split(BETWEEN_RANGES).map(plain).filter(Boolean)
  if (parts.length === 0) return null
  const ranges: SerialRange[] = []
  for (const part of parts) {
    const ends = part.split(BETWEEN_ENDS).filter(Boolean)
    const first = ends[0] === undefined ? null : readOne(ends[0])
    if (!first || ends.length > 2) return null
    const last = ends[1] === undefined ? first : readEnd(ends[1], first)
    if (!last || last.block !== first.block || last.number < first.number) return null
    ranges.push({ block: first.block, from: first.number, to: last.number + 1n })
  }
  return ranges
}

/** How many numbers the ranges hold together. */
export function countSerials(ranges: readonly SerialRange[]): bigint {
  return ranges.reduce((sum, range) => sum + range.to - range.from, 0n)
}

/** Whether some number stands in two of the ranges. */
export function overlapAmong(ranges: readonly SerialRange[]): boolean {
  const sorted = ranges.toSorted((a, b) =>
    a.block === b.block ? Number(a.from > b.from) * 2 - 1 : a.block < b.block ? -1 : 1,
  )
  return sorted.some((range, i) => {
    const next = sorted[i + 1]
    return next !== undefined && next.block === range.block && next.from < range.to
  })
}

/**
 * What the database keeps apart: the ranges, or for a text that nobody can read as numbers the text itself, so that at
 * least the same text is not imported twice.
 */
export function claimedRanges(printed: string): { ranges: SerialRange[]; readable: boolean } {
  const ranges = readSerials(printed)
  return ranges
    ? { ranges, readable: true }
    : { ranges: [{ block: `=${plain(printed).replace(/[^\p{L}\p{N}]/gu, '')}`, from: 0n, to: 1n }], readable: false }
}

type OneSerial = { block: string; digits: string; number: bigint }

function readOne(text: string): OneSerial | null {
  const found = SERIAL.exec(text)
  const digits = found?.[2]?.replaceAll('-', '') ?? ''
  if (!found || digits.length > MOST_DIGITS) return null
  return { block: (found[1] ?? '').replace(/[^\p{L}\p{N}]/gu, ''), digits, number: BigInt(digits) }
}

/** The last number of a range; without letters of its own it continues the first one's, digits included. */
function readEnd(text: string, first: OneSerial): OneSerial | null {
  const end = readOne(text)
  if (!end || end.block !== '' || end.digits.length >= first.digits.length) {
    return end && end.block === '' ? { ...end, block: first.block } : end
  }
  const digits = first.digits.slice(0, first.digits.length - end.digits.length) + end.digits
  return { block: first.block, digits, number: BigInt(digits) }
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/[‐‑‒−]/g, '-')
    .replace(/^NO\.?/, '')
}
