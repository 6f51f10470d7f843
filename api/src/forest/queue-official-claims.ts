import { sql, type Tx } from '../platform/db.ts'

/** Gives what the leaves [from, past) of the public log retired of registered lots its place in the lots' queues. */
export async function queueOfficialClaims(tx: Tx, from: number, past: number): Promise<void> {
  await tx.run(sql`select queue_official_claims(${from}, ${past})`)
}
