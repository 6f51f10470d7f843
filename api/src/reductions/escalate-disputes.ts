import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { escalateDisputes } from './review-store.ts'

const AT_ONCE = 1_000

/**
 * Marks disputes that nobody answered within the time promised: their person and the operator see it, and the public
 * figures count it. Each is marked once, however many workers there are.
 */
export async function escalateLateDisputes({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<number> {
  let all = 0
  for (;;) {
    const late = await db.transaction(async (tx) => {
      const found = await escalateDisputes(tx, now(), AT_ONCE)
      for (const { id, reductionId } of found) {
        const facts = { dispute: id }
        await recordAudit(tx, {
          actor: 'system',
          organisationId: null,
          act: 'review.overdue',
          subject: reductionId,
          facts,
        })
      }
      return found.length
    })
    all += late
    if (late < AT_ONCE) return all
  }
}
