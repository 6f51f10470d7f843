import type { Db } from '../platform/db.ts'
import { openTogether as open, type Together as TogetherOf } from '../platform/together.ts'
import { type Act, actTogether, KEY_IN_USE, type Taken } from './ledger.ts'

/** Does an act with others, durably; null when nothing was done and it has to be asked alone. */
export type Together = TogetherOf<Act, Taken>

export function openTogether(db: Db): Together {
  return open({
    work: (acts) => actTogether(db, acts),
    holder: ({ account }) => account,
    key: ({ key }) => key,
    transient: [KEY_IN_USE],
  })
}
