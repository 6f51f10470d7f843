import { Family } from '@morinowa/shared/credits/families.ts'
import { CertificateId, LotId, ReservationId, RetirementId } from '@morinowa/shared/credits/ids.ts'
import type { LotRule } from '@morinowa/shared/credits/lot-rules.ts'
import { type RetirementStatement, statementSaid } from '@morinowa/shared/credits/retirement-statement.ts'
import { serialText } from '@morinowa/shared/credits/serials.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { type RefusalCode, type RefusalFacts, refuse } from '@morinowa/shared/kernel/refusal.ts'
import { type Grams, Grams as GramsSchema } from '@morinowa/shared/kernel/units.ts'
import { z } from 'zod'
import { rows, sqlState, type Statement, type Tx } from '../platform/db.ts'
import { recordContributions } from '../reductions/gather-batch.ts'
import type { RetireAsk, Source, TransferAsk } from './act-asks.ts'
import { commitmentTo, digestOf, digestOfRetirement, digestOfTransfer, wholeGrams } from './act-digest.ts'
import { sourcesBetween } from './source-store.ts'
import { type Lot, lotById } from './store.ts'

// What other words may do with credits. Each act is one call into the database, where everything that must hold is
// enforced (prisma/migrations/…_credits). `key` names the act for ever: the same key again answers what the first call
// answered and moves nothing; the same key for another act is refused with `request.id-reused`.

export type NewLot = {
  key: string
  ownerId: OrganisationId
  family: Family
  massG: number
  /** The part that goes to the buffer instead of the owner. */
  bufferG?: number
  vintage: number
  periodFrom?: string | null
  periodTo?: string | null
  projectName: string
  municipalityCode: string | null
  scheme: string
  methodology: string
  /** As the outside registry prints them. */
  registrySerials?: readonly string[]
  /** The registry's unit in grams, of which the lot holds a whole number. */
  unitG?: number
  rules?: readonly LotRule[]
  /** Behaviour lots come from a batch, others do not. */
  batchId?: string | null
}

const issuedLot = z.object({ id: LotId })

/** Puts a new lot into its owner's account. */
export async function issueLot(tx: Tx, ask: NewLot): Promise<Lot> {
  const { key, ownerId, rules = [], ...lot } = ask
  const facts = {
    bufferG: 0,
    unitG: 1,
    registrySerials: [],
    batchId: null,
    periodFrom: null,
    periodTo: null,
    ...lot,
    ...ruleColumns(rules),
  }
  const { id } = await asked(() =>
    tx.one(rows(issuedLot)`
      select ledger_issue(${key}, ${digestOf('issue', { ownerId, facts })}, ${ownerId}, ${JSON.stringify(facts)}::jsonb) as id`),
  )
  const issued = await lotById(tx, id)
  if (!issued) throw new Error(`lot ${id} was issued and is not there`)
  return issued
}

const Result = z.object({
  result: z.object({
    fresh: z.boolean(),
    massG: GramsSchema,
    at: z.string().transform((text) => new Date(text).toISOString()),
    serials: z.array(
      z.object({
        lotId: LotId,
        code: z.string(),
        family: Family,
        from: z.int(),
        to: z.int(),
        /** The grams left the account in which their lot began, which each gram does once. */
        firstHand: z.boolean(),
      }),
    ),
    retirement: z.object({ id: RetirementId, certificateId: CertificateId, family: Family }).nullable(),
  }),
})

/** A range that an operation took, half-open, with its printed form. */
export type TakenSerials = { lotId: LotId; from: number; to: number; text: string }

export type Transfer = { massG: Grams; transferredAt: string; serials: TakenSerials[] }

export type Retirement = {
  id: RetirementId
  massG: Grams
  family: Family
  retiredAt: string
  serials: TakenSerials[]
  certificateId: CertificateId
}

