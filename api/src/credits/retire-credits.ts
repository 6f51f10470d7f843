import type { RetireCredits, Retired } from '@morinowa/shared/credits/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { Deps } from '../platform/deps.ts'
import { keyOf } from '../platform/once.ts'
import type { Together } from './act-together.ts'
import { actingOrganisation } from './acting-organisation.ts'
import { retirementAct, retirementOf } from './acts.ts'
import { type Retirement, retire } from './ledger.ts'

/**
 * Takes credits of the acting organisation out of circulation for good, in the beneficiary's name: together with whatever
 * else is asked at this moment, or alone when it is not that simple. The request's key names the act, so a repeat moves nothing.
 */
export async function retireCredits(
  { db, jobs, newId }: Deps,
  { together, soon }: { together: Together; soon: () => void },
  actor: Actor,
  ask: RetireCredits,
): Promise<Retired> {
  const { lotId, family, massG, ...retirement } = ask
  const organisationId = actingOrganisation(actor)
  const key = db.once ? keyOf(db.once) : newId()
  const wanted = { key, organisationId, lotId, family, massG, retirement }
  const taken = await together(retirementAct(wanted, db.once))
  if (taken) {
    soon()
    return retirementOf(taken)
  }
  return db.transaction(async (tx) => {
    const retired = await retire(tx, wanted)
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

const NUDGE_MS = 1_000

/**
 * Asks for the certificates that are missing, at most once a second. That they are missing is written in the ledger, and
 * the clock asks too: a process that dies in between loses nothing.
 */
export function renderingSoon({ db, jobs }: Deps): () => void {
  let asked = false
  return () => {
    if (asked) return
    asked = true
    setTimeout(() => {
      asked = false
      if (db.pool.ending) return
      db.transaction((tx) => jobs.enqueue(tx, 'certificates.render', {})).catch(() => {})
    }, NUDGE_MS).unref()
  }
}
