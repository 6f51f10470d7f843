import { seedWorld } from '@morinowa/api/demo/seed-world.ts'
import { walk } from '@morinowa/api/demo/tour/walk.ts'
import { tourMonth } from '@morinowa/api/demo/walk-tour.ts'
import { TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'

const here = await startApp()
// Among everything the demo world holds already, as a stranger meets it.
await seedWorld(here.app, here.deps)

/** Walks once and answers every number that is not what arithmetic says. */
async function wrongNumbers(run: string): Promise<{ steps: number; wrong: unknown[] }> {
  const wrong: unknown[] = []
  let steps = 0
  for await (const step of walk(here.url, run, tourMonth(here.deps.now()))) {
    steps++
    for (const check of TourStep.parse(step).checks) if (!check.ok) wrong.push([step.number, step.title.en, check])
  }
  return { steps, wrong }
}

test('once round the loop, from a ride to a verified certificate, every number is what arithmetic says', async () => {
  expect(await wrongNumbers('LOOPA')).toEqual({ steps: 16, wrong: [] })
}, 120_000)

test('a second walk adds to the first and is as exact', async () => {
  expect(await wrongNumbers('LOOPB')).toEqual({ steps: 16, wrong: [] })
}, 120_000)

test('the browser is told the same steps, line by line', async () => {
  const { text } = await here.agent.post('/api/v1/demo/tour').buffer(true).expect(200)
  const lines = text
    .trim()
    .split('\n')
    .map((line: string) => JSON.parse(line))
  expect(lines).toHaveLength(16)
  expect(lines.flatMap((step: TourStep) => step.checks.filter(({ ok }) => !ok))).toEqual([])
}, 120_000)
