import { readFileSync } from 'node:fs'
import { Ask } from '@morinowa/shared/methodology/ask.ts'
import { compute, estimate } from '@morinowa/shared/methodology/engine.ts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { registry } from './registry.ts'

const Example = z.object({
  id: z.string(),
  title: z.string(),
  ask: z.unknown(),
  expect: z.object({
    shownG: z.int(),
    creditedG: z.int(),
    evidenceBp: z.int().optional(),
    uncertaintyBp: z.int().optional(),
    additionalityBp: z.int().optional(),
    relativeErrorBp: z.int().nullable().optional(),
  }),
})

const examples = z
  .array(Example)
  .parse(JSON.parse(readFileSync(new URL('./worked-examples.json', import.meta.url), 'utf8')))

describe('worked examples', () => {
  it.each(examples)('$id: $title', ({ ask, expect: wanted }) => {
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
