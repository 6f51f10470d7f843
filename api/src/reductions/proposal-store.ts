import { Day } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Pool } from '@morinowa/shared/reductions/reduction.ts'
import type { ProposeShares, ShareProposal } from '@morinowa/shared/reductions/share-proposals-contract.ts'
import { Shares } from '@morinowa/shared/reductions/shares.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'

const ProposalRow = z
  .object({
    id: z.string(),
    providerId: OrganisationId,
    providerName: z.string(),
    pool: Pool,
    validFrom: Day,
    ...Shares.shape,
    proposedAt: z.string(),
    accepted: z.boolean().nullable(),
    decidedAt: z.string().nullable(),
  })
  .transform(
    ({ providerId, providerName, ...rest }): ShareProposal => ({
      ...rest,
      provider: { id: providerId, name: providerName },
    }),
  )

/** Proposals of one provider, or of all; those that wait first. */
export function proposalsOf(db: Queryable, { providerId, id }: { providerId?: string; id?: string }) {
  return db.many(rows(ProposalRow)`
    select p.id, p.provider_id as "providerId", o.name as "providerName", p.pool, p.valid_from as "validFrom",
           p.traveller_bp as "travellerBp", p.operator_bp as "operatorBp", p.hotel_bp as "hotelBp",
           p.town_bp as "townBp", p.proposed_at as "proposedAt", p.accepted, p.decided_at as "decidedAt"
      from share_proposal p join organisation o on o.id = p.provider_id
     where (${providerId ?? null}::uuid is null or p.provider_id = ${providerId ?? null})
       and (${id ?? null}::uuid is null or p.id = ${id ?? null})
     order by p.accepted is not null, p.proposed_at desc, p.id
     limit 100`)
}

/** Writes a proposal down; 0 when one waits already. */
export function recordProposal(
  tx: Tx,
  ask: ProposeShares & { id: string; providerId: string; by: string; at: string },
): Promise<number> {
  return tx.run(sql`
    insert into share_proposal (id, provider_id, pool, valid_from, traveller_bp, operator_bp, hotel_bp, town_bp,
                                proposed_by, proposed_at)
    values (${ask.id}, ${ask.providerId}, ${ask.pool}, ${ask.validFrom}, ${ask.travellerBp}, ${ask.operatorBp},
            ${ask.hotelBp}, ${ask.townBp}, ${ask.by}, ${ask.at})
    on conflict (provider_id, pool) where accepted is null do nothing`)
}

const Held = z.object({ accepted: z.boolean().nullable(), proposedBy: z.string() })

/** Whoever decides the same proposal waits here. */
export function lockProposal(tx: Tx, id: string) {
  return tx.maybe(rows(Held)`
    select accepted, proposed_by as "proposedBy" from share_proposal where id = ${id} for update`)
}

export async function recordDecision(
  tx: Tx,
  { id, accept, by, at }: { id: string; accept: boolean; by: string; at: string },
): Promise<void> {
  await tx.run(sql`
    update share_proposal set accepted = ${accept}, decided_by = ${by}, decided_at = ${at} where id = ${id}`)
}
