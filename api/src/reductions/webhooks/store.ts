import { Instant } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { OrganisationKind, Standing } from '@morinowa/shared/kernel/actor.ts'
import { Pool } from '@morinowa/shared/reductions/reduction.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../../platform/db.ts'

export const ChannelRow = z.object({
  id: z.string(),
  providerId: OrganisationId,
  pool: Pool,
  name: z.string(),
  secretVersion: z.int(),
  previousUntil: Instant.nullable(),
  createdAt: Instant,
  revokedAt: Instant.nullable(),
  received: z.int(),
  last: z.int(),
})
export type ChannelRow = z.infer<typeof ChannelRow>

export function channelsOf(db: Queryable, providerId: OrganisationId): Promise<ChannelRow[]> {
  return db.many(rows(ChannelRow)`
    select c.id, c.provider_id as "providerId", c.pool, c.name, c.secret_version as "secretVersion",
           c.previous_until as "previousUntil", c.created_at as "createdAt", c.revoked_at as "revokedAt",
           count(d.answer) as received, coalesce(max(d.sequence), 0) as last
      from provider_channel c left join provider_delivery d on d.channel_id = c.id
     where c.provider_id = ${providerId}
     group by c.id
     order by c.created_at desc, c.id
     limit 200`)
}

export async function recordChannel(
  tx: Tx,
  channel: { id: string; providerId: OrganisationId; pool: Pool; name: string; at: string },
): Promise<void> {
  await tx.run(sql`
    insert into provider_channel (id, provider_id, pool, name, created_at)
    values (${channel.id}, ${channel.providerId}, ${channel.pool}, ${channel.name}, ${channel.at})`)
}

/** Channels are opened one after another, so that none is one too many. */
export async function lockProvider(tx: Tx, providerId: OrganisationId): Promise<void> {
  await tx.run(sql`select 1 from organisation where id = ${providerId} for update`)
}

/** A new secret; answers 0 when there is no such channel, or it is closed. */
export function recordRotation(tx: Tx, id: string, providerId: OrganisationId, previousUntil: string): Promise<number> {
  return tx.run(sql`
    update provider_channel set secret_version = secret_version + 1, previous_until = ${previousUntil}
     where id = ${id} and provider_id = ${providerId} and revoked_at is null`)
}

export function recordClosing(tx: Tx, id: string, providerId: OrganisationId, at: string): Promise<number> {
  return tx.run(sql`
    update provider_channel set revoked_at = coalesce(revoked_at, ${at})
     where id = ${id} and provider_id = ${providerId}`)
}

const OpenChannelRow = z.object({
  id: z.string(),
  providerId: OrganisationId,
  kind: OrganisationKind,
  standing: Standing,
  pool: Pool,
  secretVersion: z.int(),
  previousUntil: Instant.nullable(),
})
export type OpenChannelRow = z.infer<typeof OpenChannelRow>

/** A channel that is open, with whose it is. */
export function openChannel(db: Queryable, id: string): Promise<OpenChannelRow | null> {
  return db.maybe(rows(OpenChannelRow)`
    select c.id, c.provider_id as "providerId", o.kind, o.standing, c.pool, c.secret_version as "secretVersion",
           c.previous_until as "previousUntil"
      from provider_channel c join organisation o on o.id = c.provider_id
     where c.id = ${id} and c.revoked_at is null`)
}

const Delivery = z.object({ digest: z.instanceof(Buffer), answer: z.unknown() })

/** Writes that a delivery came, or finds that it came before. */
export async function claimDelivery(
  tx: Tx,
  delivery: { channelId: string; sequence: number; digest: Buffer; at: string },
): Promise<z.infer<typeof Delivery>> {
  await tx.run(sql`
    insert into provider_delivery (channel_id, sequence, digest, received_at)
    values (${delivery.channelId}, ${delivery.sequence}, ${delivery.digest}, ${delivery.at})
    on conflict do nothing`)
  return tx.one(rows(Delivery)`
    select digest, answer from provider_delivery
     where channel_id = ${delivery.channelId} and sequence = ${delivery.sequence}`)
}

/** Writes what a delivery was answered; whoever came second answers as the first. */
export async function recordAnswer(tx: Tx, channelId: string, sequence: number, answer: object): Promise<unknown> {
  await tx.run(sql`
    update provider_delivery set answer = ${JSON.stringify(answer)}::json
     where channel_id = ${channelId} and sequence = ${sequence} and answer is null`)
  const stored = await tx.one(rows(Delivery)`
    select digest, answer from provider_delivery where channel_id = ${channelId} and sequence = ${sequence}`)
  return stored.answer
}

const Gap = z.object({ from: z.int(), to: z.int() })

/** Ranges of numbers below the highest that never came. */
export function gapsOf(db: Queryable, channelId: string) {
  return db.many(rows(Gap)`
    select before + 1 as "from", sequence - 1 as "to"
      from (select sequence, lag(sequence, 1, 0::bigint) over (order by sequence) as before
              from provider_delivery where channel_id = ${channelId}) d
     where sequence > before + 1
     order by 1
     limit 100`)
}
