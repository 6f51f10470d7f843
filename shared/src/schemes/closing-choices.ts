import { addDays, type Day, fiscalYearOf, monthOf, type Month } from '../kernel/calendar.ts'

/** Periods whose end a shop is offered when it closes, and the one that is chosen at first; none of them closed already. */
export type ClosingChoices = {
  first: Day | null
  month: { day: Day; month: Month } | null
  fiscalYear: { day: Day; year: number } | null
}

/** The end of last month and of the last fiscal year; at first last month's, or yesterday when that is closed. */
export function closingChoices(today: Day, closedThrough: Day | null): ClosingChoices {
  const isOpen = (day: Day) => closedThrough === null || day > closedThrough
  const month = addDays(`${today.slice(0, 7)}-01` as Day, -1)
  const year = fiscalYearOf(today) - 1
  const yearsEnd = `${year + 1}-03-31` as Day
  return {
    first: [month, addDays(today, -1)].find(isOpen) ?? null,
    month: isOpen(month) ? { day: month, month: monthOf(month) } : null,
    fiscalYear: isOpen(yearsEnd) ? { day: yearsEnd, year } : null,
  }
}
