import { refuse } from '../../kernel/refusal.ts'

/** Stops, trips, routes and services are each fewer than this. */
export const MOST_ROWS = 1_000_000

/** Rows by their ids, numbered as they come. */
export class Listed<T> {
  readonly all: T[] = []
  readonly #numbers = new Map<string, number>()

  add<U extends T>(id: string, row: U): U {
    if (this.all.length >= MOST_ROWS) refuse('mobility.feed-too-long', { file: 'GTFS', limit: MOST_ROWS })
    this.#numbers.set(id, this.all.length)
    this.all.push(row)
    return row
  }

  has(id: string): boolean {
    return this.#numbers.has(id)
  }

  numberOf(id: string): number | undefined {
    return this.#numbers.get(id)
  }

  get(id: string): T | undefined {
    const number = this.#numbers.get(id)
    return number === undefined ? undefined : this.all[number]
  }
}
