import type { Mode } from '../methodology/mode.ts'

// Farms: many devices on one shelf, or one file written many times under different names, report the same ride to the
// second and to the metre. Passengers of one bus or train honestly do; people who walk, cycle or drive do not.

const ALONE: ReadonlySet<string> = new Set<Mode>([
  'walk',
  'bicycle',
  'eBike',
  'eScooter',
  'sharedBike',
  'sharedScooter',
  'car',
  'carpool',
  'carShare',
  'ev',
  'taxi',
])

/** People of one provider whose rides may be the same to the second: a full car, or a class out on its bicycles. */
export const MOST_ALIKE = 10

/** Whether rides of this mode are compared with each other. */
export const isRiddenAlone = (mode: string | null): boolean => mode !== null && ALONE.has(mode)
