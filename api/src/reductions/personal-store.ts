import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'

// What is kept beside a person's acts, as they read it themselves.

const Said = z.object({
  reductionId: z.string(),
  said: z.string(),
  saidAt: z.string(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
})

export function everyDisputeOf(db: Queryable, participantId: string) {
  return db.many(rows(Said)`
    select reduction_id as "reductionId", said, said_at as "saidAt", answer, answered_at as "answeredAt"
      from reduction_dispute where participant_id = ${participantId} order by said_at, id limit 100000`)
}

const Note = z.object({
  reductionId: z.string(),
  act: z.string(),
  note: z.string(),
  organisation: z.string().nullable(),
  at: z.string(),
})

/** What reviewers and providers wrote about their acts. */
export function reviewNotesOf(db: Queryable, participantId: string) {
  return db.many(rows(Note)`
    select e.reduction_id as "reductionId", e.act, e.note, o.name as organisation, e.at
      from review_entry e
      join reduction r on r.participant_id = ${participantId} and r.id = e.reduction_id
      left join organisation o on o.id = e.organisation_id
     order by e.at, e.id limit 100000`)
}

const Shared = z.object({
  reductionId: z.string(),
  travellerBp: z.int(),
  operatorBp: z.int(),
  hotelBp: z.int(),
  townBp: z.int(),
  setAt: z.string(),
})

export function ownSharesOf(db: Queryable, participantId: string) {
  return db.many(rows(Shared)`
    select reduction_id as "reductionId", traveller_bp as "travellerBp", operator_bp as "operatorBp",
           hotel_bp as "hotelBp", town_bp as "townBp", set_at as "setAt"
      from act_share where participant_id = ${participantId} order by set_at, reduction_id limit 100000`)
}

const Choice = z.object({ reductionId: z.string(), journeyId: z.string().nullable(), chosenAt: z.string() })

/** Acts that they put into a journey, or took out of one. */
export function journeyChoicesOf(db: Queryable, participantId: string) {
  return db.many(rows(Choice)`
    select reduction_id as "reductionId", journey_id as "journeyId", chosen_at as "chosenAt"
      from journey_choice where participant_id = ${participantId} order by chosen_at, reduction_id limit 100000`)
}

const Area = z.object({ municipalityCode: z.string(), month: z.string(), pools: z.int() })

/** Months in which they were counted as one of a municipality's people; pools 1 mobility, 2 destinations, 3 both. */
export function areasOf(db: Queryable, participantId: string) {
  return db.many(rows(Area)`
    select municipality_code as "municipalityCode", month, pools
      from area_person where participant_id = ${participantId} order by month, municipality_code limit 100000`)
}

const Passed = z.object({ reductionId: z.string(), soldG: z.int() })

/** Acts of which grams left the account in which they were issued. */
export function passedOnOf(db: Queryable, participantId: string) {
  return db.many(rows(Passed)`
    select reduction_id as "reductionId", sold_g as "soldG"
      from reduction_passed where participant_id = ${participantId} order by reduction_id limit 100000`)
}
