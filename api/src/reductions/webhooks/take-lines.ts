import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { ImportResult } from '@morinowa/shared/reductions/contract.ts'
import type { Pool } from '@morinowa/shared/reductions/reduction.ts'
import { ChannelAnswer, ChannelDelivery } from '@morinowa/shared/reductions/webhooks/contract.ts'
import { bytesOf, readBody } from '../../platform/delivered-body.ts'
import type { Deps } from '../../platform/deps.ts'
import { checkSigned, type Signed } from '../../platform/standard-webhook.ts'
import type { Upload } from '../import-lines.ts'
import { channelKey } from './keep-channels.ts'
import { claimDelivery, gapsOf, type OpenChannelRow, openChannel, recordAnswer } from './store.ts'

/** How each pool records an upload. */
export type Importers = Readonly<Record<Pool, (deps: Deps, actor: Actor, upload: Upload) => Promise<ImportResult>>>

/**
 * Takes what a provider's system sends. Who it is, its signature says; that it came before, its number and content say.
 * Lines are recorded exactly as an upload's, so that a delivery that broke off is completed by sending it again, and
 * numbers that are missing may come in any order.
 */
export async function takeLines(
  deps: Deps,
  sent: { id: string; headers: Signed['headers']; body: Readable },
  importers: Importers,
): Promise<ChannelAnswer> {
  const body = await bytesOf(sent.body)
  const channel = await openChannel(deps.db, sent.id)
  if (!channel) return refuse('reductions.channel-missing')
  const verdict = checkSigned(keysOf(deps, channel), { headers: sent.headers, body }, deps.now())
  if (verdict === 'wrong') refuse('reductions.signature')
  if (verdict === 'old') refuse('reductions.signature-old')
  if (channel.standing !== 'approved') refuse('reductions.channel-missing')

  const { sequence, lines } = readBody(ChannelDelivery, body)
  const digest = createHash('sha256').update(body).digest()
  const claim = { channelId: channel.id, sequence, digest, at: deps.now() }
  const earlier = await deps.db.transaction((tx) => claimDelivery(tx, claim))
  if (!earlier.digest.equals(digest)) return refuse('reductions.sequence-reused', { sequence }, '/sequence')
  if (earlier.answer !== null) return answerOf(deps, channel.id, sequence, true, earlier.answer)

  const stream = Readable.from(lines.map((line) => Buffer.from(`${JSON.stringify(line)}\n`)))
  const upload = { stream, contentType: 'application/x-ndjson' }
  const result = await importers[channel.pool](deps, actorOf(channel), upload)
  const stored = await deps.db.transaction((tx) => recordAnswer(tx, channel.id, sequence, result))
  return answerOf(deps, channel.id, sequence, false, stored)
}

async function answerOf({ db }: Deps, channelId: string, sequence: number, duplicate: boolean, result: unknown) {
  return ChannelAnswer.parse({ sequence, duplicate, missing: await gapsOf(db, channelId), result })
}

/** The secret in force, and the one before it while both are good. */
function keysOf({ settings, now }: Deps, { id, secretVersion, previousUntil }: OpenChannelRow): Buffer[] {
  const versions =
    previousUntil !== null && now() < previousUntil ? [secretVersion, secretVersion - 1] : [secretVersion]
  return versions.map((version) => channelKey(settings.secret, id, version))
}

function actorOf({ id, providerId, kind, standing }: OpenChannelRow): Actor {
  return { kind: 'machine', keyId: id, scopes: [], organisation: { id: providerId, kind, role: 'member', standing } }
}
