import { createHash, randomBytes } from 'node:crypto'

/** Access tokens of apps begin so; no organisation's key does. */
export const ACCESS_PREFIX = 'mwa_'
export const REFRESH_PREFIX = 'mwr_'

const MINUTE_MS = 60_000
export const CODE_MS = MINUTE_MS
export const ACCESS_MS = 10 * MINUTE_MS
export const REFRESH_MS = 30 * 24 * 60 * MINUTE_MS

/** 256 bits that nobody guesses, so a plain hash of them may be kept. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url')
}

/** Whether a verifier is the one whose S256 challenge came with the question (RFC 7636, 4.6). */
export function answersChallenge(verifier: string, challenge: string): boolean {
  return /^[\w.~-]{43,128}$/.test(verifier) && createHash('sha256').update(verifier).digest('base64url') === challenge
}

export function later(now: string, ms: number): string {
  return new Date(Date.parse(now) + ms).toISOString()
}
