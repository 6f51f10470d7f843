import { seedExamples } from '@morinowa/prisma/seed/examples.ts'
import { Ask, ASK_TYPES } from '@morinowa/shared/methodology/ask.ts'
import { compute, estimate } from '@morinowa/shared/methodology/engine.ts'
import { describe, expect, it } from 'vitest'
import { registry } from './registry.ts'

const examples = seedExamples()

describe('worked examples', () => {
  it('there is one for every type of act', () => {
    expect(new Set(examples.map(({ ask }) => (ask as { type: string }).type))).toEqual(new Set(ASK_TYPES))
  })

  it.each(examples)('$id: $title.en', ({ ask, expect: wanted }) => {
    const parsed = Ask.parse(ask)
    const found = estimate(parsed, registry)
    const all = { shownG: found.shownG, creditedG: found.creditedG, ...found.coefficients }
    expect(all).toMatchObject(wanted)
    const { shownG, creditedG, emittedG } = compute(parsed, registry)
    expect({ shownG, creditedG, emittedG }).toEqual({
      shownG: found.shownG,
      creditedG: found.creditedG,
      emittedG: found.emittedG,
    })
  })
})
