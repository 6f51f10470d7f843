import { brokenLines } from '@morinowa/api/certificates/line-breaks.ts'
import { drawable, missingIn, typeface } from '@morinowa/api/certificates/typeface.ts'
import { checkTexts } from '@morinowa/shared/certificates/check-credential.ts'
import { sayClaim } from '@morinowa/shared/certificates/claim.ts'
import { certificateFigures, sayMass } from '@morinowa/shared/certificates/figures.ts'
import { RetirementRecord } from '@morinowa/shared/certificates/record.ts'
import { Family } from '@morinowa/shared/credits/families.ts'
import { RetirementStatement } from '@morinowa/shared/credits/retirement-statement.ts'
import { SELECTOR, SUBSCRIPTS, unprintable } from '@morinowa/shared/kernel/printable.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

// Characters of names that fonts for everyday Japanese leave out.
const RARE =
  '髙﨑𠮷濵邉邊齋齊德祐神福靖海桑逸那葛噓填頰剝𠮟塡德琢晴塚隆益精羽都鶴鷗鄧閒﨟鴈畑辻込榊峠裃働匂凪凩俣杢枡栃毟畠笹籾糀膵躾饂魸鯱鰯鱈鵤〆〻々仝ゝゞヽヾ㈱㈲①⑳Ⅳ℡㍻㎏㎡'

const RECORD = RetirementRecord.parse({
  id: '0198f0de-0000-7000-8000-000000000001',
  certificateId: 'MW-C-2026-7K3Q9XAB',
  entries: [],
  family: 'other',
  massG: 1,
  retiredAt: '2026-11-22T07:00:00.000Z',
  holder: '',
  beneficiary: null,
  purpose: '',
  place: '',
  placeCode: '16211',
  periodFrom: '2026-01-01',
  periodTo: '2026-01-02',
  note: '',
  publicName: false,
  salt: null,
  statementDigest: '',
  serials: [],
})

test.each(['regular', 'bold'] as const)(
  'the %s font has every rare character, and all that we write ourselves',
  (weight) => {
    const face = typeface(weight)
    expect(missingIn(RARE, face)).toEqual([])
    for (const language of ['ja', 'en'] as const) {
      for (const family of Family.options) {
        const ours = JSON.stringify(certificateFigures({ ...RECORD, family }, language)) + sayClaim(family)[language]
        expect(missingIn(ours, face)).toEqual([])
      }
    }
    expect(missingIn(JSON.stringify(checkTexts), face)).toEqual([])
  },
)

test('what the font lacks is written as its code point, and a variant selector changes nothing', () => {
  const face = typeface('regular')
  expect(drawable('森🌲', face)).toBe('森[U+1F332]')
  expect(drawable('葛󠄀', face)).toBe('葛')
})

test.each(['regular', 'bold'] as const)('what is asked for in another spelling is what the %s font lacks', (weight) => {
  const face = typeface(weight)
  const differing: string[] = []
  for (let code = 0x20; code < 0x40000; code++) {
    const character = String.fromCodePoint(code)
    if (SUBSCRIPTS.includes(character) || character.replaceAll(SELECTOR, '') === '') continue
    if (face.has(character) !== (unprintable(character).length === 0)) differing.push(code.toString(16))
  }
  expect(differing).toEqual([])
})

test('rare names pass, emoji and other scripts are named in both languages', () => {
  expect(unprintable(`${RARE} 葛󠄀飾 CO₂ Zoë\n`)).toEqual([])
  const said = RetirementStatement.safeParse({ beneficiary: '森🌲の🌲店', purpose: '김' })
  expect(said.error?.issues).toMatchObject([
    { path: ['beneficiary'], message: expect.stringContaining('🌲'), params: { ja: expect.stringMatching(/: 🌲$/) } },
    { path: ['purpose'], params: { en: expect.stringMatching(/: 김$/) } },
  ])
})

test('a place is named, with the code that stands for it', () => {
  const placed = (place: string | null, placeCode: string | null, name?: { ja: string; en: string }) =>
    certificateFigures({ ...RECORD, place, placeCode }, 'ja', name).figures.find(({ id }) => id === 'place')?.value
  const name = { ja: '富山県射水市', en: 'Imizu, Toyama' }
  expect(placed(null, '16211', name)).toBe('富山県射水市 (16211)')
  expect(placed('16211', '16211', name)).toBe('富山県射水市 (16211)')
  expect(placed('新湊マリーナ', '16211', name)).toBe('新湊マリーナ · 富山県射水市 (16211)')
  expect(placed('新湊マリーナ', '16211')).toBe('新湊マリーナ (16211)')
  expect(placed('新湊マリーナ', null)).toBe('新湊マリーナ')
  expect(placed(null, null)).toBeUndefined()
})

test('lines keep every character, fit the width, and begin with nothing that may not begin one', () => {
  const units = fc.constantFrom(...'森の環カーボン、。（）「」abc DEF 0129 ー・')
  fc.assert(
    fc.property(
      fc.string({ unit: units, minLength: 1, maxLength: 80 }),
      fc.integer({ min: 4, max: 30 }),
      (text, width) => {
        const lines = brokenLines(text, width, () => 1)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const line of lines) expect(Array.from(line.trimEnd()).length).toBeLessThanOrEqual(width)
      },
    ),
  )
  expect(brokenLines('あいうえお。', 5, () => 1)).toEqual(['あいうえ', 'お。'])
  expect(brokenLines('forest credits', 8, () => 1)).toEqual(['forest', 'credits'])
  expect(brokenLines('約 30\u00a0円で', 5, () => 1)).toEqual(['約', '30\u00a0円で'])
})

test('a mass is said in kilograms without losing a gram', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000_000_000), (massG) => {
      const [kilograms = '', grams = ''] = sayMass(massG, 'en').split(' kg CO₂e (')
      expect(Number(grams.replace(' g)', '').replaceAll(',', ''))).toBe(massG)
      const [whole = '', rest = ''] = kilograms.replaceAll(',', '').split('.')
      expect(Number(whole) * 1_000 + Number(rest.padEnd(3, '0'))).toBe(massG)
    }),
  )
  expect(sayMass(1_234_500, 'ja')).toBe('1,234.5 kg-CO₂e（1,234,500 g）')
})
