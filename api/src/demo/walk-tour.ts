import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Deps } from '../platform/deps.ts'
import { monthsBefore, WORLD_MONTHS } from './months.ts'
import { walk } from './tour/walk.ts'

/** Walks for a browser: the same walk as on the command line, one at a time, a line of JSON per step. */
export function tourWalker({ now }: Deps, ownAddress: () => string): () => Readable {
  let walking = false

  async function* lines(): AsyncGenerator<string> {
    walking = true
    try {
      const run = randomBytes(3).toString('hex').toUpperCase()
      for await (const step of walk(ownAddress(), run, tourMonth(now()))) yield `${JSON.stringify(step)}\n`
    } catch (error) {
      yield `${JSON.stringify({ stopped: (error as Error).message })}\n`
    } finally {
      walking = false
    }
  }

  return () => (walking ? refuse('request.busy') : Readable.from(lines()))
}

/**
 * The month in which the walk's rides happen: the one before those that the demo world fills. There nobody else's acts wait
 * until ten people stand behind them, so the town's sum grows by exactly what the walk brought.
 */
export function tourMonth(now: string): string {
  const [first] = monthsBefore(now, WORLD_MONTHS + 1)
  return first as string
}
