import { useSyncExternalStore } from 'react'
import { DARK, LIGHT, type Palette } from './palette.ts'

const dark = () => matchMedia('(prefers-color-scheme: dark)')

function subscribe(changed: () => void): () => void {
  const query = dark()
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** A canvas knows no style sheet, so its colours follow the reader's choice here. */
export function usePalette(): Palette {
  return useSyncExternalStore(subscribe, () => dark().matches) ? DARK : LIGHT
}
