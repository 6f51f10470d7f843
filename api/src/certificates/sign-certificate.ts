import { createHash } from 'node:crypto'
import { credentialOf, didOf, digestOf } from '@morinowa/shared/certificates/credential.ts'
import { type RetirementRecord, withheld } from '@morinowa/shared/certificates/record.ts'
import { type JsonObject, withProof } from '@morinowa/shared/certificates/signature.ts'
import { canonicalize } from 'json-canonicalize'
import type { Deps } from '../platform/deps.ts'
import { activeSigner } from './keys.ts'
import { documentOf, type KnownRetirement, recordDocument } from './store.ts'

/** A certificate as it was signed: the exact text, what it is called and what it says. */
export type SignedCertificate = {
  record: RetirementRecord
  text: string
  digest: string
  /** Of the content without its signature: the same content is signed once. */
  contentHash: Buffer
}

/** What a reader may be shown: all of it to whoever retired, the name only once it was reviewed to everybody else. */
export function shownTo({ record, nameReview }: KnownRetirement, full: boolean): RetirementRecord {
  return full || nameReview === 'approved' ? record : withheld(record)
}

/** Signs what a record says, or finds what was signed when it said the same. */
export async function signCertificate(deps: Deps, record: RetirementRecord): Promise<SignedCertificate> {
  const { db, now, settings } = deps
  const unsigned = credentialOf(record, settings.publicUrl)
  const contentHash = createHash('sha256').update(canonicalize(unsigned)).digest()
  const known = await documentOf(db, record.id, contentHash)
  if (known !== null) return { record, text: known, digest: digestOf(JSON.parse(known) as JsonObject), contentHash }

  const signer = await activeSigner(deps)
  const signedAt = now()
  const signed = withProof(
    unsigned,
    {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-jcs-2022',
      created: signedAt,
      verificationMethod: `${didOf(settings.publicUrl)}#${signer.id}`,
      proofPurpose: 'assertionMethod',
    },
    signer.sign,
  )
  const document = canonicalize(signed)
  await db.transaction((tx) =>
    recordDocument(tx, { retirementId: record.id, contentHash, document, keyId: signer.id, signedAt }),
  )
  // Another process may have signed the same a moment ago; there is one document for one content.
  const text = (await documentOf(db, record.id, contentHash)) ?? document
  return { record, text, digest: digestOf(JSON.parse(text) as JsonObject), contentHash }
}
