// What may be said of a place without saying anything of a person.
//
// Hiding small cells is not enough: who asks twice and subtracts sees what happened in between, and who subtracts the
// shown modes from the shown total sees the hidden one. So nothing is ever published but increments, each holding acts
// of at least ten people that were in no increment before, and every table that anybody can ask for (by month, day,
// mode, destination, prefecture) is a sum of whole increments. Take any combination of any answers at any times that
// does not cancel out: in the last increment that is left in it stand ten people whose acts are in nothing earlier, and
// nothing cancels those (release.ts).

/** People that must stand behind an increment before it is published. */
export const MIN_PEOPLE = 10

/** The mode under which a closed month's remainders are published together: ten people, but not of one mode. */
export const MIXED = 'mixed'

/** A count as it may be said. Nobody and a few are not told apart. */
export type PeopleSaid = number | '<10'

export function sayPeople(published: number): PeopleSaid {
  return published < MIN_PEOPLE ? '<10' : published
}
