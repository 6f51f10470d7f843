import { expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'
import { liveAndRecount } from '../../support/shop-days-world.ts'

const { url, deps } = await startApp()

test('after days of bad networks, replays, returns and closings every gram and yen is where the notebooks say', async () => {
  const lived = await liveAndRecount({ url, deps, tills: 24, days: 5, sales: 6, seed: 20_260_322 })
  expect(lived.differences).toEqual([])
  // The days were as bad as they were meant to be.
  expect(lived.lost).toBeGreaterThan(100)
  expect(lived.refused).toBeGreaterThan(5)
  expect(lived.returned).toBeGreaterThan(20)
  expect(lived.closings).toBeGreaterThan(2)
}, 120_000)
