import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { checkEdition, type EditionFault, type EditionFile } from '@morinowa/shared/methodology/edition-file.ts'
import type { ProposedEdition } from '@morinowa/shared/methodology/editions-contract.ts'
import { askingPerson, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { summaryOf } from './edition-report.ts'
import { proposalOf, recordProposal } from './edition-store.ts'
import { loadRegistry } from './registry.ts'
import { revisionOf } from './store.ts'

type Answer = { proposal: ProposedEdition | null; faults: EditionFault[] }

/** Keeps a file as a proposal when nothing is wrong with it, and has the worker find out what it would change. */
export function proposeEdition(deps: Deps, actor: Actor, ask: EditionFile & { note?: string | undefined }) {
  const { db, jobs, now, newId } = deps
  return db.transaction(async (tx): Promise<Answer> => {
    const { personId } = askingPerson(actor)
    const loaded = await loadRegistry(deps)
    const { faults, edition } = checkEdition(ask, loaded)
    if (!edition) return { proposal: null, faults }
    // The edition that stays in force if this one is not adopted.
    const [inForce] = loaded.on(dayOf(now())).editions
    if (!inForce) throw new Error('no edition is published')
    const id = newId()
    await recordProposal(tx, {
      id,
      file: edition,
      note: ask.note ?? null,
      comparedWith: inForce.set.id,
      revision: await revisionOf(tx),
      proposedBy: personId,
      at: now(),
    })
    await jobs.enqueue(tx, 'methodology.compare', { proposalId: id })
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId: actor.kind === 'person' ? (actor.organisation?.id ?? null) : null,
      act: 'methodology.edition-proposed',
      subject: edition.set.id,
      facts: { proposalId: id, newRows: edition.factors.length },
    })
    const kept = await proposalOf(tx, id)
    return { proposal: kept && summaryOf(kept, actor), faults: [] }
  })
}
