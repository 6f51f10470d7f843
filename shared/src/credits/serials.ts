import { type Family, families } from './families.ts'

/** A range of serial numbers of one lot, `[from, to)`: a number is one gram. */
export type SerialRange = { from: number; to: number }

/** A range as it is printed: `MW-BEHAVIOUR-7K3Q9XAB-0-9999`, both ends included. */
export function serialText(family: Family, code: string, { from, to }: SerialRange): string {
  return `MW-${families[family].mark}-${code}-${from}-${to - 1}`
}

/** What a printed serial, or one number of a lot, says; null when it is something else. The lot is its code or its id. */
export function readSerial(text: string): { lot: string; range: SerialRange } | null {
  const found =
    /^MW-([A-Z]+)-([0-9A-Z]{8}|[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12})-(\d{1,16})(?:-(\d{1,16}))?$/.exec(
      text.trim().normalize('NFKC').toUpperCase(),
    )
  if (!found) return null
  const [, mark, lot = '', first, last = first] = found
  const from = Number(first)
  const to = Number(last) + 1
  if (!Object.values(families).some((family) => family.mark === mark)) return null
  if (!Number.isSafeInteger(to) || from >= to) return null
  return { lot: lot.length === 8 ? readableCode(lot) : lot.toLowerCase(), range: { from, to } }
}

/** A code as somebody copied it: letters that Crockford's alphabet leaves out stand for the digits they look like. */
export function readableCode(code: string): string {
  return code.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')
}

/** How many grams ranges hold together. */
export function gramsIn(ranges: readonly SerialRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + (to - from), 0)
}
