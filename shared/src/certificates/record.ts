import { z } from 'zod'
import { Family } from '../credits/families.ts'
import { CertificateId, LotId, RetirementId } from '../credits/ids.ts'
import { Grams } from '../kernel/units.ts'

/** Grams of one lot that a retirement took, with what the lot is. */
export const RetiredSerials = z.strictObject({
  lotId: LotId,
  from: z.int(),
  to: z.int(),
  /** As printed, both ends included. */
  text: z.string(),
  scheme: z.string(),
  methodology: z.string(),
  projectName: z.string(),
  municipalityCode: z.string().nullable(),
  vintage: z.int(),
  registrySerials: z.array(z.string()),
})
export type RetiredSerials = z.infer<typeof RetiredSerials>

/**
 * The one record that a certificate's page, PDF and JSON are made from. In the public one the beneficiary, the note and the
 * salt are null unless the name was reviewed.
 */
export const RetirementRecord = z.strictObject({
  id: RetirementId,
  certificateId: CertificateId,
  entries: z.array(z.int()).meta({ description: 'Numbers of its entries in the public log.' }),
  family: Family,
  massG: Grams,
  retiredAt: z.string(),
  holder: z.string(),
  beneficiary: z.string().nullable(),
  purpose: z.string(),
  place: z.string().nullable(),
  placeCode: z.string().nullable(),
  periodFrom: z.string().nullable(),
  periodTo: z.string().nullable(),
  note: z.string().nullable(),
  publicName: z.boolean(),
  /** Opens the public log's commitment to the statement, for whoever may read it. */
  salt: z.string().nullable(),
  statementDigest: z.string(),
  serials: z.array(RetiredSerials),
})
export type RetirementRecord = z.infer<typeof RetirementRecord>

/** A record as strangers may read it. */
export function withheld(record: RetirementRecord): RetirementRecord {
  return { ...record, beneficiary: null, note: null, salt: null }
}
