import { z } from 'zod'
import { rows, type Tx } from '../platform/db.ts'

export const DisputeRow = z.object({
  id: z.string(),
  said: z.string(),
  saidAt: z.string(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
})
export type DisputeRow = z.infer<typeof DisputeRow>

export function recordDispute(
  tx: Tx,
  dispute: { participantId: string; id: string; reductionId: string; said: string; at: string },
): Promise<DisputeRow> {
  return tx.one(rows(DisputeRow)`
    insert into reduction_dispute (participant_id, id, reduction_id, said, said_at)
    values (${dispute.participantId}, ${dispute.id}, ${dispute.reductionId}, ${dispute.said}, ${dispute.at})
    returning id, said, said_at as "saidAt", answer, answered_at as "answeredAt"`)
}
