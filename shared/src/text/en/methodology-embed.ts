import type { methodologyEmbed as ja } from '../ja/methodology-embed.ts'

export const methodologyEmbed: typeof ja = {
  title: 'Compare the CO₂ of a trip',
  distance: 'Distance (km)',
  compare: 'Compare',
  perPerson: (km) => `Emitted per person over ${km} km (estimate)`,
  withOccupants: 'with the usual number aboard',
  saves: (amount) => `${amount} less than a car`,
  more: (amount) => `${amount} more than a car`,
  source: (set) => `Factors ${set}`,
  how: 'How it is calculated',
  brand: 'Morinowa',
  badge: (amount) => `about ${amount} CO₂ less`,
  badgeMore: (amount) => `about ${amount} CO₂ more`,
}
