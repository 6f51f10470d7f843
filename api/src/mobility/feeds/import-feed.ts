import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FeedReport } from '@morinowa/shared/mobility/feeds-contract.ts'
import { FEED_LIMITS } from '@morinowa/shared/mobility/feeds/limits.ts'
import { actingFor } from '../../identity/asking-person.ts'
import type { Deps } from '../../platform/deps.ts'
import { feedNamed, lockFeed, recordVersion, versionOfArchive } from './feed-store.ts'
import { readFeed } from './read-feed.ts'
import { reportOf } from './show-feeds.ts'

export type FeedUpload = { code: string; stream: Readable }

/** Takes a timetable of the acting organisation. */
export function importFeed(deps: Deps, actor: Actor, upload: FeedUpload): Promise<FeedReport> {
  return takeFeed(deps, actingFor(actor).id, upload)
}

/**
 * Takes a timetable of an organisation as a new version, or finds that it has it already. Either all of it is there
 * afterwards or nothing is.
 */
export async function takeFeed(
  deps: Deps,
  providerId: OrganisationId,
  { code, stream }: FeedUpload,
): Promise<FeedReport> {
  const folder = await mkdtemp(join(tmpdir(), 'morinowa-feed-'))
  try {
    const path = join(folder, 'feed.zip')
    const { sha256, bytes } = await receive(stream, path)
    const { feedId, versionId, repeated } = await inTurn(() => record(deps, providerId, code, { path, sha256, bytes }))
    return reportOf(deps.db, providerId, { feedId, versionId, repeated })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Archive = { path: string; sha256: Buffer; bytes: number }

async function record({ db, now, newId }: Deps, providerId: OrganisationId, code: string, archive: Archive) {
  const { path, sha256, bytes } = archive
  const known = await feedNamed(db, providerId, code)
  const before = known === null ? null : await versionOfArchive(db, known, sha256)
  if (known !== null && before !== null) return { feedId: known, versionId: before, repeated: true }

  const feed = await readFeed(path)
  return db.transaction(async (tx) => {
    const feedId = await lockFeed(tx, providerId, code, newId())
    // Looked up again under the lock: the same archive may have come over another connection.
    const made = await versionOfArchive(tx, feedId, sha256)
    if (made !== null) return { feedId, versionId: made, repeated: true }
    const versionId = await recordVersion(tx, { feedId, sha256, bytes, at: now() }, feed)
    return { feedId, versionId, repeated: false }
  })
}

/** Writes what comes to the disk, and stops when it is more than an archive may be. */
async function receive(stream: Readable, path: string): Promise<{ sha256: Buffer; bytes: number }> {
  const limit = FEED_LIMITS.archiveMb * 1_048_576
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(
    stream,
    async function* measured(pieces: AsyncIterable<Buffer>) {
      for await (const piece of pieces) {
        bytes += piece.length
        if (bytes > limit) refuse('mobility.feed-too-large', { limitMb: FEED_LIMITS.archiveMb })
        hash.update(piece)
        yield piece
      }
    },
    createWriteStream(path),
  )
  return { sha256: hash.digest(), bytes }
}

let last: Promise<unknown> = Promise.resolve()

/** One timetable at a time in a process: the largest takes a few hundred megabytes while it is put together. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work)
  last = mine.catch(() => {})
  return mine
}
