import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { wordingOfIssue } from '@morinowa/shared/kernel/issue-wording.ts'
import { Text } from '@morinowa/shared/kernel/text.ts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const wordings = (schema: z.ZodType, value: unknown) =>
  (schema.safeParse(value, { reportInput: true }).error?.issues ?? []).map(wordingOfIssue)

describe('the rule that a value breaks is said plainly', () => {
  it.each([
    [z.strictObject({ a: z.int() }), {}, '必須です。', 'This is required.'],
    [z.strictObject({ a: z.enum(['x', 'y']) }), {}, '必須です。', 'This is required.'],
    [z.int(), 1.5, '整数にしてください。', 'Must be a whole number.'],
    [z.number(), '1', '数値にしてください。', 'Must be a number.'],
    [z.int().min(1), -5, '1 以上にしてください。', 'Must be at least 1.'],
    [z.int().max(20_040_000), 30_000_000, '20,040,000 以下にしてください。', 'Must be at most 20,040,000.'],
    [z.number().gt(0), 0, '0 より多くしてください。', 'Must be more than 0.'],
    [z.string().min(8), 'short', '8 文字以上にしてください。', 'Must be at least 8 characters.'],
    [Text(80), '   ', '空にはできません。', 'Must not be empty.'],
    [z.array(z.int()).max(1), [1, 2], '1 件以下にしてください。', 'Must be at most 1 entry.'],
    [z.enum(['bus', 'rail']), 'hover', '次のどれかにしてください: bus、rail', 'Must be one of: bus, rail'],
    [z.strictObject({}), { a: 1, b: 2 }, '知らない項目です: a、b', 'Unknown fields: a, b'],
    [z.string().regex(/^\d{13}$/), '12', '数字 13 桁にしてください。', 'Must be 13 digits.'],
    [z.string().regex(/^\d{5,6}$/), 'x', '数字 5〜6 桁にしてください。', 'Must be 5 to 6 digits.'],
    [z.uuid(), 'x', 'ID（UUID）の形にしてください。', 'Must be an id (UUID).'],
    [
      z.discriminatedUnion('t', [z.object({ t: z.literal('p') }), z.object({ t: z.literal('q') })]),
      { t: 'r' },
      '次のどれかにしてください: p、q',
      'Must be one of: p, q',
    ],
  ])('%#', (schema, value, ja, en) => expect(wordings(schema, value)).toEqual([{ ja, en }]))

  it('a rule of our own brings its own words, and none is left to the library alone', () => {
    expect(wordings(Day, '2026-02-30')[0]?.ja).toMatch(/日/)
    expect(wordings(Text(80), 'a\u0007')).toEqual([
      { ja: '制御文字は使えません。', en: 'Control characters cannot be used.' },
    ])
  })
})
