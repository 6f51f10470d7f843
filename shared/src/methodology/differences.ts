import { halfUpDiv } from '../kernel/rounding.ts'
import type { Factor, FactorSet } from './factor.ts'

// What an edition says otherwise than another. Rows of a yearly series carry the year in their id, so they are matched
// by the id without it.

/** A row of an edition, as far as a comparison needs it. */
export type ComparedRow = Pick<Factor, 'id' | 'version' | 'name' | 'valueMg' | 'unit' | 'uncertaintyBp' | 'verified'>

export type FactorDifference = {
  kind: 'changed' | 'added' | 'removed'
  before: ComparedRow | null
  after: ComparedRow | null
  /** Basis points of the earlier value, half up; null where there is none or it was zero. */
  changeBp: number | null
}

export type EditionRows = { set: Pick<FactorSet, 'id' | 'series'>; rows: readonly Factor[] }

/** Rows that differ, by id; rows that are the same in both are only counted. */
export function differencesBetween(
  before: EditionRows,
  after: EditionRows,
): { rows: FactorDifference[]; unchanged: number } {
  const earlier = byPlace(before)
  const later = byPlace(after)
  const rows: FactorDifference[] = []
  let unchanged = 0
  for (const place of [...new Set([...earlier.keys(), ...later.keys()])].toSorted()) {
    const [was, is] = [earlier.get(place), later.get(place)]
    if (was && is && saysTheSame(was, is)) unchanged += 1
    else rows.push(differenceOf(was, is))
  }
  return { rows, unchanged }
}

function byPlace({ set, rows }: EditionRows): Map<string, Factor> {
  // Other series may carry a year of their own; only the edition's own rows change theirs with it.
  return new Map(rows.map((row) => [row.set === set.id ? placeOf(row.id, set.series) : row.id, row]))
}

/** The id without the year of its series. */
export function placeOf(id: string, series: string): string {
  return id
    .split('.')
    .map((part) => (part === series ? '{series}' : part))
    .join('.')
}

function saysTheSame(a: Factor, b: Factor): boolean {
  return (
    a.valueMg === b.valueMg &&
    a.unit === b.unit &&
    a.uncertaintyBp === b.uncertaintyBp &&
    a.verified === b.verified &&
    a.scopeClass === b.scopeClass &&
    a.scope === b.scope
  )
}

function differenceOf(was: Factor | undefined, is: Factor | undefined): FactorDifference {
  const change =
    was && is && was.valueMg !== 0 ? halfUpDiv(BigInt(is.valueMg - was.valueMg) * 10_000n, BigInt(was.valueMg)) : null
  return {
    kind: !was ? 'added' : !is ? 'removed' : 'changed',
    before: was ? comparedOf(was) : null,
    after: is ? comparedOf(is) : null,
    changeBp: change === null ? null : Number(change),
  }
}

function comparedOf({ id, version, name, valueMg, unit, uncertaintyBp, verified }: Factor): ComparedRow {
  return { id, version, name, valueMg, unit, uncertaintyBp, verified }
}
