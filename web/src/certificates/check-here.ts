import type { Check, KnownKey } from '@morinowa/shared/certificates/check-credential.ts'
import { signingKeysEndpoint } from '@morinowa/shared/certificates/contract.ts'
import type { JsonObject } from '@morinowa/shared/certificates/signature.ts'
import { call } from '../app/api-client.ts'

const arithmetic = () =>
  Promise.all([
    import('@morinowa/shared/certificates/check-credential.ts'),
    import('@morinowa/shared/certificates/signature.ts'),
  ])

/** The public keys as they were last fetched; who has no connection now may have had one when the page was opened. */
let known: readonly KnownKey[] | undefined

async function fetchKeys(): Promise<readonly KnownKey[]> {
  const [[, { fromMultikey }], { items }] = await Promise.all([arithmetic(), call(signingKeysEndpoint)])
  known = items.flatMap(({ id, publicKeyMultibase, createdAt, retiredAt }): KnownKey[] => {
    const publicKey = fromMultikey(publicKeyMultibase)
    return publicKey ? [{ id, publicKey, createdAt, retiredAt }] : []
  })
  return known
}

/** Fetches what a check needs, so that none of it is missing when the connection is. */
export function prepareChecks(): void {
  fetchKeys().catch(() => {})
}

/**
 * Checks a certificate with this browser's own arithmetic; from the server come only the public keys, which anyone may
 * keep.
 * @throws UnreachableError without a connection, unless the keys were fetched before.
 */
export async function checkHere(credential: JsonObject): Promise<Check[]> {
  const keys = await fetchKeys().catch((error: unknown) => {
    if (known) return known
    throw error
  })
  const [{ checkAlone }] = await arithmetic()
  return checkAlone(credential, keys)
}

/** The certificate in a text, if it is one JSON object. */
export function readCredential(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
  } catch {
    return null
  }
}

/** What a certificate says in its signed part, to be held against what its pages show. */
export function figuresSaid({ credentialSubject }: JsonObject) {
  const subject = typeof credentialSubject === 'object' && credentialSubject !== null ? credentialSubject : {}
  const text = (name: string): string | null => {
    const value = (subject as JsonObject)[name]
    return typeof value === 'string' ? value : null
  }
  const massG = Number(text('massG') ?? Number.NaN)
  return {
    number: text('certificateId') ?? '—',
    beneficiary: text('beneficiary'),
    massG: Number.isSafeInteger(massG) ? massG : null,
    purpose: text('purpose') ?? '—',
    holder: text('holder') ?? '—',
  }
}