/** Moves credits between organisations: all that is wanted or nothing. */
export async function transfer(tx: Tx, ask: TransferAsk): Promise<Transfer> {
  const { key, fromOrganisationId, toOrganisationId, lotId = null, family = null, massG } = ask
  const request = digestOfTransfer(ask)
  return asTransfer(
    await call(
      tx,
      rows(Result)`
        select ledger_transfer(${key}, ${request}, ${fromOrganisationId}, ${toOrganisationId}, ${lotId}, ${family},
                               ${wholeGrams(massG)}) as result`,
    ),
  )
}

/** Takes credits out of circulation for good, with what is said about it. Its certificate exists with it. */
export async function retire(tx: Tx, ask: RetireAsk): Promise<Retirement> {
  const { key, organisationId, lotId = null, family = null, massG } = ask
  const said = statementSaid(ask.retirement)
  const request = digestOfRetirement(ask, said)
  const { salt, digest } = commitmentTo(said)
  return asRetirement(
    await call(
      tx,
      rows(Result)`
        select ledger_retire(${key}, ${request}, ${organisationId}, ${lotId}, ${family}, ${wholeGrams(massG)},
                             ${JSON.stringify(said)}::jsonb, ${salt}, ${digest}) as result`,
    ),
  )
}

export type ReserveAsk = Source & {
  key: string
  organisationId: OrganisationId
  massG: number
  /** For whom or what, in a word or two with an id: `order 0198…`. Not public. */
  purpose: string
  /** When the grams go back by themselves; null keeps them until they are released. */
  expiresAt: string | null
  /** Say `transfer` when they will be sold: a lot that may not be resold is then refused at once. */
  use?: 'transfer' | 'retire'
}

const ReservationRow = z.object({
  result: z.object({
    reservationId: ReservationId,
    parts: z.array(z.object({ lotId: LotId, massG: GramsSchema })),
  }),
})
export type Reservation = z.infer<typeof ReservationRow>['result']

/** Sets credits aside, so that nobody else can be promised them. */
export async function reserve(tx: Tx, ask: ReserveAsk): Promise<Reservation> {
  const { key, organisationId, lotId = null, family = null, massG, purpose, expiresAt, use } = ask
  const request = digestOf('reserve', { organisationId, lotId, family, massG, purpose, expiresAt, use: use ?? null })
  const { result } = await asked(() =>
    tx.one(rows(ReservationRow)`
      select ledger_reserve(${key}, ${request}, ${organisationId}, ${lotId}, ${family}, ${wholeGrams(massG)},
                            ${use === 'transfer' ? 'transfer' : 'reserve'}, ${purpose}, ${expiresAt}) as result`),
  )
  return result
}

export type CaptureAsTransferAsk = {
  key: string
  reservationId: ReservationId
  massG: number
  toOrganisationId: OrganisationId
}

/** Hands reserved grams to another organisation; what is not captured stays reserved. */
export async function captureAsTransfer(tx: Tx, ask: CaptureAsTransferAsk): Promise<Transfer> {
  const { key, reservationId, massG, toOrganisationId } = ask
  const request = digestOf('capture-transfer', { reservationId, massG, toOrganisationId })
  return asTransfer(
    await call(
      tx,
      rows(Result)`
        select ledger_capture(${key}, ${request}, ${reservationId}, ${wholeGrams(massG)}, 'transfer', ${toOrganisationId},
                              null, null, null) as result`,
    ),
  )
}

export type CaptureAsRetirementAsk = {
  key: string
  reservationId: ReservationId
  massG: number
  retirement: RetirementStatement
}

/** Retires reserved grams; what is not captured stays reserved. */
export async function captureAsRetirement(tx: Tx, ask: CaptureAsRetirementAsk): Promise<Retirement> {
  const { key, reservationId, massG } = ask
  const said = statementSaid(ask.retirement)
  const request = digestOf('capture-retire', { reservationId, massG, said })
  const { salt, digest } = commitmentTo(said)
  return asRetirement(
    await call(
      tx,
      rows(Result)`
        select ledger_capture(${key}, ${request}, ${reservationId}, ${wholeGrams(massG)}, 'retire', null,
                              ${JSON.stringify(said)}::jsonb, ${salt}, ${digest}) as result`,
    ),
  )
}

