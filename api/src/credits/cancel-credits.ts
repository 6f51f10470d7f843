import type { CancelCredits } from '@morinowa/shared/credits/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { cancelFromBuffer } from './ledger.ts'

/** Cancels grams of a lot's buffer against grams of the lot that turned out not to exist. */
export function cancelCredits({ db, newId }: Deps, actor: Actor, ask: CancelCredits) {
  const organisationId = actingOrganisation(actor)
  const key = newId()
  return db.transaction(async (tx) => {
    const cancelled = await cancelFromBuffer(tx, { ...ask, key, reductionId: ask.reductionId ?? null })
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId,
      act: 'credits.cancel',
      subject: ask.lotId,
      facts: { massG: ask.massG, reason: ask.reason },
    })
    return cancelled
  })
}
