import { checkDigit } from '../kernel/municipality-code.ts'
import type { RefusalCode, RefusalFacts } from '../kernel/refusal.ts'
import type { FieldRule } from './refusals.ts'

// Reading the fields of imported lines by hand: a schema library costs more than everything else done to a line, and
// each fault needs a code that the sender's program can act on.

/** Why a line was not taken, as a value: a million lines may hold a million faults, and throwing is slow. */
export class LineFault {
  readonly code: RefusalCode
  readonly facts: RefusalFacts
  constructor(code: RefusalCode, facts: RefusalFacts = {}) {
    this.code = code
    this.facts = facts
  }
}

/** A line before it is understood: values of JSON, or texts of CSV. */
export type RawLine = Readonly<Record<string, unknown>>

/** Shown back to the sender, so it is cut short. */
function said(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

export function fault(field: string, given: unknown, rule: FieldRule): LineFault {
  return isAbsent(given)
    ? new LineFault('reductions.line-missing', { field, rule })
    : new LineFault('reductions.line-field', { field, given: said(given), rule })
}

/** CSV has no null; an empty field is an absent one. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point.
const PLAIN = /^[^\u0000-\u001f\u007f]*$/

/** A text of 1 to `max` characters without control characters, trimmed; undefined when it is not. */
export function textOf(value: unknown, max = 80): string | undefined {
  // Some systems send numbers that are names.
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof text !== 'string') return undefined
  const trimmed = text.trim()
  return trimmed.length >= 1 && trimmed.length <= max && PLAIN.test(trimmed) ? trimmed : undefined
}

/** A whole number from 1 to `max`, from JSON or CSV. */
export function wholeOf(value: unknown, max: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,12}$/.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= max ? number : undefined
}

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(Z|z|[+-]\d\d:?\d\d)$/
const EARLIEST_MS = Date.UTC(2000, 0, 1)
const LATEST_MS = Date.UTC(2100, 0, 1)

/** Milliseconds of an RFC 3339 time with offset, whole seconds; undefined when it is not one. */
export function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const m = INSTANT.exec(value.trim())
  if (!m) return undefined
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])]
  const [hour, minute, second] = [Number(m[4]), Number(m[5]), Number(m[6] ?? 0)]
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  // Date.UTC carries 31 February into March; a day that moved was never one.
  if (new Date(local).getUTCDate() !== day) return undefined
  const ms = local - offsetOf(m[7] as string)
  return ms >= EARLIEST_MS && ms < LATEST_MS ? ms : undefined
}

const DAY_IN_JAPAN =
  /^(?:(\d{4})-(\d\d)-(\d\d)|(\d{4})[/年](\d{1,2})[/月](\d{1,2})日?(?:\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?)$/

/**
 * Milliseconds of an instant, or of a day as hotel systems and spreadsheets in Japan write it (2026-10-03, 2026/10/3 or
 * 2026年10月3日, the last two also with a time). A day alone is its first moment there: what happened in it is not in
 * the future. Undefined when it is neither.
 */
export function whenOf(value: unknown): number | undefined {
  const instant = instantOf(value)
  if (instant !== undefined || typeof value !== 'string') return instant
  const m = DAY_IN_JAPAN.exec(value.trim())
  if (!m) return undefined
  const two = (text = '0'): string => text.padStart(2, '0')
  const day = `${m[1] ?? m[4]}-${two(m[2] ?? m[5])}-${two(m[3] ?? m[6])}`
  return instantOf(`${day}T${two(m[7])}:${two(m[8])}:${two(m[9])}+09:00`)
}

function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone[0] === '-' ? -1 : 1) * minutes * 60_000
}

/** Five digits of an existing municipality, from five or six. */
export function municipalityOf(value: unknown, known: ReadonlySet<string>): string | undefined {
  const text = textOf(value)
  if (text === undefined) return undefined
  // Spreadsheets eat leading zeros; there is only one way to put one back.
  const code = /^\d{4}$/.test(text) ? `0${text}` : text
  if (code.length === 6 && /^\d{6}$/.test(code) && checkDigit(code.slice(0, 5)) === code[5]) {
    return known.has(code.slice(0, 5)) ? code.slice(0, 5) : undefined
  }
  return code.length === 5 && known.has(code) ? code : undefined
}
