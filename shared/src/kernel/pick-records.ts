const NEWLINE = 0x0a
const QUOTE = 0x22

/**
 * Picks records out of a file by the lines on which they begin, byte for byte, so that they can be corrected and sent
 * again in the encoding they came in. Neither in UTF-8 nor in Shift_JIS is a newline or a quotation mark part of another
 * character. Of a CSV the first record is always picked: it names the columns.
 */
export class RecordPicker {
  readonly #wanted: ReadonlySet<number>
  readonly #csv: boolean
  #line = 1
  #isQuoted = false
  #isPicked: boolean

  constructor(wanted: ReadonlySet<number>, { csv }: { csv: boolean }) {
    this.#wanted = wanted
    this.#csv = csv
    this.#isPicked = this.#picks(1)
  }

  /** The picked parts of the next piece of the file, in order. */
  take(piece: Uint8Array): Uint8Array[] {
    const picked: Uint8Array[] = []
    let from = 0
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at]
      if (byte === QUOTE && this.#csv) this.#isQuoted = !this.#isQuoted
      if (byte !== NEWLINE) continue
      this.#line++
      if (this.#isQuoted) continue
      if (this.#isPicked) picked.push(piece.subarray(from, at + 1))
      from = at + 1
      this.#isPicked = this.#picks(this.#line)
    }
    if (this.#isPicked && from < piece.length) picked.push(piece.subarray(from))
    return picked
  }

  #picks(line: number): boolean {
    return this.#wanted.has(line) || (this.#csv && line === 1)
  }
}
