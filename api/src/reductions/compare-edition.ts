import { rebuildAsk } from '@morinowa/shared/reductions/rebuild-ask.ts'
import { addToImpact, type Impact } from '@morinowa/shared/methodology/edition-impact.ts'
import { z } from 'zod'
import { comparisonOf } from '../methodology/edition-report.ts'
import { keepProgress, keepTotal } from '../methodology/edition-progress.ts'
import type { Deps } from '../platform/deps.ts'
import { actsAfter, actsStored } from './compare-store.ts'
import { places } from './places.ts'

const Job = z.object({ proposalId: z.uuid() })

/** Acts read at a time: a few milliseconds of calculation, so that the process answers others in between. */
const BATCH = 2_000

/**
 * Calculates every stored act again under the edition in force and a proposed one, and keeps the sums with the
 * proposal. Progress is kept after each batch: a worker that dies is taken over where it was.
 */
export async function compareEdition(deps: Deps, data: unknown): Promise<void> {
  const { db, now } = deps
  const { proposalId } = Job.parse(data)
  const comparison = await comparisonOf(deps, proposalId)
  if (!comparison) return
  const { before, after } = comparison
  if (comparison.total === null) await keepTotal(db, proposalId, await actsStored(db))
  const known = await places(db)
  let { done } = comparison
  let last = { participantId: comparison.lastParticipant, id: comparison.lastReduction }
  const impact: Impact = structuredClone(comparison.impact)
  for (;;) {
    const acts = await actsAfter(db, last, BATCH)
    for (const act of acts) {
      addToImpact(
        impact,
        rebuildAsk(act, known.classOf(act.fromMunicipality), before.editions[0]?.set.id ?? ''),
        before,
        after,
      )
    }
    const end = acts.at(-1)
    if (end) last = { participantId: end.participantId, id: end.id }
    const isLast = acts.length < BATCH
    const kept = await keepProgress(db, proposalId, done, {
      done: done + acts.length,
      lastParticipant: last.participantId,
      lastReduction: last.id,
      impact,
      finishedAt: isLast ? now() : null,
    })
    if (!kept || isLast) return
    done += acts.length
  }
}
