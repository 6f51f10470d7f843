import * as ed25519 from '@noble/ed25519'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { canonicalize } from 'json-canonicalize'
import { concat, fromMultibase, multibase, utf8 } from './bytes.ts'

// Data Integrity, cryptosuite eddsa-jcs-2022: Ed25519 over the hashes of proof options and document, each in the canonical
// form of RFC 8785. The same code checks on the server and, offline, in a browser.

ed25519.hashes.sha512 = sha512

/** What a signature says about itself; its options are signed with the document. */
export type ProofOptions = {
  type: 'DataIntegrityProof'
  cryptosuite: 'eddsa-jcs-2022'
  created: string
  verificationMethod: string
  proofPurpose: 'assertionMethod'
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** The bytes that are signed: SHA-256 of the proof without its value, then SHA-256 of the document without its proof. */
export function signedBytes(unsigned: JsonObject, proof: JsonObject): Uint8Array {
  return concat(sha256(utf8(canonicalize(proof))), sha256(utf8(canonicalize(unsigned))))
}

/** A document with its proof. `sign` holds the key, which stays where it is. */
export function withProof(
  unsigned: JsonObject & { '@context': Json },
  options: ProofOptions,
  sign: (bytes: Uint8Array) => Uint8Array,
): JsonObject & { proof: JsonObject } {
  // The suite signs the document's context as a part of the proof, and leaves it there for the verifier.
  const proof = { '@context': unsigned['@context'], ...options }
  return { ...unsigned, proof: { ...proof, proofValue: multibase(sign(signedBytes(unsigned, proof))) } }
}

/** Whether a document's proof is this key's. Anything that is not a proof of this suite is not. */
export function proofHolds(signed: JsonObject, publicKey: Uint8Array): boolean {
  const { proof, ...unsigned } = signed
  if (typeof proof !== 'object' || proof === null || Array.isArray(proof)) return false
  const { proofValue, ...options } = proof
  if (options.type !== 'DataIntegrityProof' || options.cryptosuite !== 'eddsa-jcs-2022') return false
  if (options.proofPurpose !== 'assertionMethod' || typeof proofValue !== 'string') return false
  if (canonicalize(options['@context'] ?? null) !== canonicalize(unsigned['@context'] ?? null)) return false
  const signature = fromMultibase(proofValue)
  return signature !== null && signatureHolds(signature, signedBytes(unsigned, options), publicKey)
}

/** Ed25519 over plain bytes. */
export function signatureHolds(signature: Uint8Array, bytes: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || publicKey.length !== 32) return false
  try {
    return ed25519.verify(signature, bytes, publicKey)
  } catch {
    // A point that is not on the curve is a wrong signature, not a fault.
    return false
  }
}

const ED25519_MULTIKEY = Uint8Array.from([0xed, 0x01])

/** A public key as did.json writes it. */
export function multikey(publicKey: Uint8Array): string {
  return multibase(concat(ED25519_MULTIKEY, publicKey))
}

/** The public key of a multikey; null when it is not an Ed25519 one. */
export function fromMultikey(text: string): Uint8Array | null {
  const bytes = fromMultibase(text)
  return bytes?.length === 34 && bytes[0] === 0xed && bytes[1] === 0x01 ? bytes.slice(2) : null
}
