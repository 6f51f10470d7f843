import { z } from 'zod'
import { rule } from './rule.ts'

const uuid = z.uuid()

export const RequestId = uuid.brand<'RequestId'>()
export type RequestId = z.infer<typeof RequestId>

export const PersonId = uuid.brand<'PersonId'>()
export type PersonId = z.infer<typeof PersonId>

/** Who did something, without saying who: a person's or a provider subject's pseudonym in the pools. */
export const ParticipantId = uuid.brand<'ParticipantId'>()
export type ParticipantId = z.infer<typeof ParticipantId>

export const OrganisationId = uuid.brand<'OrganisationId'>()
export type OrganisationId = z.infer<typeof OrganisationId>

export const ReductionId = uuid.brand<'ReductionId'>()
export type ReductionId = z.infer<typeof ReductionId>

const SHORT_CODE = /^[0-9A-HJKMNP-TV-Z]{8}$/

/** A code people can read aloud: Crockford base 32, no I, L, O, U. */
export const ShortCode = z
  .string()
  .refine(
    (code) => SHORT_CODE.test(code),
    rule('コードは数字と英大文字の 8 文字です。', 'A code is eight digits and capital letters.'),
  )
  .meta({ pattern: SHORT_CODE.source })
export type ShortCode = z.infer<typeof ShortCode>
