// RFC 4180, record by record, for files that arrive in pieces. Unlike a parser of whole files it can give a broken
// record back: a stray quotation mark must not swallow the rest of a million lines.

export type CsvRecord = { line: number; fields: string[] } | { line: number; broken: true }

const MOST_LINES = 20
const MOST_CHARACTERS = 65_536

/** Reads lines (without their line breaks) and gives records as soon as they are whole. */
export class CsvReader {
  #held: { line: number; text: string }[] = []

  /** The records that a line completes: usually one, none inside quotation marks, several after a broken record. */
  take(line: number, text: string): CsvRecord[] {
    if (this.#held.length === 0) {
      if (!text.includes('"')) return text === '' ? [] : [{ line, fields: text.split(',') }]
      // Most records with quotation marks end on their own line.
      const fields = csvFields(text)
      if (typeof fields !== 'string') return fields.length > 1 || fields[0] !== '' ? [{ line, fields }] : []
    }
    this.#held.push({ line, text })
    return this.#settle(false)
  }

  /** What is left at the end of the file. */
  end(): CsvRecord[] {
    return this.#settle(true)
  }

  #settle(last: boolean): CsvRecord[] {
    const records: CsvRecord[] = []
    while (this.#held.length > 0) {
      const first = this.#held[0] as { line: number; text: string }
      // Lines that were held for a record that turned out broken are read again, each from its own beginning.
      const found = this.#wholeRecord()
      if (found === 'open') {
        const size = this.#held.reduce((sum, { text }) => sum + text.length, 0)
        if (!last && this.#held.length < MOST_LINES && size < MOST_CHARACTERS) return records
      }
      if (found === 'open' || found === 'broken') {
        records.push({ line: first.line, broken: true })
        this.#held.shift()
      } else {
        if (found.fields.length > 1 || found.fields[0] !== '') records.push({ line: first.line, fields: found.fields })
        this.#held.splice(0, found.lines)
      }
    }
    return records
  }

  /** The record that begins with the first held line. */
  #wholeRecord(): { fields: string[]; lines: number } | 'open' | 'broken' {
    for (let lines = 1; lines <= this.#held.length; lines++) {
      const text = this.#held
        .slice(0, lines)
        .map((held) => held.text)
        .join('\n')
      const fields = csvFields(text)
      if (fields !== 'open') return fields === 'broken' ? 'broken' : { fields, lines }
    }
    return 'open'
  }
}

/** The fields of one record; `open` when a quotation is not closed, `broken` when text follows its end. */
export function csvFields(text: string): string[] | 'open' | 'broken' {
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (text[at] !== '"') {
      const comma = text.indexOf(',', at)
      if (comma < 0) {
        fields.push(text.slice(at))
        return fields
      }
      fields.push(text.slice(at, comma))
      at = comma + 1
      continue
    }
    let end = at + 1
    for (;;) {
      end = text.indexOf('"', end)
      if (end < 0) return 'open'
      if (text[end + 1] !== '"') break
      end += 2
    }
    fields.push(text.slice(at + 1, end).replaceAll('""', '"'))
    if (end + 1 === text.length) return fields
    if (text[end + 1] !== ',') return 'broken'
    at = end + 2
  }
}

/** A field as it is written; texts that a spreadsheet would take for formulas are made harmless. */
export function csvField(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Records as they are written, each with its line break. */
export function csvRows(records: readonly (readonly (string | number | null)[])[]): string {
  return records.map((record) => `${record.map(csvField).join(',')}\r\n`).join('')
}

/** A whole table, with the byte order mark by which spreadsheets know UTF-8. */
export function csvTable(header: readonly string[], records: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${csvRows([header, ...records])}`
}
