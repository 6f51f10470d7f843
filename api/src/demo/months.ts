import { addDays, monthOf } from '@morinowa/shared/kernel/calendar.ts'

/** How many past months the demo world's passengers fill. */
export const WORLD_MONTHS = 3

/** The months before the present one in Japan, the oldest first. */
export function monthsBefore(now: string, count: number): string[] {
  const months: string[] = []
  for (let day = `${monthOf(now)}-01`; months.length < count; ) {
    const month = monthOf(addDays(day, -1))
    months.unshift(month)
    day = `${month}-01`
  }
  return months
}
