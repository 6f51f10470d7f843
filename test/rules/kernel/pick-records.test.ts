import { RecordPicker } from '@morinowa/shared/kernel/pick-records.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

/** Picks from a file that comes in pieces of a size. */
function picked(file: Uint8Array, lines: readonly number[], csv: boolean, size = file.length): Uint8Array {
  const picker = new RecordPicker(new Set(lines), { csv })
  const parts: Uint8Array[] = []
  for (let at = 0; at < file.length; at += Math.max(1, size)) parts.push(...picker.take(file.subarray(at, at + size)))
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}
const bytes = (text: string) => new TextEncoder().encode(text)
const text = (file: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(file)

test('of a CSV the header and the records that begin on those lines, with their quoted newlines', () => {
  const file = bytes('\ufeffid,note\r\n1,a\r\n2,"b\r\nb ""c"""\r\n3,d\r\n4,"e')
  expect(text(picked(file, [3], true))).toBe('\ufeffid,note\r\n2,"b\r\nb ""c"""\r\n')
  expect(text(picked(file, [2, 5, 6], true))).toBe('\ufeffid,note\r\n1,a\r\n3,d\r\n4,"e')
  expect(text(picked(file, [], true))).toBe('\ufeffid,note\r\n')
})

test('of lines of JSON just those lines; a quotation mark there closes nothing', () => {
  expect(text(picked(bytes('{"a"\n{"b":1}\nx"\n{}\n'), [1, 3, 4], false))).toBe('{"a"\nx"\n{}\n')
})

test('in whatever pieces a file is read, the same bytes, those of Shift_JIS too', () => {
  // 会員 and ソ, whose second byte is a backslash.
  const sjis = Uint8Array.from([
    0x89, 0xef, 0x88, 0xf5, 0x2c, 0x83, 0x5c, 0x0a, 0x31, 0x2c, 0x83, 0x5c, 0x0a, 0x32, 0x0a,
  ])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.subarray([1, 2, 3]), (size, lines) => {
      expect(picked(sjis, lines, true, size)).toEqual(picked(sjis, lines, true))
    }),
  )
  expect(picked(sjis, [2], true)).toEqual(sjis.subarray(0, 13))
})
