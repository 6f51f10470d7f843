import { seedExamples } from '@morinowa/prisma/seed/examples.ts'
import { CONSTANTS } from '@morinowa/shared/methodology/constants.ts'
import { EVIDENCE } from '@morinowa/shared/methodology/evidence.ts'
import { readMethod, recompute, rowsOfMethod } from '@morinowa/shared/methodology/method-sheet.ts'
import { withNumbers } from '@morinowa/shared/methodology/method-text.ts'
import { METHODS } from '@morinowa/shared/methodology/methods.ts'
import type { Edition } from '@morinowa/shared/methodology/registry.ts'
import { UNCERTAINTY_LADDER } from '@morinowa/shared/methodology/uncertainty.ts'
import { describe, expect, it, test } from 'vitest'
import { registry } from './registry.ts'

const newest = registry.editions[0] as Edition

describe.each(METHODS.map((method) => [method.id, method] as const))('the document of %s', (_id, method) => {
  it('has all of its numbers in every edition, and none of its places left open', () => {
    for (const edition of registry.editions) {
      const text = JSON.stringify(readMethod(method, edition))
      expect(text).not.toMatch(/[{][#a-z1][^"]*?\.[^"]*?[}]|\{#/)
      expect(rowsOfMethod(method, edition)).toHaveLength(method.factors.length)
    }
  })

  it('names every row that its examples use', () => {
    const named = new Set(registry.editions.flatMap((edition) => rowsOfMethod(method, edition).map(({ id }) => id)))
    for (const example of seedExamples().filter(({ ask }) => (ask as { type: string }).type === method.id)) {
      const { agrees, factors } = recompute(example, registry)
      expect([example.id, agrees]).toEqual([example.id, true])
      expect(factors.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([])
    }
  })
})

test('a number in a sentence is the one the calculation uses: another row, another sentence', () => {
  const bag = METHODS.find(({ id }) => id === 'shop.bag')
  if (!bag) throw new Error('no bag')
  expect(readMethod(bag, newest).formula.en).toBe('bags x 33 g')
  expect(readMethod(bag, newest).conditions[0]?.text.en).toBe('75.3 % refuse anyway, so A = 0.247.')
  const row = newest.rows.get('jp.bag.g33')
  if (!row) throw new Error('no row')
  const other = { ...newest, rows: new Map(newest.rows).set(row.id, { ...row, valueMg: 1_234_567 }) }
  expect(readMethod(bag, other).formula.en).toBe('bags x 1,234.567 g')
})

test('a sentence cannot name what does not exist', () => {
  expect(() => withNumbers({ ja: '{no.such.row}', en: '' }, newest)).toThrow('no row')
  expect(() => withNumbers({ ja: '{#noSuch}', en: '' }, newest)).toThrow('no constant')
})

test('constants are those of the engine', () => {
  const value = (key: string) => CONSTANTS.find((one) => one.key === key)?.value
  for (const [level, { creditBp, quantityErrorBp }] of Object.entries(EVIDENCE)) {
    expect([value(`evidence.${level}`), value(`quantityError.${level}`)]).toEqual([creditBp, quantityErrorBp])
  }
  for (const { upToBp, coefficientBp } of UNCERTAINTY_LADDER) expect(value(`uncertainty.${upToBp}`)).toBe(coefficientBp)
  expect(new Set(CONSTANTS.map(({ key }) => key)).size).toBe(CONSTANTS.length)
})

test('an example that is wrong is said to be wrong', () => {
  const [first] = seedExamples()
  if (!first) throw new Error('no example')
  const wrong = { ...first, expect: { ...first.expect, creditedG: first.expect.creditedG + 1 } }
  expect(recompute(wrong, registry).agrees).toBe(false)
})
