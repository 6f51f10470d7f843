import { LotId } from '@morinowa/shared/credits/ids.ts'
import type { CheckLot, ForestLot } from '@morinowa/shared/forest/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { actingFor, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { importedLots, lockProof, recordCheck } from './store.ts'

/** The operator has compared a statement of holding with the registry and says what came of it. */
export function checkLot({ db, now }: Deps, actor: Actor, ask: CheckLot & { id: string }): Promise<ForestLot> {
  const operator = actingFor(actor)
  const lotId = LotId.parse(ask.id)
  return db.transaction(async (tx) => {
    const found = await lockProof(tx, lotId)
    if (!found) return refuse('forest.lot-missing')
    // Doubt may come later; trust that was refused once needs a new import.
    if (found.proof === 'refused' || found.proof === ask.result) refuse('forest.lot-decided', { proof: found.proof })
    if (ask.result === 'checked' && !found.agrees && ask.note === undefined) {
      refuse('forest.check-needs-note', {}, '/note')
    }
    const by = auditName(actor)
    await recordCheck(tx, lotId, ask, by, now())
    await recordAudit(tx, {
      actor: by,
      organisationId: operator.id,
      act: `forest.${ask.result}`,
      subject: lotId,
      facts: { note: ask.note ?? null },
    })
    const [lot] = await importedLots(tx, { lotId, limit: 1 })
    return lot ?? refuse('forest.lot-missing')
  })
}
