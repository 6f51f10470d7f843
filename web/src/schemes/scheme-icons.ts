import type { SchemeKind } from '@morinowa/shared/schemes/scheme-rules.ts'
import type { IconName } from '../ui/icon.tsx'

export const schemeIcons: Record<SchemeKind, IconName> = {
  'per-item-fund': 'basket',
  'unit-attachment': 'leaf',
  'stay-offset': 'bed',
  'event-offset': 'people',
  'residual-offset': 'town',
}
