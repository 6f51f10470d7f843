import { addDays, dayOf } from '@morinowa/shared/kernel/calendar.ts'

/** The last month that is over in Japan: the newest whose sums are whole. */
export const lastWholeMonth = (): string => addDays(`${dayOf(new Date().toISOString()).slice(0, 7)}-01`, -1).slice(0, 7)
