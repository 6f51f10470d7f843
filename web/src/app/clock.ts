import { type Day, dayOf } from '@morinowa/shared/kernel/calendar.ts'

const MINUTE_MS = 60_000
const JAPAN_MS = 9 * 3_600_000

/** This moment, RFC 3339 in UTC. */
export const now = (): string => new Date().toISOString()

/** The day it is in Japan. */
export const today = (): Day => dayOf(now())

/** Japan's wall clock as `datetime-local` fields write it, so many minutes from now. */
export function wallClock(minutesFromNow = 0): string {
  return new Date(Date.now() + minutesFromNow * MINUTE_MS + JAPAN_MS).toISOString().slice(0, 16)
}

/** The instant a wall clock in Japan showed this, moved by minutes. */
export function instantOf(wallClockText: string, minutes = 0): string {
  const at = Date.parse(`${wallClockText}:00+09:00`) + minutes * MINUTE_MS
  return `${new Date(at + JAPAN_MS).toISOString().slice(0, 19)}+09:00`
}
