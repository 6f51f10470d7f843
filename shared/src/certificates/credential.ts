import { sha256 } from '@noble/hashes/sha2.js'
import { canonicalize } from 'json-canonicalize'
import { families } from '../credits/families.ts'
import { hex, utf8 } from './bytes.ts'
import { sayClaim } from './claim.ts'
import type { RetirementRecord } from './record.ts'
import type { Json, JsonObject } from './signature.ts'

/**
 * A retirement as a W3C verifiable credential, unsigned. Masses and serials are decimal strings, so that no reader's
 * floating point touches them; what is not public is left out rather than empty.
 */
export function credentialOf(record: RetirementRecord, publicUrl: string): JsonObject & { '@context': Json } {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/undefined-terms/v2'],
    id: `${publicUrl}/certificates/${record.certificateId}`,
    type: ['VerifiableCredential', 'RetirementCertificate'],
    issuer: didOf(publicUrl),
    validFrom: record.retiredAt,
    credentialSubject: subjectOf(record),
  }
}

/** What is certified: every figure of the record, and nothing else. */
export function subjectOf(record: RetirementRecord): JsonObject {
  const claim = sayClaim(record.family)
  const optional = {
    beneficiary: record.beneficiary,
    place: record.place,
    placeCode: record.placeCode,
    periodFrom: record.periodFrom,
    periodTo: record.periodTo,
    note: record.note,
    salt: record.salt,
  }
  return {
    id: `urn:uuid:${record.id}`,
    type: 'CreditRetirement',
    certificateId: record.certificateId,
    family: record.family,
    familyName: { ja: families[record.family].name.ja, en: families[record.family].name.en },
    massG: String(record.massG),
    retiredAt: record.retiredAt,
    holder: record.holder,
    purpose: record.purpose,
    publicName: record.publicName,
    ...present(optional),
    statementDigest: record.statementDigest,
    claim: { ja: claim.ja, en: claim.en },
    entries: record.entries.map(String),
    serials: record.serials.map((serials) => ({
      lotId: serials.lotId,
      from: String(serials.from),
      to: String(serials.to),
      text: serials.text,
      scheme: serials.scheme,
      methodology: serials.methodology,
      projectName: serials.projectName,
      ...present({ municipalityCode: serials.municipalityCode }),
      vintage: String(serials.vintage),
      registrySerials: serials.registrySerials,
    })),
  }
}

/** `did:web` of an address; a port is percent-encoded. */
export function didOf(publicUrl: string): string {
  const host = publicUrl.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '')
  return `did:web:${host.replaceAll(':', '%3A')}`
}

/** What identifies a signed document: SHA-256 of its canonical form. */
export function digestOf(document: JsonObject): string {
  return hex(sha256(utf8(canonicalize(document))))
}

/** A digest as people compare it: the first sixteen digits in fours. */
export function shortDigest(digest: string): string {
  return (digest.slice(0, 16).match(/.{4}/g) ?? []).join(' ')
}

function present(fields: { [key: string]: string | null }): { [key: string]: Json } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
