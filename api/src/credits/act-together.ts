import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import type { Db } from '../platform/db.ts'
import { openTogether as open, type Together as TogetherOf } from '../platform/together.ts'
import { type Act, actTogether, KEY_IN_USE, type Taken } from './acts.ts'

/**
 * Does an act with others, durably; null when nothing was done and it has to be asked alone.
 * @throws Refusal of more than there is.
 */
export type Together = TogetherOf<Act, Taken>

export function openTogether(db: Db): Together {
  const together = open<Act, Taken | Refusal>({
    work: (acts) => actTogether(db, acts),
    holder: ({ account }) => account,
    key: ({ key }) => key,
    transient: [KEY_IN_USE],
  })
  return async (act) => {
    const one = await together(act)
    if (one instanceof Refusal) throw one
    return one
  }
}
