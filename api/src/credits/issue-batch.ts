import type { Batch, PublicLot } from '@morinowa/shared/credits/contract.ts'
import type { BatchId } from '@morinowa/shared/credits/ids.ts'
import { deductionOf, type IssuePlan, planIssue } from '@morinowa/shared/credits/issuance.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { daysOfMonth } from '@morinowa/shared/kernel/calendar.ts'
import type { PersonId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { GRAMS_PER_KG } from '@morinowa/shared/kernel/units.ts'
import { askingPerson, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { giveBackWithdrawn, markBatch, reductionsOfBatch } from '../reductions/gather-batch.ts'
import { divideAmongParties } from '../reductions/share-acts.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { batchById, lockBatchIn } from './batch-steps.ts'
import { issueLot } from './ledger.ts'
import { recordLotShares } from './lot-share-store.ts'
import {
  type LockedBatch,
  lockEnergyLeft,
  lockLine,
  municipalityName,
  recordBatchEnd,
  recordEnergyDeduction,
} from './batch-store.ts'
import { recordCarrySources, recordLotSources, takeUpRemainders } from './source-store.ts'
import { publicLots } from './store.ts'

/** Issues a signed batch as a lot. However often and by however many it is asked, there is one lot. */
export function issueBatch({ db, now }: Deps, actor: Actor, batchId: BatchId): Promise<PublicLot> {
  const organisationId = actingOrganisation(actor)
  return db.transaction(async (tx) => {
    const batch = await lockBatchIn(tx, batchId, ['signed', 'issued'])
    const by = requireNotSigner(actor, batch)
    if (batch.status === 'issued') return lotOf(tx, batchId)

    const { plan, carriedInG } = await planEnd(tx, batch)
    if (plan.massG === 0) return refuse('credits.batch-below-kilogram', { grams: plan.carriedG })
    const { from, to } = daysOfMonth(batch.month)
    const lot = await issueLot(tx, {
      // The batch names the operation, so the ledger itself would refuse a second lot.
      key: batchId,
      batchId,
      ownerId: batch.ownerId,
      family: 'behaviour',
      massG: plan.massG,
      bufferG: plan.bufferG,
      unitG: GRAMS_PER_KG,
      vintage: Number(batch.month.slice(0, 4)),
      periodFrom: from,
      periodTo: to,
      projectName: await projectName(tx, batch),
      municipalityCode: batch.municipalityCode,
      scheme: 'Morinowa',
      methodology: batch.methodId,
    })
    await recordLotSources(tx, lot.id, plan.lot)
    const slices = plan.lot.map(({ lo, hi, ...act }) => ({ ...act, massG: hi - lo }))
    await recordLotShares(tx, lot.id, await divideAmongParties(tx, slices))
    await end(tx, batch, 'issued', plan, { carriedInG, by, at: now() })
    const facts = { lot: lot.code, massG: plan.massG, carriedG: plan.carriedG, deductedG: plan.deductedG }
    await recordAudit(tx, { actor: auditName(actor), organisationId, act: 'batch.issue', subject: batchId, facts })
    return lotOf(tx, batchId)
  })
}

/** Closes a signed batch that is too small for a lot; the next one of its line takes all its grams up. */
export function carryBatch({ db, now }: Deps, actor: Actor, batchId: BatchId): Promise<Batch> {
  const organisationId = actingOrganisation(actor)
  return db.transaction(async (tx) => {
    const batch = await lockBatchIn(tx, batchId, ['signed'])
    const by = requireNotSigner(actor, batch)
    const { plan, carriedInG } = await planEnd(tx, batch)
    if (plan.massG > 0) return refuse('credits.batch-not-small', { grams: plan.massG + plan.carriedG })
    await end(tx, batch, 'carried', plan, { carriedInG, by, at: now() })
    const facts = { carriedG: plan.carriedG, deductedG: plan.deductedG }
    await recordAudit(tx, { actor: auditName(actor), organisationId, act: 'batch.carry', subject: batchId, facts })
    return batchById(tx, batchId)
  })
}

function requireNotSigner(actor: Actor, batch: LockedBatch): PersonId {
  const { personId } = askingPerson(actor)
  return personId === batch.signedBy ? refuse('credits.issuer-signed') : personId
}

/** What a batch becomes, with the remainders before it taken up and the platform's own energy taken off. */
async function planEnd(tx: Tx, batch: LockedBatch): Promise<{ plan: IssuePlan; carriedInG: number }> {
  await lockLine(tx, batch)
  await giveBackWithdrawn(tx, batch.id)
  const carriedIn = await takeUpRemainders(tx, batch)
  const carriedInG = carriedIn.reduce((sum, { grams }) => sum + grams, 0)
  const verified = (await reductionsOfBatch(tx, batch.id)).map(({ id, participantId, creditedG }) => ({
    participantId,
    reductionId: id,
    grams: creditedG,
  }))
  // A person may take their consent back, or be erased, until issue: less may be left than was signed, and never more.
  const verifiedG = verified.reduce((sum, { grams }) => sum + grams, 0)
  const withdrawnG = (batch.verifiedG ?? 0) - verifiedG
  if (withdrawnG < 0) throw new Error(`batch ${batch.id} holds more than the ${batch.verifiedG} g that were signed`)
  const caution = deductionOf(verifiedG, batch.deductionBp ?? 0)
  const energy = Math.min(await lockEnergyLeft(tx, batch.month), carriedInG + verifiedG - caution)
  const plan = planIssue(carriedIn, verified, caution + energy)
  if (energy > 0) await recordEnergyDeduction(tx, batch.id, batch.month, energy)
  return { plan: { ...plan, deductedG: plan.deductedG + withdrawnG }, carriedInG }
}

async function end(
  tx: Tx,
  batch: LockedBatch,
  status: 'issued' | 'carried',
  { carriedG, deductedG, carried }: IssuePlan,
  { carriedInG, by, at }: { carriedInG: number; by: PersonId; at: string },
): Promise<void> {
  await recordCarrySources(tx, batch.id, carried)
  await recordBatchEnd(tx, { batchId: batch.id, status, carriedInG, deductedG, carriedG, by, at })
  await markBatch(tx, batch.id, 'issued')
}

async function lotOf(tx: Tx, batchId: BatchId): Promise<PublicLot> {
  const { lotId } = await batchById(tx, batchId)
  const [lot] = lotId ? await publicLots(tx, { id: lotId, limit: 1 }) : []
  if (!lot) throw new Error(`batch ${batchId} is issued and has no lot`)
  return lot
}

/** What the register calls the lot for good: a place and a month as people say them, not their codes. */
async function projectName(tx: Tx, { month, pool, municipalityCode }: LockedBatch): Promise<string> {
  const what = pool === 'mobility' ? '脱炭素移動' : '脱炭素目的地'
  const where = municipalityCode ? `${await municipalityName(tx, municipalityCode)} ` : ''
  const [year = '', ordinal = ''] = month.split('-')
  return `${where}${what} ${year}年${Number(ordinal)}月`
}
