import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const DocumentRow = z.object({ document: z.string(), keyId: z.string(), signedAt: z.string() })
export type SignedAdjustment = z.infer<typeof DocumentRow>

export function signedAdjustment(db: Queryable, id: string): Promise<SignedAdjustment | null> {
  return db.maybe(rows(DocumentRow)`
    select document, key_id as "keyId", signed_at as "signedAt" from adjustment_document where adjustment_id = ${id}`)
}

/** Keeps what was signed; of two who sign at once the first counts. */
export async function recordSignedAdjustment(tx: Tx, id: string, signed: SignedAdjustment): Promise<void> {
  await tx.run(sql`
    insert into adjustment_document (adjustment_id, document, key_id, signed_at)
    values (${id}, ${signed.document}, ${signed.keyId}, ${signed.signedAt})
    on conflict do nothing`)
}
