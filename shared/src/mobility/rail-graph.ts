// The railway network as stations and the metres between neighbours; changing trains inside a station costs nothing.

export type RailStation = {
  code: string
  group: string
  /** N02_002: 1 is the Shinkansen. */
  institutionType: string
}
export type RailEdge = { a: string; b: string; metres: number }

export const SHINKANSEN = '1'

/** The shortest way over the rails between two stations. */
export class RailGraph {
  readonly #numbers = new Map<string, number>()
  readonly #groups = new Map<string, number[]>()
  readonly #isShinkansen: boolean[] = []
  /** Neighbours of each station: where to, and how far. */
  readonly #ways: { to: number; metres: number }[][] = []

  constructor(stations: readonly RailStation[], edges: readonly RailEdge[]) {
    for (const { code, group, institutionType } of stations) {
      const number = this.#ways.length
      this.#numbers.set(code, number)
      this.#groups.set(group, [...(this.#groups.get(group) ?? []), number])
      this.#isShinkansen.push(institutionType === SHINKANSEN)
      this.#ways.push([])
    }
    for (const { a, b, metres } of edges) {
      const [from, to] = [this.#numbers.get(a), this.#numbers.get(b)]
      if (from === undefined || to === undefined) continue
      this.#ways[from]?.push({ to, metres })
      this.#ways[to]?.push({ to: from, metres })
    }
    for (const members of this.#groups.values()) {
      for (const one of members) {
        for (const other of members) if (one !== other) this.#ways[one]?.push({ to: other, metres: 0 })
      }
    }
  }

  /**
   * Metres of the shortest way; null when the rails do not join the two.
   * @param from a station's code or its group's. @param shinkansen whether its trains may be used.
   */
  metres(from: string, to: string, shinkansen: boolean): number | null {
    const starts = this.#named(from)
    const ends = new Set(this.#named(to))
    if (starts.length === 0 || ends.size === 0) return null
    const best = new Float64Array(this.#ways.length).fill(Number.POSITIVE_INFINITY)
    const queue = new Queue()
    for (const start of starts) {
      best[start] = 0
      queue.add(start, 0)
    }
    for (let next = queue.take(); next; next = queue.take()) {
      const [station, so] = next
      if (so > (best[station] as number)) continue
      if (ends.has(station)) return Math.round(so)
      for (const { to: other, metres } of this.#ways[station] ?? []) {
        // One may walk through a Shinkansen station, and ride between two only on its trains.
        if (!shinkansen && metres > 0 && this.#isShinkansen[station] && this.#isShinkansen[other]) continue
        const way = so + metres
        if (way >= (best[other] as number)) continue
        best[other] = way
        queue.add(other, way)
      }
    }
    return null
  }

  #named(code: string): readonly number[] {
    const own = this.#numbers.get(code)
    return this.#groups.get(code) ?? (own === undefined ? [] : [own])
  }
}

/** A binary heap: what is nearest comes first. */
export class Queue {
  readonly #items: number[] = []
  readonly #keys: number[] = []

  add(item: number, key: number): void {
    let at = this.#items.length
    this.#items.push(item)
    this.#keys.push(key)
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((this.#keys[parent] as number) <= key) break
      this.#put(at, parent)
      at = parent
    }
    this.#items[at] = item
    this.#keys[at] = key
  }

  take(): [number, number] | undefined {
    if (this.#items.length === 0) return undefined
    const first: [number, number] = [this.#items[0] as number, this.#keys[0] as number]
    const item = this.#items.pop() as number
    const key = this.#keys.pop() as number
    const length = this.#items.length
    if (length === 0) return first
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= length) break
      if (child + 1 < length && (this.#keys[child + 1] as number) < (this.#keys[child] as number)) child++
      if ((this.#keys[child] as number) >= key) break
      this.#put(at, child)
      at = child
    }
    this.#items[at] = item
    this.#keys[at] = key
    return first
  }

  #put(at: number, from: number): void {
    this.#items[at] = this.#items[from] as number
    this.#keys[at] = this.#keys[from] as number
  }
}
