import { didOf } from '@morinowa/shared/certificates/credential.ts'
import { multikey } from '@morinowa/shared/certificates/signature.ts'
import type { Deps } from '../platform/deps.ts'
import { activeSigner } from './keys.ts'
import { signingKeys } from './store.ts'

/** The `did:web` document: every key that ever signed, so that old signatures can still be checked. */
export async function didDocument(deps: Deps): Promise<object> {
  await activeSigner(deps)
  const did = didOf(deps.settings.publicUrl)
  const keys = await signingKeys(deps.db)
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: keys.map(({ id, publicKey, retiredAt }) => ({
      id: `${did}#${id}`,
      type: 'Multikey',
      controller: did,
      publicKeyMultibase: multikey(publicKey),
      // Revoked for new signatures only: what it signed before that moment stays good.
      ...(retiredAt && { revoked: retiredAt }),
    })),
    assertionMethod: keys.map(({ id }) => `${did}#${id}`),
  }
}
