import { hash } from 'node:crypto'

/** The part of a ride by which the same ride under another name is known. */
export type Alike = {
  mode: string | null
  startMs: number
  endMs: number
  quantity: number
  fromMunicipality: string | null
  toMunicipality: string | null
}

/** A short name for everything that two rides have in common when one is a copy of the other; a UUID of version 8. */
export function likenessOf({ mode, startMs, endMs, quantity, fromMunicipality, toMunicipality }: Alike): string {
  const hex = hash('sha256', `${mode}\n${startMs}\n${endMs}\n${quantity}\n${fromMunicipality}\n${toMunicipality}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