const Released = z.object({ releasedG: GramsSchema })

/** Gives reserved grams back to their holder: `massG` of them, or all that are left. */
export function release(
  tx: Tx,
  ask: { key: string; reservationId: ReservationId; massG?: number },
): Promise<{ releasedG: Grams }> {
  const massG = ask.massG === undefined ? null : wholeGrams(ask.massG)
  const request = digestOf('release', { reservationId: ask.reservationId, massG })
  return asked(() =>
    tx.one(
      rows(Released)`select ledger_release(${ask.key}, ${request}, ${ask.reservationId}, ${massG}) as "releasedG"`,
    ),
  )
}

/** Cancels grams of the buffer against grams of the same lot that turned out not to exist. */
export async function cancelFromBuffer(
  tx: Tx,
  ask: { key: string; lotId: LotId; massG: number; reason: string; reductionId?: string | null },
): Promise<{ massG: Grams; cancelledAt: string; serials: TakenSerials[] }> {
  const { key, lotId, massG, reason, reductionId = null } = ask
  const request = digestOf('cancel', { lotId, massG, reason, reductionId })
  const {
    massG: cancelled,
    at,
    serials,
  } = await call(
    tx,
    rows(Result)`
      select ledger_cancel(${key}, ${request}, ${lotId}, ${wholeGrams(massG)}, ${reason}, ${reductionId}) as result`,
  )
  return { massG: cancelled, cancelledAt: at, serials: serials.map(printed) }
}

type Outcome = z.infer<typeof Result>['result']

async function call(tx: Tx, statement: Statement<z.infer<typeof Result>>): Promise<Outcome> {
  const { result } = await asked(() => tx.one(statement))
  if (result.fresh) await passClaimsOn(tx, result)
  return result
}

/** Whose acts the grams were: once sold or retired the claim is no longer theirs, and their page says "contributed". */
async function passClaimsOn(tx: Tx, { serials }: Outcome): Promise<void> {
  for (const { lotId, family, from, to, firstHand } of serials) {
    if (family !== 'behaviour' || !firstHand) continue
    await recordContributions(tx, await sourcesBetween(tx, lotId, { from, to }))
  }
}

/** Turns what the ledger refuses into a refusal. Every other error of the database stays what it is. */
async function asked<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (sqlState(error) !== REFUSED) throw error
    const { message, detail } = error as { message: RefusalCode; detail?: string }
    return refuse(message, JSON.parse(detail ?? '{}') as RefusalFacts)
  }
}

/** The state with which ledger_refuse() raises. */
const REFUSED = 'L0001'

function asTransfer({ massG, at, serials }: Outcome): Transfer {
  return { massG, transferredAt: at, serials: serials.map(printed) }
}

function asRetirement({ massG, at, serials, retirement }: Outcome): Retirement {
  if (!retirement) throw new Error('the ledger answered a retirement without one')
  const { id, certificateId, family } = retirement
  return { id, massG, family, retiredAt: at, serials: serials.map(printed), certificateId }
}

export function printed({ lotId, code, family, from, to }: Outcome['serials'][number]): TakenSerials {
  return { lotId, from, to, text: serialText(family, code, { from, to }) }
}

function ruleColumns(rules: readonly LotRule[]) {
  const has = (kind: LotRule['kind']) => rules.some((rule) => rule.kind === kind)
  return {
    noResale: has('no-resale'),
    onceAYear: has('once-a-year'),
    notAtOrigin: has('not-at-origin'),
    useBy: rules.find((rule) => rule.kind === 'use-by')?.day ?? null,
    onlyPrefecture: rules.find((rule) => rule.kind === 'in-prefecture')?.prefectureCode ?? null,
  }
}

/** What an organisation holds of each lot, in grams; and a lot by its id. */
export { holdingsOf, lotById } from './store.ts'
export type { Lot }
