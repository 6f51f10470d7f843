import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { ReductionId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { divideShares, givesOfOwn, type LotPart, type Shares } from '@morinowa/shared/reductions/shares.ts'
import type { MakeShareTerms, SharesOfAct, ShareTerms } from '@morinowa/shared/reductions/shares-contract.ts'
import { actingFor, askingPerson, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { providerName } from './link-store.ts'
import { ownParticipant } from './own-participant.ts'
import { holdAct } from './revision-store.ts'
import { recordActShare, recordTerms, shareGroups, sharesOf, shareTerms } from './share-store.ts'

/** Says from when on a provider's acts are shared how. */
export function makeShareTerms({ db, now }: Deps, actor: Actor, ask: MakeShareTerms): Promise<ShareTerms> {
  const { personId } = askingPerson(actor)
  const organisationId = actingFor(actor).id
  return db.transaction(async (tx) => {
    if ((await providerName(tx, ask.providerId)) === null)
      return refuse('reductions.provider-missing', {}, '/providerId')
    const { providerId, ...facts } = ask
    await writeTerms(tx, ask, personId, now())
    await recordAudit(tx, { actor: auditName(actor), organisationId, act: 'shares.terms', subject: providerId, facts })
    const found = (await shareTerms(tx, providerId)).find(
      ({ pool, validFrom }) => pool === ask.pool && validFrom === ask.validFrom,
    )
    if (!found) throw new Error('terms were made and cannot be read')
    return found
  })
}

/** Writes terms down, once for a provider, pool and day. */
export async function writeTerms(tx: Tx, terms: MakeShareTerms, madeBy: string, at: string): Promise<void> {
  const made = await recordTerms(tx, { ...terms, madeBy, madeAt: at })
  if (made === 0) refuse('reductions.terms-made', { day: terms.validFrom }, '/validFrom')
}

/** Whose the grams of a person's act are. */
export async function sharesOfMine({ db }: Deps, actor: Actor, id: ReductionId): Promise<SharesOfAct> {
  const { participantId } = await ownParticipant(db, askingPerson(actor).personId)
  return read(db, participantId, id)
}

/** Gives of a person's own share; what others were promised stays theirs. */
export function giveShare(
  { db, now }: Deps,
  actor: Actor,
  { id, ...shares }: Shares & { id: ReductionId },
): Promise<SharesOfAct> {
  const { personId } = askingPerson(actor)
  return db.transaction(async (tx) => {
    const { participantId } = await ownParticipant(tx, personId)
    // Held, so that it is not issued while its shares change.
    const act = await holdAct(tx, participantId, id)
    if (!act) return refuse('reductions.missing')
    if (act.batchState === 'issued') return refuse('reductions.issued')
    const agreed = await sharesOf(tx, participantId, id, true)
    if (!agreed || !givesOfOwn(agreed, shares)) return refuse('reductions.share-of-others', {}, '/travellerBp')
    await recordActShare(tx, { ...shares, participantId, reductionId: id, setBy: personId, at: now() })
    return read(tx, participantId, id)
  })
}

async function read(db: Queryable, participantId: string, id: string): Promise<SharesOfAct> {
  const found = await sharesOf(db, participantId, id)
  if (!found) return refuse('reductions.missing')
  const { issued, ...shares } = found
  return { ...shares, fixed: issued }
}

/** Divides the grams of acts among their parties; the parts sum to the grams. */
export async function divideAmongParties(
  tx: Tx,
  slices: readonly { participantId: string; reductionId: string; massG: number }[],
): Promise<LotPart[]> {
  return divideShares(await shareGroups(tx, slices))
}
