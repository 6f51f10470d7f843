import type { Pool } from '@morinowa/shared/reductions/reduction.ts'

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
  shared: boolean
  shownG: number
  creditedG: number
  emittedG: number
}

export type PersonDelta = Figures & { participantId: string; month: string; pool: Pool; mode: string }
export type AreaDelta = Figures & { code: string; month: string; pool: Pool; mode: string; people: Set<string> }
export type Presence = { participantId: string; month: string; code: string; pools: number }

/** Bits of `area_person.pools`. */
export const POOL_BIT: Readonly<Record<Pool, number>> = { mobility: 1, destinations: 2 }

export class SumDeltas {
  readonly persons = new Map<string, PersonDelta>()
  readonly areas = new Map<string, AreaDelta>()
  readonly presences = new Map<string, Presence>()

  /** Counts an act in. */
  add(act: Counted): void {
    this.#change(act, {
      acts: 1,
      shownG: act.shownG,
      creditedG: act.creditedG,
      emittedG: act.emittedG,
      contributedG: 0,
    })
  }

  /** Takes an act out again. Who was there once stays counted among the people. */
  remove(act: Counted): void {
    const { shownG, creditedG, emittedG } = act
    this.#change(act, { acts: -1, shownG: -shownG, creditedG: -creditedG, emittedG: -emittedG, contributedG: 0 })
  }

  /** Says that part of an act's credited grams is somebody else's now. */
  contribute(act: Counted, massG: number): void {
    this.#change(act, { acts: 0, shownG: 0, creditedG: 0, emittedG: 0, contributedG: massG })
  }

  #change(act: Counted, by: Figures): void {
    const { participantId, pool, fromMunicipality: code } = act
    const month = act.day.slice(0, 7)
    const mode = act.mode ?? act.type
    const personKey = `${participantId} ${month} ${pool} ${mode}`
    const person = this.persons.get(personKey)
    if (person) plus(person, by)
    else this.persons.set(personKey, { participantId, month, pool, mode, ...by })

    if (code === null || !act.shared) return
    const areaKey = `${code} ${month} ${pool} ${mode}`
    const area = this.areas.get(areaKey)
    if (area) {
      plus(area, by)
      area.people.add(participantId)
    } else this.areas.set(areaKey, { code, month, pool, mode, ...by, people: new Set([participantId]) })

    const presenceKey = `${participantId} ${month} ${code}`
    const presence = this.presences.get(presenceKey)
    if (presence) presence.pools |= POOL_BIT[pool]
    else this.presences.set(presenceKey, { participantId, month, code, pools: POOL_BIT[pool] })
  }
}

function plus(sum: Figures, by: Figures): void {
  sum.acts += by.acts
  sum.shownG += by.shownG
  sum.creditedG += by.creditedG
  sum.emittedG += by.emittedG
  sum.contributedG += by.contributedG
}
