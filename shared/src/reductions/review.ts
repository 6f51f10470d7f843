// How long an open question about an act may stay open. After that it is at the top of the reviewer's list, its person is
// told so, and the public figures count it.

export const REVIEW_DAYS = 30
const DAY_MS = 86_400_000

/** Until when somebody must have answered; both as RFC 3339. */
export function dueAt(since: string): string {
  return new Date(Date.parse(since) + REVIEW_DAYS * DAY_MS).toISOString()
}

export function isOverdue(since: string, now: string): boolean {
  return Date.parse(dueAt(since)) <= Date.parse(now)
}
