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
const MOST = 10n ** 18n
/** Registries part their numbers into groups of three; a longer group counts as long as it is. */
const GROUP_DIGITS = 3

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
    if (!last || last.block !== first.block || last.groups.length !== first.groups.length) return null
    const [from, to] = numbersOf(first.groups, last.groups)
    if (to < from || to >= MOST) return null
    ranges.push({ block: first.block, from, to: to + 1n })
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

/** Serial numbers as they came, each range as one printed text. */
export function printedSerials(
  given: string | { from: string; to: string } | readonly (string | { from: string; to: string })[],
): string[] {
  return [given].flat().map((one) => (typeof one === 'string' ? one : `${one.from}〜${one.to}`))
}

type OneSerial = { block: string; groups: string[] }

function readOne(text: string): OneSerial | null {
  const found = SERIAL.exec(text)
  const groups = found?.[2]?.split('-').filter(Boolean) ?? []
  if (!found || groups.length === 0) return null
  return { block: (found[1] ?? '').replace(/[^\p{L}\p{N}]/gu, ''), groups }
}

/** The last number of a range; without letters of its own it continues the first one's, groups and digits included. */
function readEnd(text: string, first: OneSerial): OneSerial | null {
  const end = readOne(text)
  if (!end || end.block !== '' || end.groups.length > first.groups.length) return end
  const { block, groups } = first
  const kept = groups.slice(0, groups.length - end.groups.length)
  const [head = '', ...rest] = end.groups
  const known = groups[kept.length] ?? ''
  return { block, groups: [...kept, known.slice(0, Math.max(0, known.length - head.length)) + head, ...rest] }
}

/** Both ends as numbers in which a group weighs the same, padded with zeros or not: 001-101, 1-101 and 001101 are one. */
function numbersOf(first: readonly string[], last: readonly string[]): [bigint, bigint] {
  const widths = first.map((group, i) => BigInt(Math.max(GROUP_DIGITS, group.length, last[i]?.length ?? 0)))
  const number = (groups: readonly string[]) =>
    groups.reduce((sum, group, i) => sum * 10n ** (widths[i] ?? 0n) + BigInt(group), 0n)
  return [number(first), number(last)]
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/[‐‑‒−]/g, '-')
    .replace(/^NO\.?/, '')
}
