import type { places as ja } from '../ja/places.ts'

export const places: typeof ja = {
  hint: 'Name, romaji or code of a municipality',
  none: 'Nothing found',
}
