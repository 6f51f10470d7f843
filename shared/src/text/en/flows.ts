import type { flows as ja } from '../ja/flows.ts'

export const flows: typeof ja = {
  title: 'Where people travel',
  lead: 'Recorded trips, counted by where they began and ended. Pairs with fewer than ten people are among the trips whose destination is not shown.',
  picture: (place) => `Diagram of the trips to ${place} and from ${place}`,
  arriving: 'Arriving',
  leaving: 'Leaving',
  within: 'Within',
  unplaced: 'Destination not shown',
  others: (n) => `${n} other places`,
  table: 'Origins and destinations',
  place: 'Other end',
  trips: 'Trips',
  tripCount: (n) => (n === '1' ? '1 trip' : `${n} trips`),
  reduced: 'Reduced (shown)',
  modes: 'Modes',
  none: 'There are no flows to show for this period',
  noneLead: 'They appear once ten people have travelled between the same two places.',
  csv: 'CSV',
  geoJson: 'GeoJSON',
  rest: (n) => `Show the other ${n} rows`,
}
