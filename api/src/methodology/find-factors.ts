import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { halfUpDiv } from '@morinowa/shared/kernel/rounding.ts'
import type { FactorDetail, FactorQuery } from '@morinowa/shared/methodology/contract.ts'
import { type Factor, factorKey } from '@morinowa/shared/methodology/factor.ts'
import type { z } from 'zod'
import type { Deps } from '../platform/deps.ts'
import { loadRegistry } from './registry.ts'

type Page = { items: Factor[]; next: string | null }

/** One page of the registry, ordered by id and version. Without an edition, the latest version of every row. */
export async function findFactors(deps: Deps, _actor: Actor, ask: z.output<typeof FactorQuery>): Promise<Page> {
  const { factors, sets } = await loadRegistry(deps)
  const set = ask.set === undefined ? undefined : sets.find(({ id }) => id === ask.set)
  const members = set && new Set(set.members.map(factorKey))
  const latest = new Map(factors.map((factor) => [factor.id, factor]))
  const inScope = factors.filter((factor) =>
    ask.set === undefined
      ? latest.get(factor.id) === factor
      : members
        ? members.has(factorKey(factor))
        : factor.set === ask.set,
  )
  const wanted = ask.q?.normalize('NFKC').toLowerCase().trim()
  const found = inScope.filter(
    (factor) =>
      (!wanted || textOf(factor).includes(wanted)) &&
      (!ask.category || factor.category === ask.category) &&
      (!ask.verified || factor.verified === (ask.verified === 'true')),
  )
  // Rows are never taken away, so the row a page ended with is still there; a cursor of another search gives nothing.
  const ended = ask.cursor === undefined ? -1 : found.findIndex((factor) => factorKey(factor) === ask.cursor)
  const start = ask.cursor !== undefined && ended < 0 ? found.length : ended + 1
  const items = found.slice(start, start + ask.limit)
  const last = items.at(-1)
  return { items, next: last && start + ask.limit < found.length ? factorKey(last) : null }
}

function textOf({ id, name, category, source, region }: Factor): string {
  return `${id} ${name.ja} ${name.en} ${category} ${source.title} ${source.publisher} ${region}`
    .normalize('NFKC')
    .toLowerCase()
}

/** One row with its versions, its editions and how it differs from the row before it. */
export async function describeFactor(
  deps: Deps,
  _actor: Actor,
  ask: { id: string; version?: number | undefined },
): Promise<FactorDetail> {
  const { factors, sets } = await loadRegistry(deps)
  const versions = factors.filter(({ id }) => id === ask.id)
  const row = ask.version === undefined ? versions.at(-1) : versions.find(({ version }) => version === ask.version)
  if (!row) return refuse('methodology.factor-missing')
  const before =
    versions.filter(({ version }) => version < row.version).at(-1) ??
    (row.supersedes === null ? undefined : factors.filter(({ id }) => id === row.supersedes).at(-1))
  return {
    ...row,
    change: before ? changeFrom(before, row) : null,
    versions: versions.map(({ version, valueMg, set, publishedAt }) => ({ version, valueMg, set, publishedAt })),
    editions: sets
      .filter(({ members }) => members.some(({ id, version }) => id === row.id && version === row.version))
      .map(({ id }) => id),
  }
}

function changeFrom(before: Factor, row: Factor): FactorDetail['change'] {
  const difference = BigInt(row.valueMg - before.valueMg) * 10_000n
  return {
    before: { id: before.id, version: before.version },
    beforeMg: before.valueMg,
    changeBp: before.valueMg === 0 ? null : Number(halfUpDiv(difference, BigInt(before.valueMg))),
  }
}
