import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { grams } from '@morinowa/shared/kernel/units.ts'
import { readClaimCode } from '@morinowa/shared/schemes/claim-code.ts'
import type { OwnClaim } from '@morinowa/shared/schemes/kit/contract.ts'
import { askingPerson } from '../identity/asking-person.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { ownParticipant } from '../reductions/own-participant.ts'
import { type ClaimState, claimState, keepersOf, recordKeeper } from './claim-store.ts'
import { originsWithProject } from './show-public.ts'
import { schemesOf } from './store.ts'

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
    return asOwnClaim({ ...claim, addedAt: keeper.addedAt }, await schemeFacts(tx, claim.schemeId))
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
    const known = schemes.get(id) ?? schemeFacts(db, id)
    schemes.set(id, known)
    return known
  }
  const items = await Promise.all(found.map(async (claim) => asOwnClaim(claim, await factsOf(claim.schemeId))))
  const massG = grams(items.reduce((sum, one) => sum + (one.state === 'returned' ? 0 : one.massG), 0))
  return { items, massG }
}

type SchemeFacts = Pick<OwnClaim, 'schemeName' | 'place' | 'organisationName' | 'origins'>

async function schemeFacts(db: Queryable, id: ClaimState['schemeId']): Promise<SchemeFacts> {
  const [scheme] = await schemesOf(db, { id, limit: 1 })
  if (!scheme) throw new Error(`a claim names the scheme ${id}, which is not there`)
  const { name, place, organisationName } = scheme
  return { schemeName: name, place, organisationName, origins: await originsWithProject(db, id) }
}

function asOwnClaim(claim: ClaimState & Pick<OwnClaim, 'addedAt'>, scheme: SchemeFacts): OwnClaim {
  const { code, schemeId, massG, looks, firstSeenAt, addedAt } = claim
  const state = claim.returned ? 'returned' : claim.covered ? 'retired' : 'attached'
  return {
    code,
    schemeId,
    ...scheme,
    massG,
    soldOn: dayOf(claim.soldAt),
    state,
    certificateId: state === 'retired' ? claim.certificateId : null,
    looks,
    firstSeenAt,
    addedAt,
  }
}
