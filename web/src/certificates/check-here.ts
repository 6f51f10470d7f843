import type { Check, KnownKey } from '@morinowa/shared/certificates/check-credential.ts'
import { signingKeysEndpoint } from '@morinowa/shared/certificates/contract.ts'
import type { JsonObject } from '@morinowa/shared/certificates/signature.ts'
import { call } from '../app/api-client.ts'

/**
 * Checks a certificate with this browser's own arithmetic; from the server come only the public keys, which anyone may
 * keep. The code for it is fetched when somebody asks.
 */
export async function checkHere(credential: JsonObject): Promise<Check[]> {
  const [{ checkAlone }, { fromMultikey }, { items }] = await Promise.all([
    import('@morinowa/shared/certificates/check-credential.ts'),
    import('@morinowa/shared/certificates/signature.ts'),
    call(signingKeysEndpoint),
  ])
  const keys = items.flatMap(({ id, publicKeyMultibase, createdAt, retiredAt }): KnownKey[] => {
    const publicKey = fromMultikey(publicKeyMultibase)
    return publicKey ? [{ id, publicKey, createdAt, retiredAt }] : []
  })
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
