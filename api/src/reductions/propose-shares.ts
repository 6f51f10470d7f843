import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { ProposeShares, ShareProposal } from '@morinowa/shared/reductions/share-proposals-contract.ts'
import { actingFor, askingPerson, auditName, requireAdministrator } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { lockProposal, proposalsOf, recordDecision, recordProposal } from './proposal-store.ts'
import { writeTerms } from './share-acts.ts'
import { shareTerms } from './share-store.ts'

/** Says how an organisation would like the grams of its acts to be shared; one proposal waits at a time. */
export function proposeShares({ db, now, newId }: Deps, actor: Actor, ask: ProposeShares): Promise<ShareProposal> {
  const { personId } = askingPerson(actor)
  const { id: providerId } = actingFor(actor)
  return db.transaction(async (tx) => {
    await requireAdministrator(tx, actor, providerId)
    const made = (await shareTerms(tx, providerId)).some(
      ({ pool, validFrom }) => pool === ask.pool && validFrom === ask.validFrom,
    )
    if (made) return refuse('reductions.terms-made', { day: ask.validFrom }, '/validFrom')
    const id = newId()
    const written = await recordProposal(tx, { ...ask, id, providerId, by: personId, at: now() })
    if (written === 0) return refuse('reductions.proposal-waits')
    await recordAudit(tx, { actor: auditName(actor), organisationId: providerId, act: 'shares.propose', subject: id })
    return read(tx, id)
  })
}

/** One's own proposals; those of all for the operator. */
export function listProposals({ db }: Deps, actor: Actor): Promise<ShareProposal[]> {
  const { id, kind } = actingFor(actor)
  return proposalsOf(db, kind === 'operator' ? {} : { providerId: id })
}

/** Makes terms of a proposal, or declines it: both or neither, once. */
export function decideShares(
  { db, now }: Deps,
  actor: Actor,
  { id, accept }: { id: string; accept: boolean },
): Promise<ShareProposal> {
  const { personId } = askingPerson(actor)
  const { id: organisationId } = actingFor(actor)
  return db.transaction(async (tx) => {
    const held = await lockProposal(tx, id)
    if (!held) return refuse('reductions.proposal-missing')
    if (held.accepted !== null) return refuse('reductions.proposal-decided')
    if (held.proposedBy === personId) return refuse('reductions.proposal-own')
    const at = now()
    await recordDecision(tx, { id, accept, by: personId, at })
    const proposal = await read(tx, id)
    if (accept) await writeTerms(tx, { ...proposal, providerId: proposal.provider.id }, personId, at)
    const act = accept ? 'shares.accept' : 'shares.decline'
    await recordAudit(tx, { actor: auditName(actor), organisationId, act, subject: id })
    return proposal
  })
}

async function read(db: Queryable, id: string): Promise<ShareProposal> {
  const [found] = await proposalsOf(db, { id })
  return found ?? refuse('reductions.proposal-missing')
}
