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

/**
 * Numbers of a text as the registry would print them: a part of `printed` in the manner of the whole. What cannot be read
 * as numbers is the text itself.
 */
export function writeSerials(printed: string, ranges: readonly SerialRange[]): string {
  const manners = mannersOf(printed)
  return ranges
    .map(({ block, from, to }) => {
      const manner = manners.find((one) => one.block === block && one.from <= from && to <= one.to)
      if (!manner) return printed
      const first = numberIn(manner, from)
      return to - from === 1n ? first : `${first}〜${numberIn(manner, to - 1n)}`
    })
    .join(', ')
}

/** The numbers of the first ranges that are not among the second. */
export function withoutSerials(all: readonly SerialRange[], less: readonly SerialRange[]): SerialRange[] {
  let left = [...all]
  for (const { block, from, to } of less) {
    left = left.flatMap((range) => {
      if (range.block !== block || to <= range.from || range.to <= from) return [range]
      return [
        ...(range.from < from ? [{ block, from: range.from, to: from }] : []),
        ...(to < range.to ? [{ block, from: to, to: range.to }] : []),
      ]
    })
  }
  return left
}

/** The numbers that stand in both. */
export function commonSerials(a: readonly SerialRange[], b: readonly SerialRange[]): SerialRange[] {
  return a.flatMap((one) =>
    b.flatMap((other) => {
      const from = one.from > other.from ? one.from : other.from
      const to = one.to < other.to ? one.to : other.to
      return one.block === other.block && from < to ? [{ block: one.block, from, to }] : []
    }),
  )
}

/** `count` numbers after the first `skip`, in the order of the ranges; fewer when they end before. */
export function sliceSerials(ranges: readonly SerialRange[], skip: bigint, count: bigint): SerialRange[] {
  const taken: SerialRange[] = []
  let [before, left] = [skip, count]
  for (const { block, from, to } of ranges) {
    const size = to - from
    const start = before < size ? before : size
    const length = size - start < left ? size - start : left
    if (length > 0n) taken.push({ block, from: from + start, to: from + start + length })
    before -= start
    left -= length
  }
  return taken
}

/** Serial numbers as they came, each range as one printed text. */
export function printedSerials(
  given: string | { from: string; to: string } | readonly (string | { from: string; to: string })[],
): string[] {
  return [given].flat().map((one) => (typeof one === 'string' ? one : `${one.from}〜${one.to}`))
}

type OneSerial = { block: string; groups: string[] }
type Manner = SerialRange & { prefix: string; groups: readonly string[]; widths: readonly number[] }

/** How each range of a printed text writes its numbers. */
function mannersOf(printed: string): Manner[] {
  const parts = printed.split(BETWEEN_RANGES).map(plain).filter(Boolean)
  return parts.flatMap((part) => {
    const [range] = readSerials(part) ?? []
    const [start = '', end] = part.split(BETWEEN_ENDS).filter(Boolean)
    const first = readOne(start)
    const last = first && end !== undefined ? readEnd(end, first) : first
    if (!range || !first || !last) return []
    const prefix = SERIAL.exec(start)?.[1] ?? ''
    return [{ ...range, prefix, groups: first.groups, widths: widthsOf(first.groups, last.groups) }]
  })
}

function numberIn({ prefix, groups, widths }: Manner, number: bigint): string {
  let rest = number
  const written = widths.toReversed().map((width, n) => {
    const isFirst = n === widths.length - 1
    const weight = 10n ** BigInt(width)
    const digits = isFirst ? rest : rest % weight
    rest /= weight
    return String(digits).padStart(groups[widths.length - 1 - n]?.length ?? 0, '0')
  })
  return `${prefix}${written.toReversed().join('-')}`
}

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
  const widths = widthsOf(first, last)
  const number = (groups: readonly string[]) =>
    groups.reduce((sum, group, i) => sum * 10n ** BigInt(widths[i] ?? 0) + BigInt(group), 0n)
  return [number(first), number(last)]
}

function widthsOf(first: readonly string[], last: readonly string[]): number[] {
  return first.map((group, i) => Math.max(GROUP_DIGITS, group.length, last[i]?.length ?? 0))
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/[‐‑‒−]/g, '-')
    .replace(/^NO\.?/, '')
}
