import { createHmac } from 'node:crypto'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import {
  Channel,
  ChannelWithSecret,
  MOST_CHANNELS,
  type OpenChannel,
} from '@morinowa/shared/reductions/webhooks/contract.ts'
import { actingFor } from '../../identity/asking-person.ts'
import type { Queryable } from '../../platform/db.ts'
import type { Deps } from '../../platform/deps.ts'
import { API_ROOT } from '../../platform/http.ts'
import { shownKey } from '../../platform/standard-webhook.ts'
import {
  type ChannelRow,
  channelsOf,
  gapsOf,
  lockProvider,
  recordChannel,
  recordClosing,
  recordRotation,
} from './store.ts'

/** How long two secrets are good at once, so that a provider's machines can change over one by one. */
const OVERLAP_MS = 86_400_000

/** Keys follow from the server's secret, the channel and the version, so that none lies in the database. */
export function channelKey(serverSecret: string, id: string, version: number): Buffer {
  return createHmac('sha256', serverSecret).update(`channel ${id} ${version}`).digest()
}

/** Opens a channel; what the provider signs with is shown this once. */
export function openNewChannel(deps: Deps, actor: Actor, ask: OpenChannel): Promise<ChannelWithSecret> {
  const { id: providerId } = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    await lockProvider(tx, providerId)
    const living = (await channelsOf(tx, providerId)).filter(({ revokedAt }) => revokedAt === null)
    if (living.length >= MOST_CHANNELS) refuse('reductions.channels-many', { most: MOST_CHANNELS })
    const id = deps.newId()
    await recordChannel(tx, { ...ask, id, providerId, at: deps.now() })
    return withSecret(deps, tx, await found(tx, providerId, id))
  })
}

export async function listChannels(deps: Deps, actor: Actor): Promise<{ items: Channel[] }> {
  const channels = await channelsOf(deps.db, actingFor(actor).id)
  return { items: await Promise.all(channels.map((row) => describe(deps, deps.db, row))) }
}

/** A new secret for a channel; the one before stays good for a day. */
export function rotateChannel(deps: Deps, actor: Actor, id: string): Promise<ChannelWithSecret> {
  const { id: providerId } = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const until = new Date(Date.parse(deps.now()) + OVERLAP_MS).toISOString()
    if ((await recordRotation(tx, id, providerId, until)) === 0) refuse('reductions.channel-missing')
    return withSecret(deps, tx, await found(tx, providerId, id))
  })
}

/** Closes a channel for good. */
export function closeChannel(deps: Deps, actor: Actor, id: string): Promise<Channel> {
  const { id: providerId } = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    if ((await recordClosing(tx, id, providerId, deps.now())) === 0) refuse('reductions.channel-missing')
    return describe(deps, tx, await found(tx, providerId, id))
  })
}

async function found(db: Queryable, providerId: ChannelRow['providerId'], id: string): Promise<ChannelRow> {
  const row = (await channelsOf(db, providerId)).find((one) => one.id === id)
  return row ?? refuse('reductions.channel-missing')
}

async function describe({ settings }: Deps, db: Queryable, row: ChannelRow): Promise<Channel> {
  const { id, pool, name, received, last, previousUntil, createdAt, revokedAt } = row
  const url = `${settings.publicUrl}${API_ROOT}/webhooks/channels/${id}/deliveries`
  const missing = await gapsOf(db, id)
  return Channel.parse({ id, pool, name, url, received, last, missing, previousUntil, createdAt, revokedAt })
}

async function withSecret(deps: Deps, db: Queryable, row: ChannelRow): Promise<ChannelWithSecret> {
  const secret = shownKey(channelKey(deps.settings.secret, row.id, row.secretVersion))
  return ChannelWithSecret.parse({ ...(await describe(deps, db, row)), secret })
}
