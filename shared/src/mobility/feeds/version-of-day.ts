/** One version of a feed, among those that may be meant. */
export type FeedChoice = {
  feedId: string
  code: string
  versionId: number
  validFrom: string | null
  validTo: string | null
  /** As its readers know it: operator and edition. */
  name: string
}

/**
 * The versions that may answer for a day, the fittest first: those whose days cover it, the latest taken first; then the
 * one that ended last before it; then the one that begins next. A stop that a timetable lost is found in an older one.
 * @param choices the latest taken first. @param feed the id or name of the feed meant; null for any.
 */
export function preferredVersions(choices: readonly FeedChoice[], feed: string | null, day: string): FeedChoice[] {
  const meant = feed === null ? choices : choices.filter(({ feedId, code }) => feedId === feed || code === feed)
  const covers = ({ validFrom, validTo }: FeedChoice) =>
    (validFrom === null || validFrom <= day) && (validTo === null || validTo >= day)
  const ended = ({ validTo }: FeedChoice) => validTo !== null && validTo < day
  return [
    ...meant.filter(covers),
    ...meant.filter(ended).toSorted((a, b) => (b.validTo ?? '').localeCompare(a.validTo ?? '')),
    ...meant
      .filter((one) => !covers(one) && !ended(one))
      .toSorted((a, b) => (a.validFrom ?? '').localeCompare(b.validFrom ?? '')),
  ]
}
