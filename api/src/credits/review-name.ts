import type { ReviewedName, ReviewName } from '@morinowa/shared/credits/contract.ts'
import type { RetirementId } from '@morinowa/shared/credits/ids.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { askingPerson, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import type { Tx } from '../platform/db.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { eraseStatement, nameOf, recordNameReview } from './retirement-store.ts'

/** Decides whether the public may read a beneficiary's name. Nobody's name is public before somebody looked at it. */
export function reviewName(
  { db, jobs }: Deps,
  actor: Actor,
  ask: ReviewName & { retirementId: RetirementId },
): Promise<ReviewedName> {
  const organisationId = actingOrganisation(actor)
  const { retirementId, decision, reason = null } = ask
  return db.transaction(async (tx) => {
    const { nameReview } = await reviewed(tx, retirementId)
    if (nameReview === 'private') refuse('credits.name-private')
    await recordNameReview(tx, { retirementId, decision, reason, by: askingPerson(actor).personId })
    const facts = { decision, ...(reason && { reason }) }
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId,
      act: 'retirement.name',
      subject: retirementId,
      facts,
    })
    return published(tx, jobs, retirementId)
  })
}

/** Erases a beneficiary's name, and the salt with which the public log could be tied to it. */
export function eraseName({ db, jobs, now }: Deps, actor: Actor, retirementId: RetirementId): Promise<ReviewedName> {
  const organisationId = actingOrganisation(actor)
  return db.transaction(async (tx) => {
    await reviewed(tx, retirementId)
    await eraseStatement(tx, retirementId, now())
    await recordAudit(tx, { actor: auditName(actor), organisationId, act: 'retirement.erase', subject: retirementId })
    return published(tx, jobs, retirementId)
  })
}

/** What the public may read has changed, and the certificate with it. */
async function published(tx: Tx, jobs: Deps['jobs'], id: RetirementId): Promise<ReviewedName> {
  const name = await reviewed(tx, id)
  await jobs.enqueue(tx, 'certificates.render', { certificateId: name.certificateId })
  return name
}

async function reviewed(tx: Tx, id: RetirementId): Promise<ReviewedName> {
  return (await nameOf(tx, id)) ?? refuse('credits.retirement-missing')
}
