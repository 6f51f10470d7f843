import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { differencesBetween } from '@morinowa/shared/methodology/differences.ts'
import { factorKey } from '@morinowa/shared/methodology/factor.ts'
import type { Deps } from '../platform/deps.ts'
import { loadRegistry } from './registry.ts'

/** What one published edition says otherwise than another. */
export async function findDifferences(deps: Deps, ask: { from: string; to: string }) {
  const { factors, sets } = await loadRegistry(deps)
  const byKey = new Map(factors.map((factor) => [factorKey(factor), factor]))
  const named = (given: string) => {
    const set = sets.find(({ id }) => id === given)
    if (!set) return refuse('methodology.edition-missing', { given })
    const { members, ...header } = set
    return { set: header, rows: members.flatMap((key) => byKey.get(factorKey(key)) ?? []) }
  }
  const [from, to] = [named(ask.from), named(ask.to)]
  const { rows, unchanged } = differencesBetween(from, to)
  return { from: from.set, to: to.set, rows, unchangedRows: unchanged }
}
