import { writeRegistry } from '@morinowa/prisma/seed/factors.ts'
import { setHash } from '@morinowa/prisma/seed/registry.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { asPublished } from '@morinowa/shared/methodology/edition-file.ts'
import { askingPerson, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { lockRegistry, proposalOf, recordAdoption } from './edition-store.ts'
import { forgetRegistry, loadRegistry } from './registry.ts'
import { revisionOf } from './store.ts'

/**
 * Adds a proposed edition to the registry, published today. Calculations of other processes notice within seconds;
 * results that exist keep their edition, because its rows are still there.
 */
export async function adoptEdition(deps: Deps, actor: Actor, id: string) {
  const { db, now } = deps
  const { personId } = askingPerson(actor)
  const adopted = await db.transaction(async (tx) => {
    await lockRegistry(tx)
    const proposal = await proposalOf(tx, id)
    if (!proposal) return refuse('methodology.proposal-missing')
    if (proposal.adoptedAt !== null) refuse('methodology.adopted-already')
    if (proposal.proposedBy === personId) refuse('methodology.own-proposal')
    if (proposal.finishedAt === null) refuse('methodology.report-unfinished', { done: proposal.done })
    if ((await revisionOf(tx)) !== proposal.revision) refuse('methodology.registry-moved')

    const at = now()
    const { factors, set } = asPublished(proposal.file, dayOf(at), setHash, await loadRegistry(deps))
    await writeRegistry(tx.client, { factors, sets: [set] })
    await recordAdoption(tx, id, personId, at)
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: actor.kind === 'person' ? (actor.organisation?.id ?? null) : null,
      act: 'methodology.edition-adopted',
      subject: set.id,
      facts: { proposalId: id, hash: set.hash, newRows: factors.length },
    })
    const { members, ...header } = set
    return { set: header, rows: members.length }
  })
  forgetRegistry(deps)
  return adopted
}
