import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CLASSES, scaleOf, spread } from '../../../web/src/map/colour-scale.ts'
import { DARK, LIGHT } from '../../../web/src/map/palette.ts'

const amounts = fc.array(fc.oneof(fc.nat(20), fc.nat(10_000_000)), { maxLength: 300 })

test('every value has a class, the lowest the first, and more never means paler', () => {
  fc.assert(
    fc.property(amounts, (values) => {
      const { from, classOf } = scaleOf(values)
      expect(from.length).toBeLessThanOrEqual(CLASSES)
      const sorted = values.toSorted((a, b) => a - b)
      const classes = sorted.map(classOf)
      expect(classes).toEqual(classes.toSorted((a, b) => a - b))
      if (values.length > 0) expect(classes[0]).toBe(0)
      expect(classes.every((at) => at === 0 || at < from.length)).toBe(true)
      // The legend says "from … up to …", so borders rise and each value keeps what its class promises.
      sorted.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(from[classes[i] as number] as number)
      })
    }),
  )
})

test('a thousand uneven amounts fill the classes about evenly, with borders to be read aloud', () => {
  const values = Array.from({ length: 1_000 }, (_, i) => Math.round(10 ** (i / 200)))
  const { from, classOf } = scaleOf(values)
  const sizes = from.map((_, at) => values.filter((value) => classOf(value) === at).length)
  expect(sizes).toHaveLength(CLASSES)
  expect(Math.min(...sizes)).toBeGreaterThan(150)
  expect(from).toEqual([1, 10, 100, 1_000, 10_000])
})

test('one amount everywhere is one class, nothing is none', () => {
  expect(scaleOf([5, 5, 5]).from).toEqual([5])
  expect(scaleOf([]).from).toEqual([])
  expect(spread(1, LIGHT.classes)).toEqual([LIGHT.classes[2]])
  expect(spread(0, LIGHT.classes)).toEqual([])
  expect(spread(2, LIGHT.classes)).toEqual([LIGHT.classes[0], LIGHT.classes[4]])
})

test.each([
  ['light', LIGHT.classes],
  ['dark', DARK.classes],
])('in the %s each colour differs from the next by lightness alone', (_, colours) => {
  const light = colours.map(luminance)
  const ordered = light.toSorted((a, b) => a - b)
  expect([ordered, ordered.toReversed()]).toContainEqual(light)
  light.slice(1).forEach((value, i) => {
    const before = light[i] as number
    expect((Math.max(value, before) + 0.05) / (Math.min(value, before) + 0.05)).toBeGreaterThan(1.25)
  })
})

/** Relative luminance, WCAG 2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
