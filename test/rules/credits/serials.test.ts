import { Family } from '@morinowa/shared/credits/families.ts'
import { readSerial, serialText } from '@morinowa/shared/credits/serials.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const codes = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), minLength: 8, maxLength: 8 })

test('a printed serial reads back to the same range', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Family.options),
      codes,
      fc.nat(10_000_000_000),
      fc.integer({ min: 1, max: 1_000_000 }),
      (family, code, from, width) => {
        const range = { from, to: from + width }
        expect(readSerial(serialText(family, code, range))).toEqual({ lot: code, range })
      },
    ),
  )
})

test('a serial survives copying: small and full-width letters, O for 0, I for 1, a single number', () => {
  const range = { from: 5, to: 6 }
  expect(readSerial(' mw-jcredit-7k3q9xo1-5 ')).toEqual({ lot: '7K3Q9X01', range })
  expect(readSerial('ＭＷ－ＪＢＬＵＥ－７Ｋ３Ｑ９ＸＩ１－５')).toEqual({ lot: '7K3Q9X11', range })
})

test.each(['', 'MW', 'MW-JCREDIT-7K3Q9XAB', 'MW-NONE-7K3Q9XAB-1-2', 'MW-JCREDIT-7K3Q9XAB-9-3', 'MW-C-2026-7K3Q9XAB'])(
  '%j is no serial',
  (text) => {
    expect(readSerial(text)).toBeNull()
  },
)
