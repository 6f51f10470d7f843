import { z } from 'zod'

/** One issued block of serials, a gram each. */
export const LotId = z.uuid().brand<'LotId'>()
export type LotId = z.infer<typeof LotId>

export const ReservationId = z.uuid().brand<'ReservationId'>()
export type ReservationId = z.infer<typeof ReservationId>

export const RetirementId = z.uuid().brand<'RetirementId'>()
export type RetirementId = z.infer<typeof RetirementId>

export const BatchId = z.uuid().brand<'BatchId'>()
export type BatchId = z.infer<typeof BatchId>

/** `MW-C-2026-7K3Q9XAB`: what a certificate is called, and what is typed to look it up. */
export const CertificateId = z
  .string()
  .regex(/^MW-C-\d{4}-[0-9A-HJKMNP-TV-Z]{8}$/)
  .brand<'CertificateId'>()
export type CertificateId = z.infer<typeof CertificateId>
