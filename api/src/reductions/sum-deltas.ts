import { MIN_PEOPLE } from '@morinowa/shared/reductions/k-anonymity.ts'
import type { Pool } from '@morinowa/shared/reductions/reduction.ts'
import { addTally, type Labels, type Tally, UNLABELLED } from '@morinowa/shared/reductions/release.ts'

// What a set of acts adds to the sums, gathered in memory so that each sum's row is touched once a transaction.

export type Figures = {
  acts: number
  shownG: number
  creditedG: number
  emittedG: number
  contributedG: number
}

/** The part of an act that the sums need. */
export type Counted = {
  participantId: string
  pool: Pool
  mode: string | null
  type: string
  day: string
  fromMunicipality: string | null
  /** Where a trip ended. */
  toMunicipality?: string | null
  /** Grid squares of a kilometre where a trip began and ended, when both are known. */
  fromMesh?: string | null
  toMesh?: string | null
  shared: boolean
  shownG: number
  creditedG: number
  emittedG: number
}

export type Worth = Pick<Counted, 'shownG' | 'creditedG' | 'emittedG'>

export type PersonDelta = Figures & { participantId: string; month: string; pool: Pool; mode: string }
export type Presence = { participantId: string; month: string; code: string; pools: number }

/** Acts, and grams of them that were sold: each becomes public with ten people of its own. */
export type Kind = 'act' | 'sold'

/** Changes of a cell that share all labels. */
export type PieceDelta = Tally & Labels & { kind: Kind; people: Set<string> }

/** Changes of a municipality's month, pool and mode. */
export type AreaDelta = Tally & {
  code: string
  month: string
  pool: Pool
  mode: string
  pieces: Map<string, PieceDelta>
  /** Whoever took something back: they stand behind nothing that waits here until they act again. */
  withdrawn: Set<string>
}

/** Bits of `area_person.pools`. */
export const POOL_BIT: Readonly<Record<Pool, number>> = { mobility: 1, destinations: 2 }

export class SumDeltas {
  readonly persons = new Map<string, PersonDelta>()
  readonly areas = new Map<string, AreaDelta>()
  readonly presences = new Map<string, Presence>()

  /** Counts an act in, with what it is worth as it is recorded. */
  add(act: Counted, { shownG, creditedG, emittedG }: Worth = act): void {
    const by = { acts: 1, shownG, creditedG, emittedG, contributedG: 0, changes: 1 }
    this.#change(act, by)
    const area = this.#area(act, by)
    if (!area) return
    const piece = pieceOf(area, 'act', labelsOf(act))
    addTally(piece, by)
    // Ten are enough to know that there are ten.
    if (piece.people.size < MIN_PEOPLE) piece.people.add(act.participantId)
  }

  /** Takes an act out again. Who was there once stays counted among the people who were there. */
  remove(act: Counted, { shownG, creditedG, emittedG }: Worth = act): void {
    const by = {
      acts: -1,
      shownG: -shownG,
      creditedG: -creditedG,
      emittedG: -emittedG,
      contributedG: 0,
      changes: 1,
    }
    this.#change(act, by)
    const area = this.#area(act, by)
    if (!area) return
    addTally(pieceOf(area, 'act', labelsOf(act)), by)
    area.withdrawn.add(act.participantId)
    for (const piece of area.pieces.values()) if (piece.kind === 'act') piece.people.delete(act.participantId)
  }

  /** Says that part of an act's credited grams is somebody else's now. */
  contribute(act: Counted, massG: number): void {
    const by = { acts: 0, shownG: 0, creditedG: 0, emittedG: 0, contributedG: massG, changes: 1 }
    this.#change(act, by)
    const area = this.#area(act, by)
    if (!area) return
    const piece = pieceOf(area, 'sold', UNLABELLED)
    addTally(piece, by)
    if (piece.people.size < MIN_PEOPLE) piece.people.add(act.participantId)
  }

  #change(act: Counted, by: Figures): void {
    const { participantId, pool } = act
    const month = act.day.slice(0, 7)
    const mode = act.mode ?? act.type
    const key = `${participantId} ${month} ${pool} ${mode}`
    const person = this.persons.get(key)
    if (person) plus(person, by)
    else {
      const { acts, shownG, creditedG, emittedG, contributedG } = by
      this.persons.set(key, { participantId, month, pool, mode, acts, shownG, creditedG, emittedG, contributedG })
    }
  }

  /** The cell an act belongs to, changed; nothing when the act is nowhere, or its person shares nothing. */
  #area(act: Counted, by: Tally): AreaDelta | undefined {
    const { participantId, pool, fromMunicipality: code } = act
    if (code === null || !act.shared) return undefined
    const month = act.day.slice(0, 7)
    const mode = act.mode ?? act.type
    const areaKey = `${code} ${month} ${pool} ${mode}`
    let area = this.areas.get(areaKey)
    if (area) addTally(area, by)
    else {
      area = { code, month, pool, mode, ...by, pieces: new Map(), withdrawn: new Set() }
      this.areas.set(areaKey, area)
    }
    const presenceKey = `${participantId} ${month} ${code}`
    const presence = this.presences.get(presenceKey)
    if (presence) presence.pools |= POOL_BIT[pool]
    else this.presences.set(presenceKey, { participantId, month, code, pools: POOL_BIT[pool] })
    return area
  }
}

/** Only trips go anywhere; a square alone, without the other end, would say more of a place than of a way. */
function labelsOf({ pool, day, toMunicipality, fromMesh, toMesh }: Counted): Labels {
  if (pool !== 'mobility') return { day, to: '', fromMesh: '', toMesh: '' }
  const to = toMunicipality ?? ''
  if (!fromMesh || !toMesh) return { day, to, fromMesh: '', toMesh: '' }
  return { day, to, fromMesh, toMesh }
}

function pieceOf(area: AreaDelta, kind: Kind, labels: Labels): PieceDelta {
  const key = `${kind} ${labels.day} ${labels.to} ${labels.fromMesh} ${labels.toMesh}`
  let piece = area.pieces.get(key)
  if (!piece) {
    piece = {
      kind,
      ...labels,
      acts: 0,
      shownG: 0,
      creditedG: 0,
      emittedG: 0,
      contributedG: 0,
      changes: 0,
      people: new Set(),
    }
    area.pieces.set(key, piece)
  }
  return piece
}

function plus(sum: Figures, by: Figures): void {
  sum.acts += by.acts
  sum.shownG += by.shownG
  sum.creditedG += by.creditedG
  sum.emittedG += by.emittedG
  sum.contributedG += by.contributedG
}
