/** How often each act is in an answer, by the act's number. */
export type Vector = ReadonlyMap<number, number>

/** A prime below which small whole numbers are as different as they are. */
const PRIME = 1_000_003

/**
 * Keeps every answer ever given and finds out what any combination of them can say.
 *
 * All answers are sums of what changed in them, round by round. Take any combination of changes that is not nothing, and
 * in it the last round whose part is not nothing. Acts that no earlier round touched are fresh there, and only that
 * round's part of the combination says anything of them. Acts with the same column in the round's changes cannot be
 * told apart, so the combination holds all of such a block or none of it. If the changes stay as many independent ones
 * when only fresh acts are looked at, it holds at least one whole block: so the smallest block is the fewest people
 * that anything can be learned of.
 */
export class Adversary {
  readonly #known = new Map<string, Vector>()
  readonly #kinds = new Set<string>()
  readonly #rounds: Vector[][] = []

  /** Takes down what is answered now; an answer that was not given before was nothing. */
  hear(answers: readonly (readonly [string, Vector])[]): void {
    const changes = new Map<string, Vector>()
    for (const [name, vector] of answers) {
      const change = difference(vector, this.#known.get(name) ?? new Map())
      this.#known.set(name, vector)
      if (vector.size > 0) this.#kinds.add(name.split(' ')[0] as string)
      if (change.size > 0) changes.set(JSON.stringify([...change].toSorted(([a], [b]) => a - b)), change)
    }
    this.#rounds.push([...changes.values()])
  }

  /**
   * @param personOf who did each act, by its number.
   * @returns how many changes were seen, in which kinds of answers, and of how few people something could be learned.
   */
  learned(personOf: readonly string[]): { answers: number; kinds: string[]; fewest: number } {
    const seen = new Set<number>()
    let fewest = Number.POSITIVE_INFINITY
    for (const changes of this.#rounds) {
      const acts = [...new Set(changes.flatMap((change) => [...change.keys()]))]
      const fresh = acts.filter((act) => !seen.has(act))
      if (rank(changes, fresh) < rank(changes, acts)) fewest = 0
      const blocks = new Map<string, Set<string>>()
      for (const act of fresh) {
        const column = changes.map((change) => change.get(act) ?? 0).join(' ')
        blocks.set(column, (blocks.get(column) ?? new Set()).add(personOf[act] as string))
      }
      for (const people of blocks.values()) fewest = Math.min(fewest, people.size)
      for (const act of acts) seen.add(act)
    }
    const answers = this.#rounds.reduce((sum, changes) => sum + changes.length, 0)
    return { answers, kinds: [...this.#kinds], fewest }
  }
}

function difference(now: Vector, before: Vector): Vector {
  const change = new Map(now)
  for (const [act, times] of before) {
    const left = (change.get(act) ?? 0) - times
    if (left === 0) change.delete(act)
    else change.set(act, left)
  }
  return change
}

/** How many of the vectors are independent, looked at in these acts only. */
function rank(vectors: readonly Vector[], acts: readonly number[]): number {
  const matrix = vectors.map((vector) => acts.map((act) => (((vector.get(act) ?? 0) % PRIME) + PRIME) % PRIME))
  let found = 0
  for (let column = 0; column < acts.length && found < matrix.length; column++) {
    const pivot = matrix.findIndex((row, i) => i >= found && row[column] !== 0)
    if (pivot < 0) continue
    const top = matrix[pivot] as number[]
    matrix[pivot] = matrix[found] as number[]
    matrix[found] = top
    const inverse = power(top[column] as number, PRIME - 2)
    for (const row of matrix.slice(found + 1)) {
      const factor = ((row[column] as number) * inverse) % PRIME
      if (factor === 0) continue
      for (let i = column; i < acts.length; i++) {
        row[i] = ((((row[i] as number) - factor * (top[i] as number)) % PRIME) + PRIME) % PRIME
      }
    }
    found++
  }
  return found
}

function power(base: number, exponent: number): number {
  let result = 1
  let factor = base % PRIME
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * factor) % PRIME
    factor = (factor * factor) % PRIME
  }
  return result
}
