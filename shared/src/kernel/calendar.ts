import { z } from 'zod'

// Japan has one fixed offset and no summer time, so days and months need no time-zone library.

const JAPAN_MS = 9 * 3_600_000

/** A day in Japan, `YYYY-MM-DD`. */
export const Day = z.iso.date().brand<'Day'>()
export type Day = z.infer<typeof Day>

/** A month in Japan, `YYYY-MM`. */
export const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .brand<'Month'>()
export type Month = z.infer<typeof Month>

/** An instant with its offset, RFC 3339. */
export const Instant = z.iso.datetime({ offset: true }).brand<'Instant'>()
export type Instant = z.infer<typeof Instant>

/** The Japanese day on which an instant falls. */
export function dayOf(instant: string): Day {
  return new Date(Date.parse(instant) + JAPAN_MS).toISOString().slice(0, 10) as Day
}

/** The Japanese month of an instant or day. */
export function monthOf(value: string): Month {
  return (value.length === 10 ? value : dayOf(value)).slice(0, 7) as Month
}

/** Japanese fiscal year (April to March) of a day. */
export function fiscalYearOf(day: string): number {
  const year = Number(day.slice(0, 4))
  return Number(day.slice(5, 7)) >= 4 ? year : year - 1
}

/** First and last day of a month. */
export function daysOfMonth(month: Month): { from: Day; to: Day } {
  const [year, index] = month.split('-').map(Number) as [number, number]
  const last = new Date(Date.UTC(year, index, 0)).getUTCDate()
  return { from: `${month}-01` as Day, to: `${month}-${String(last).padStart(2, '0')}` as Day }
}

/** A day moved by whole days. */
export function addDays(day: string, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) as Day
}
