import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { grams } from '@morinowa/shared/kernel/units.ts'
import { readClaimCode } from '@morinowa/shared/schemes/claim-code.ts'
import type { OwnClaim } from '@morinowa/shared/schemes/kit/contract.ts'
import { askingPerson } from '../identity/asking-person.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { ownParticipant } from '../reductions/own-participant.ts'
import { type ClaimState, claimState, keepersOf, recordKeeper } from './claim-store.ts'
import { asClaim, factsOfScheme, type SchemeFacts } from './show-claim.ts'

const MOST_CLAIMS = 200

/** Adds a claim to the account of whoever asks. The first account keeps it: a copy of the code cannot be added again. */
export function keepClaim(deps: Deps, actor: Actor, typed: string): Promise<OwnClaim> {
  const { personId } = askingPerson(actor)
  const code = readClaimCode(typed)
  if (!code) return refuse('schemes.claim-missing')
  return deps.db.transaction(async (tx) => {
    const { participantId } = await ownParticipant(tx, personId)
    const claim = await claimState(tx, code)
    if (!claim) return refuse('schemes.claim-missing')
    if (claim.returned) return refuse('schemes.claim-returned')
    const keeper = await recordKeeper(tx, { code, participantId, at: deps.now() })
    if (keeper.participantId !== participantId) return refuse('schemes.claim-kept')
    return asOwnClaim(tx, { ...claim, addedAt: keeper.addedAt }, await factsOfScheme(tx, claim.schemeId))
  })
}

/** The claims in somebody's account. Those of goods that came back stay in the list and count nothing. */
export async function listOwnClaims(
  { db }: Deps,
  actor: Actor,
): Promise<{ items: OwnClaim[]; massG: OwnClaim['massG'] }> {
  const { participantId } = await ownParticipant(db, askingPerson(actor).personId)
  const found = await keepersOf(db, participantId, MOST_CLAIMS)
  const schemes = new Map<string, Promise<SchemeFacts>>()
  const factsOf = (id: ClaimState['schemeId']) => {
    const known = schemes.get(id) ?? factsOfScheme(db, id)
    schemes.set(id, known)
    return known
  }
  const items = await Promise.all(found.map(async (claim) => asOwnClaim(db, claim, await factsOf(claim.schemeId))))
  const massG = grams(items.reduce((sum, one) => sum + (one.state === 'returned' ? 0 : one.massG), 0))
  return { items, massG }
}

async function asOwnClaim(
  db: Queryable,
  claim: ClaimState & Pick<OwnClaim, 'addedAt'>,
  scheme: SchemeFacts,
): Promise<OwnClaim> {
  const { addedAt } = claim
  // Who types a code from a receipt adds it without ever having looked at it.
  return { ...(await asClaim(db, claim, scheme)), firstSeenAt: claim.firstSeenAt ?? addedAt, addedAt }
}
