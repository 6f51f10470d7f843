// What may be said of a place without saying anything of a person.
//
// Hiding small cells is not enough: who asks twice and subtracts sees what happened in between, and who subtracts the
// shown modes from the shown total sees the hidden one. So nothing is ever published but increments of single cells,
// each made of the acts of at least ten people, and every total that anybody can ask for is a sum of those. Any
// difference of answers is then a sum of whole increments, too.

/** People that must stand behind an increment before it is published. */
export const MIN_PEOPLE = 10

/** The mode under which a closed month's remainders are published together: ten people, but not of one mode. */
export const MIXED = 'mixed'

/** A count as it may be said. Nobody and a few are not told apart. */
export type PeopleSaid = number | '<10'

export function sayPeople(published: number): PeopleSaid {
  return published < MIN_PEOPLE ? '<10' : published
}
