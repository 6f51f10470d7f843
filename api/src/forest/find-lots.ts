import { readSerials } from '@morinowa/shared/forest/serials.ts'
import type { LotId } from '@morinowa/shared/credits/ids.ts'
import type { Queryable } from '../platform/db.ts'
import { lotsWithSerials } from './official-store.ts'

/** Lots that hold a number of their registry, or any number of a range, in whatever way it is printed. */
export async function lotsOfRegistrySerial(db: Queryable, printed: string, limit: number): Promise<LotId[]> {
  const ranges = readSerials(printed)
  return ranges ? lotsWithSerials(db, ranges, limit) : []
}
