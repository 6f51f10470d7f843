import type { map as ja } from '../ja/map.ts'

export const map: typeof ja = {
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  approximate: 'Approximate areas',
  approximateLead: 'Areas computed from the location of each office; these are not the real boundaries.',
  withheld: 'Withheld (too few people)',
  none: 'No data',
  loading: 'Preparing the map',
  keyboard: 'Arrow keys move, plus and minus zoom, Enter chooses the area in the middle.',
  from: (lowest) => `${lowest} and more`,
  between: (from, to) => `${from} to ${to}`,
  source: 'Source of the boundaries',
}
