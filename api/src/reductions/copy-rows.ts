import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from '../platform/db.ts'

/** More rows than this are copied; a few are cheaper as prepared statements. */
export const COPY_FROM_ROWS = 30

/** Copies lines in PostgreSQL's text format into a table. */
export async function copy(tx: Tx, into: string, lines: readonly string[]): Promise<void> {
  await pipeline(Readable.from([lines.join('')]), tx.client.query(copyFrom(`copy ${into} from stdin`)))
}
