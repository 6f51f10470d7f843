import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { addDays, monthOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Deps } from '../platform/deps.ts'
import { walk } from './tour/walk.ts'

/** Walks for a browser: the same walk as on the command line, one at a time, a line of JSON per step. */
export function tourWalker({ now }: Deps, ownAddress: () => string): () => Readable {
  let walking = false

  async function* lines(): AsyncGenerator<string> {
    walking = true
    try {
      const run = randomBytes(3).toString('hex').toUpperCase()
      for await (const step of walk(ownAddress(), run, lastMonth(now()))) yield `${JSON.stringify(step)}\n`
    } catch (error) {
      yield `${JSON.stringify({ stopped: (error as Error).message })}\n`
    } finally {
      walking = false
    }
  }

  return () => (walking ? refuse('request.busy') : Readable.from(lines()))
}

/** The last month that is over in Japan. */
export function lastMonth(now: string): string {
  return monthOf(addDays(`${monthOf(now)}-01`, -1))
}
