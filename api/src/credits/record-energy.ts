import type { PlatformEnergy } from '@morinowa/shared/credits/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { recordEnergy } from './batch-store.ts'

/** Records what the platform burnt in a month, once; batches of the month pay for it before they are issued. */
export function recordPlatformEnergy({ db }: Deps, actor: Actor, ask: PlatformEnergy): Promise<PlatformEnergy> {
  const organisationId = actingOrganisation(actor)
  return db.transaction(async (tx) => {
    if (!(await recordEnergy(tx, ask))) return refuse('credits.energy-recorded', { month: ask.month })
    const { month, wh, g } = ask
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId,
      act: 'energy.record',
      subject: month,
      facts: { wh, g },
    })
    return ask
  })
}
