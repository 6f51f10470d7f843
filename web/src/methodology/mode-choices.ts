import type { Mode } from '@morinowa/shared/methodology/mode.ts'
import { useText } from '../app/text.tsx'
import type { Choice } from '../ui/field.tsx'
import type { IconName } from '../ui/icon.tsx'

const icons: Record<Mode, IconName> = {
  walk: 'walk',
  bicycle: 'bicycle',
  eBike: 'bicycle',
  eScooter: 'bicycle',
  sharedBike: 'bicycle',
  sharedScooter: 'bicycle',
  rail: 'train',
  shinkansen: 'train',
  metro: 'train',
  tram: 'train',
  bus: 'bus',
  coach: 'bus',
  ferry: 'ship',
  car: 'car',
  carpool: 'people',
  carShare: 'car',
  ev: 'car',
  taxi: 'car',
  plane: 'plane',
}

export const iconOfMode = (mode: string | null): IconName => icons[mode as Mode] ?? 'route'

/** Modes as choices of a field, in the language being read. */
export function useModeChoices(modes: readonly Mode[]): readonly Choice[] {
  const { methodology } = useText()
  return modes.map((mode) => ({ id: mode, label: methodology.modes[mode], icon: icons[mode] }))
}
