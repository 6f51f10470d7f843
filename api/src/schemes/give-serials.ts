import { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { z } from 'zod'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { giveNextSerials, recordSpare, serialsDue } from './serial-store.ts'

// A closing retires whole units in one piece; afterwards each sale is given serials of its own. The first sales are given
// theirs by the closing itself, which is all of them at most shops; the others by a job, piece by piece, each in a
// transaction of its own that no till waits for. Killed anywhere, it goes on where it was.

/** What one transaction does: about a tenth of a second. */
const CLAIMS_AT_ONCE = 2_000

/** Inside the closing: gives the first sales their serials and leaves the others to a job. */
export async function beginSerials(tx: Tx, { jobs }: Deps, schemeId: SchemeId, closing: number): Promise<void> {
  await recordSpare(tx, schemeId, closing)
  if (await giveNextSerials(tx, schemeId, CLAIMS_AT_ONCE)) await jobs.enqueue(tx, 'schemes.give-serials', { schemeId })
}

const Asked = z.object({ schemeId: SchemeId })

/** The job `schemes.give-serials`: the scheme that is named, or whatever is due when the clock starts it. */
export async function giveSerialsOnRequest(deps: Deps, data: unknown): Promise<void> {
  const asked = Asked.safeParse(data)
  const schemes = asked.success ? [asked.data] : await serialsDue(deps.db)
  for (const { schemeId } of schemes) {
    while (await deps.db.transaction((tx) => giveNextSerials(tx, schemeId, CLAIMS_AT_ONCE)));
  }
}
