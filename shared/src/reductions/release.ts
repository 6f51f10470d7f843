import { MIN_PEOPLE } from './k-anonymity.ts'

// Which acts of a cell (a municipality's month, pool and mode) may be published now, and how much of their detail. An
// act is published once, with one set of labels, in one increment: a table by day and a table by destination are sums
// of the same increments, so that one laid against the other says nothing new. Pure, so that it can be tried on a
// million histories.

/** What is added up. */
export type Tally = {
  acts: number
  shownG: number
  creditedG: number
  emittedG: number
  contributedG: number
  /** How often something was put in or taken out: what decides whether it is worth publishing again. */
  changes: number
}

/** What else is known of an act; an empty text is not said. */
export type Labels = { day: string; to: string; fromMesh: string; toMesh: string }

export const UNLABELLED: Labels = { day: '', to: '', fromMesh: '', toMesh: '' }

/** Acts with the same labels that no increment holds yet. */
export type Waiting = Tally &
  Labels & {
    /**
     * People with an act in here that was in no increment before and was not taken out again. Ten are enough to know
     * that there are ten; somebody who took anything back in the cell is nobody of these until they act again.
     */
    people: ReadonlySet<string>
  }

export type Increment = Tally & Labels

/** Labels that are kept, the most telling first: where to is worth more than on which day. */
const LEVELS: readonly (readonly (keyof Labels)[])[] = [
  ['to', 'fromMesh', 'toMesh', 'day'],
  ['to', 'fromMesh', 'toMesh'],
  ['to', 'day'],
  ['to'],
  ['day'],
  [],
]

/**
 * Divides what waits in a cell into increments of at least ten people each, with as many labels as ten people share,
 * and what has to wait on. What is taken out (negative tallies) rides along with its labels.
 */
export function release<W extends Waiting>(waiting: readonly W[]): { increments: Increment[]; kept: W[] } {
  const increments: Increment[] = []
  let left: readonly W[] = waiting
  for (const level of LEVELS) {
    if (left.length === 0) break
    const groups = new Map<string, W[]>()
    for (const one of left) {
      const key = level.map((name) => one[name]).join(' ')
      const group = groups.get(key)
      if (group) group.push(one)
      else groups.set(key, [one])
    }
    const rest: W[] = []
    for (const group of groups.values()) {
      if (haveEnoughPeople(group)) increments.push({ ...labelsOf(group[0] as W, level), ...together(group) })
      else rest.push(...group)
    }
    left = rest
  }
  return { increments, kept: [...left] }
}

/** Whether ten people stand behind all of these together. */
export function haveEnoughPeople(group: readonly Pick<Waiting, 'people'>[]): boolean {
  const people = new Set<string>()
  for (const one of group) {
    for (const person of one.people) people.add(person)
    if (people.size >= MIN_PEOPLE) return true
  }
  return false
}

/** The sum of tallies. */
export function together(group: readonly Tally[]): Tally {
  const sum: Tally = { acts: 0, shownG: 0, creditedG: 0, emittedG: 0, contributedG: 0, changes: 0 }
  for (const one of group) addTally(sum, one)
  return sum
}

export function addTally(sum: Tally, by: Tally): void {
  sum.acts += by.acts
  sum.shownG += by.shownG
  sum.creditedG += by.creditedG
  sum.emittedG += by.emittedG
  sum.contributedG += by.contributedG
  sum.changes += by.changes
}

function labelsOf(one: Labels, level: readonly (keyof Labels)[]): Labels {
  const labels = { ...UNLABELLED }
  for (const name of level) labels[name] = one[name]
  return labels
}

const A_TENTH = 10
const MOST_WAITING = 1_000

/**
 * Whether a cell should be looked at again: at once while it is small, later whenever what waits is a tenth of what is
 * published or a thousand changes. Publishing each ten people as they come would leave no day and no destination with
 * ten of its own; what is shown lags by a tenth at most, until the night.
 */
export function isDue(changes: { waiting: number; published: number }): boolean {
  return changes.waiting * A_TENTH >= changes.published || changes.waiting >= MOST_WAITING
}
