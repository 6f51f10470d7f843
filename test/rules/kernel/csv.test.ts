import { CsvReader, csvFields, csvTable } from '@morinowa/shared/kernel/csv.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

function read(text: string) {
  const reader = new CsvReader()
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const found = lines.flatMap((line, i) => reader.take(i + 1, line.replace(/\r$/, '')))
  return [...found, ...reader.end()]
}

describe('a record of a CSV', () => {
  test('may hold commas, quotation marks and line breaks inside quotation marks', () => {
    expect(read('a,"b,c","d ""e""","f\ng"\nh,i,j,k\n')).toEqual([
      { line: 1, fields: ['a', 'b,c', 'd "e"', 'f\ng'] },
      { line: 3, fields: ['h', 'i', 'j', 'k'] },
    ])
  })

  test('with a stray quotation mark is broken alone: the lines after it are read', () => {
    const lines = ['a,"b', ...Array.from({ length: 30 }, (_, n) => `x,${n}`)]
    const records = read(lines.join('\n'))
    expect(records[0]).toEqual({ line: 1, broken: true })
    expect(records.slice(1)).toEqual(Array.from({ length: 30 }, (_, n) => ({ line: n + 2, fields: ['x', String(n)] })))
  })

  test('with text after a closed quotation is broken', () => {
    expect(csvFields('"a"b,c')).toBe('broken')
    expect(read('"a"b,c\nd,e')).toEqual([
      { line: 1, broken: true },
      { line: 2, fields: ['d', 'e'] },
    ])
  })

  test('that was written is read back, whatever it holds', () => {
    // What begins like a formula is changed on purpose, and a lone carriage return ends a line elsewhere.
    const field = fc.string({ maxLength: 20 }).filter((text) => !/^[=+\-@\t\r]/.test(text) && !text.includes('\r'))
    const table = fc.array(fc.tuple(field, field, field), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(table, (records) => {
        const text = csvTable(['a', 'b', 'c'], records)
        const back = read(text.slice(1)).map((record) => ('fields' in record ? record.fields : record))
        expect(back).toEqual([['a', 'b', 'c'], ...records])
      }),
    )
  })

  test('never becomes a formula in a spreadsheet', () => {
    expect(csvTable(['a'], [['=1+1'], ['-2'], ['@x']])).toBe("\ufeffa\r\n'=1+1\r\n'-2\r\n'@x\r\n")
  })
})
