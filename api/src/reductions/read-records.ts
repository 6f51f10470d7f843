import { CsvReader, type CsvRecord } from '@morinowa/shared/kernel/csv.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { LineFault, type RawLine } from '@morinowa/shared/reductions/line.ts'
import { LINE_LIMIT, type TextLine } from './read-lines.ts'

/** A line that holds a record, or why it does not. */
export type LineRecord = { line: number; raw: RawLine | LineFault }

/** Makes records of lines; undefined ends the file. */
export type RecordReader = (lines: readonly TextLine[] | undefined) => LineRecord[]

const UNREADABLE = new LineFault('reductions.line-unreadable')
const ENCODING = new LineFault('reductions.line-encoding')
const TOO_LONG = new LineFault('reductions.line-too-long', { limit: LINE_LIMIT })

/** One JSON object a line; empty lines are nothing. */
export function ndjsonReader(): RecordReader {
  return (lines = []) => {
    const records: LineRecord[] = []
    for (const { line, text, fault } of lines) {
      if (fault) records.push({ line, raw: fault === 'too-long' ? TOO_LONG : ENCODING })
      else if (text.trim() !== '') records.push({ line, raw: parsed(text) })
    }
    return records
  }
}

function parsed(text: string): RawLine | LineFault {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RawLine) : UNREADABLE
  } catch {
    return UNREADABLE
  }
}

const NO_HEADINGS: ReadonlyMap<string, string> = new Map()

/**
 * CSV whose first record names the columns, by our names or by `headings` of the trade. Of two columns of one meaning the
 * first is read.
 * @throws Refusal when a needed column is not among them: no line of such a file can be meant.
 */
export function csvReader(
  fields: ReadonlySet<string>,
  needed: readonly string[],
  headings: ReadonlyMap<string, string> = NO_HEADINGS,
): RecordReader {
  const reader = new CsvReader()
  let columns: (string | undefined)[] | undefined

  function named(record: CsvRecord): LineRecord[] {
    if ('broken' in record) return [{ line: record.line, raw: UNREADABLE }]
    if (!columns) {
      const names = record.fields.map((said) => columnOf(said, headings))
      const missing = needed.filter((name) => !names.includes(name))
      if (missing.length > 0)
        return refuse('reductions.header-missing', {
          missing: missing.map((name) => spelled(name, headings)).join(', '),
        })
      columns = names.map((name, i) => (fields.has(name) && names.indexOf(name) === i ? name : undefined))
      return []
    }
    const { line, fields: given } = record
    if (given.length !== columns.length) {
      return [
        { line, raw: new LineFault('reductions.line-columns', { given: given.length, expected: columns.length }) },
      ]
    }
    const raw: Record<string, string> = {}
    for (let i = 0; i < columns.length; i++) {
      const name = columns[i]
      if (name !== undefined) raw[name] = given[i] as string
    }
    return [{ line, raw }]
  }

  return (lines) => {
    if (lines === undefined) return reader.end().flatMap(named)
    const records: LineRecord[] = []
    for (const { line, text, fault } of lines) {
      if (fault) records.push({ line, raw: fault === 'too-long' ? TOO_LONG : ENCODING })
      else for (const record of reader.take(line, text)) records.push(...named(record))
    }
    return records
  }
}

/** The column that a heading stands for, in full or half width. */
function columnOf(said: string, headings: ReadonlyMap<string, string>): string {
  const name = said.normalize('NFKC').trim()
  return headings.get(name) ?? name
}

/** A column's name and, where it has one, the heading that may stand for it. */
function spelled(column: string, headings: ReadonlyMap<string, string>): string {
  for (const [heading, name] of headings) if (name === column) return `${column} / ${heading}`
  return column
}
