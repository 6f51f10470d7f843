import { hash } from 'node:crypto'

/**
 * The pseudonym under which a subject's acts wait until somebody is linked to it: always the same for the same subject
 * of the same provider, and nobody's.
 */
export function waitingParticipant(providerId: string, kind: 'subject' | 'line', name: string): string {
  const hex = hash('sha256', `${providerId}\n${kind}\n${name}`)
  // Version 8 of RFC 9562: a UUID whose bits are the application's own.
  const variant = ((Number.parseInt(hex[16] as string, 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
