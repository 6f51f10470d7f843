import { setHash } from '@morinowa/prisma/seed/registry.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { differencesBetween, type EditionRows } from '@morinowa/shared/methodology/differences.ts'
import { asPublished } from '@morinowa/shared/methodology/edition-file.ts'
import { emptyLine, type Impact, onlyEdition, totalOf } from '@morinowa/shared/methodology/edition-impact.ts'
import type { EditionReport, ProposedEdition } from '@morinowa/shared/methodology/editions-contract.ts'
import { compileRegistry, type Registry } from '@morinowa/shared/methodology/engine.ts'
import { type FactorKey, factorKey, type FactorSet } from '@morinowa/shared/methodology/factor.ts'
import { askingPerson } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { type ProposalRow, proposalOf, proposalsOf } from './edition-store.ts'
import { type Loaded, loadRegistry } from './registry.ts'

/** What a proposal would change, as far as it is known. */
export async function reportEdition(
  deps: Deps,
  actor: Actor,
  ask: { id: string; yenPerTonne?: number | undefined },
): Promise<EditionReport> {
  const proposal = await proposalOf(deps.db, ask.id)
  if (!proposal) return refuse('methodology.proposal-missing')
  const loaded = await loadRegistry(deps)
  const { before, after } = sidesOf(proposal, loaded)
  const { rows, unchanged } = differencesBetween(before, after)
  const all = totalOf(proposal.impact)
  const gained = all.creditedAfterG - all.creditedBeforeG
  return {
    ...summaryOf(proposal, actor),
    rows,
    unchangedRows: unchanged,
    impact: {
      all: { ...emptyLine(), ...all },
      byType: Object.entries(proposal.impact).map(([type, line]) => ({ type, ...line })),
      yen: ask.yenPerTonne === undefined ? null : Number((BigInt(gained) * BigInt(ask.yenPerTonne)) / 1_000_000n),
    },
  }
}

export async function listProposals(deps: Deps, actor: Actor): Promise<{ items: ProposedEdition[] }> {
  return { items: (await proposalsOf(deps.db)).map((row) => summaryOf(row, actor)) }
}

export function summaryOf(row: ProposalRow, actor: Actor): ProposedEdition {
  const { id, comparedWith, note, proposedAt, adoptedAt, total, done, finishedAt } = row
  return {
    id,
    set: row.file.set,
    comparedWith,
    note,
    newRows: row.file.factors.length,
    proposedAt: proposedAt as ProposedEdition['proposedAt'],
    proposedByMe: row.proposedBy === askingPerson(actor).personId,
    adoptedAt: adoptedAt as ProposedEdition['adoptedAt'],
    progress: { done, total, finishedAt: finishedAt as ProposedEdition['progress']['finishedAt'] },
  }
}

/** What a comparison of stored acts needs: a registry with the edition in force alone, and one with the proposed. */
export type Comparison = { before: Registry; after: Registry; done: number; impact: Impact } & Pick<
  ProposalRow,
  'total' | 'lastParticipant' | 'lastReduction'
>

/** Where the comparison of a proposal stands, or nothing when there is nothing left to do. */
export async function comparisonOf(deps: Deps, id: string): Promise<Comparison | undefined> {
  const row = await proposalOf(deps.db, id)
  if (!row || row.finishedAt !== null) return undefined
  const loaded = await loadRegistry(deps)
  const { factors, sets } = loaded
  const today = dayOf(deps.now())
  const proposed = asPublished(row.file, today, setHash, loaded)
  const methods = [...loaded.on(today).methods.values()]
  const alone = (set: FactorSet & { members: readonly FactorKey[] }): Registry => {
    const compiled = compileRegistry({ factors: [...factors, ...proposed.factors], sets: [set], methods }, '9999-12-31')
    const [edition] = compiled.editions
    if (!edition) throw new Error(`${set.id} was not compiled`)
    return onlyEdition(compiled, edition)
  }
  const base = sets.find((set) => set.id === row.comparedWith)
  if (!base) throw new Error(`the edition ${row.comparedWith} is gone`)
  const { total, lastParticipant, lastReduction, done, impact } = row
  return { before: alone(base), after: alone(proposed.set), total, lastParticipant, lastReduction, done, impact }
}

/** The rows of both editions: as published once it is adopted, as proposed until then. */
function sidesOf(row: ProposalRow, loaded: Loaded): { before: EditionRows; after: EditionRows } {
  const { set, factors, members } = row.file
  const byKey = new Map(loaded.factors.map((factor) => [factorKey(factor), factor]))
  for (const factor of factors) byKey.set(factorKey(factor), { ...factor, publishedAt: set.validFrom })
  const rowsOf = (keys: readonly FactorKey[]) => keys.flatMap((key) => byKey.get(factorKey(key)) ?? [])
  const base = loaded.sets.find(({ id }) => id === row.comparedWith)
  if (!base) throw new Error(`the edition ${row.comparedWith} is gone`)
  return { before: { set: base, rows: rowsOf(base.members) }, after: { set, rows: rowsOf(members) } }
}
