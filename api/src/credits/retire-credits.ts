import type { RetireCredits, Retired } from '@morinowa/shared/credits/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { Deps } from '../platform/deps.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { type Retirement, retire } from './ledger.ts'

/** Takes credits of the acting organisation out of circulation for good, in the beneficiary's name. */
export function retireCredits({ db, jobs, newId }: Deps, actor: Actor, ask: RetireCredits): Promise<Retired> {
  const { lotId, family, massG, ...retirement } = ask
  const organisationId = actingOrganisation(actor)
  const key = newId()
  return db.transaction(async (tx) => {
    const retired = await retire(tx, { key, organisationId, lotId, family, massG, retirement })
    await jobs.enqueue(tx, 'certificates.render', { certificateId: retired.certificateId })
    return retired
  })
}

/** What a retirement would take now. It is done and undone, so that it cannot differ from the real one. */
export async function previewRetirement(
  { db, newId }: Deps,
  actor: Actor,
  ask: RetireCredits,
): Promise<Pick<Retirement, 'family' | 'massG' | 'serials'>> {
  const { lotId, family, massG, ...retirement } = ask
  const organisationId = actingOrganisation(actor)
  try {
    return await db.transaction(async (tx) => {
      throw new Undone(await retire(tx, { key: newId(), organisationId, lotId, family, massG, retirement }))
    })
  } catch (preview) {
    if (!(preview instanceof Undone)) throw preview
    const { family, massG, serials } = preview.retirement
    return { family, massG, serials }
  }
}

/** Thrown to roll back what was only asked about. */
class Undone {
  readonly retirement: Retirement
  constructor(retirement: Retirement) {
    this.retirement = retirement
  }
}
