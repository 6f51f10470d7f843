// The rows of stop_times.txt while a feed is read: millions, in any order. Six whole numbers a row, in columns that grow.

const FIRST = 4_096
/** A call without a time. */
export const NO_TIME = -1

export class Calls {
  length = 0
  trip = new Int32Array(FIRST)
  sequence = new Int32Array(FIRST)
  stop = new Int32Array(FIRST)
  arrival = new Int32Array(FIRST)
  departure = new Int32Array(FIRST)
  line = new Int32Array(FIRST)

  add(trip: number, sequence: number, stop: number, arrival: number, departure: number, line: number): void {
    const at = this.length
    if (at === this.trip.length) this.#grow()
    this.trip[at] = trip
    this.sequence[at] = sequence
    this.stop[at] = stop
    this.arrival[at] = arrival
    this.departure[at] = departure
    this.line[at] = line
    this.length = at + 1
  }

  /** Row numbers by trip, in the order of the file: `rows` from `start[trip]` to `start[trip + 1]`. */
  byTrip(trips: number): { start: Int32Array; rows: Int32Array } {
    const start = new Int32Array(trips + 1)
    for (let i = 0; i < this.length; i++) addTo(start, (this.trip[i] as number) + 1, 1)
    for (let i = 0; i < trips; i++) addTo(start, i + 1, start[i] as number)
    const next = start.slice()
    const rows = new Int32Array(this.length)
    for (let i = 0; i < this.length; i++) {
      const trip = this.trip[i] as number
      rows[next[trip] as number] = i
      addTo(next, trip, 1)
    }
    return { start, rows }
  }

  #grow(): void {
    for (const name of ['trip', 'sequence', 'stop', 'arrival', 'departure', 'line'] as const) {
      const longer = new Int32Array(this[name].length * 2)
      longer.set(this[name])
      this[name] = longer
    }
  }
}

function addTo(numbers: Int32Array, at: number, more: number): void {
  numbers[at] = (numbers[at] as number) + more
}
