import { setTimeout as sleep } from 'node:timers/promises'
import { utf8 } from '@morinowa/shared/certificates/bytes.ts'
import { signedNote } from '@morinowa/shared/certificates/checkpoint.ts'
import { appendLeaves, leafHash, type NodeReader, rootOf } from '@morinowa/shared/certificates/merkle.ts'
import { canonicalize } from 'json-canonicalize'
import { queueOfficialClaims } from '../forest/queue-official-claims.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { activeSigner } from './keys.ts'
import {
  type Leaf,
  lockProgress,
  nodeOf,
  recordCheckpoint,
  recordLeaves,
  recordProgress,
  unloggedEntries,
} from './log-store.ts'

const ENTRIES_PER_ROUND = 2_000

/** The name under which the log signs, as signed notes write it. */
export function logName(publicUrl: string): string {
  return `${new URL(publicUrl).host}/log`
}

/**
 * Takes finished entries into the public log and signs its new head. Any number of processes may call it; one at a time
 * works. The ledger never waits for it.
 * @returns how many entries were taken up.
 */
export async function followLog(deps: Deps): Promise<number> {
  const signer = await activeSigner(deps)
  return deps.db.transaction(async (tx) => {
    const progress = await lockProgress(tx)
    if (!progress) return 0
    const entries = await unloggedEntries(tx, progress.floor, ENTRIES_PER_ROUND)
    if (entries.length === 0) {
      await recordProgress(tx, progress.size)
      return 0
    }
    const leaves = entries.map((entry) => ({ entry: entry.entry, text: canonicalize(leafOf(entry)) }))
    const hashes = leaves.map(({ text }) => leafHash(utf8(text)))
    const nodes = await appendLeaves(progress.size, hashes, nodesOf(tx))
    await recordLeaves(tx, progress.size, leaves, nodes)
    await queueOfficialClaims(tx, progress.size, progress.size + leaves.length)

    const size = progress.size + leaves.length
    const root = await rootOf(size, nodesOf(tx))
    const [at, name] = [deps.now(), logName(deps.settings.publicUrl)]
    const note = signedNote({ origin: name, size, root, at }, name, signer.publicKey, signer.sign)
    await recordCheckpoint(tx, { size, root: Buffer.from(root), note, keyId: signer.id, signedAt: at })
    await recordProgress(tx, size)
    return leaves.length
  })
}

/** Reads whole subtrees from the database, each once. */
export function nodesOf(db: Queryable): NodeReader {
  const read = new Map<string, Promise<Uint8Array>>()
  return (level, index) => {
    const name = `${level}/${index}`
    const known = read.get(name) ?? nodeOf(db, level, index)
    read.set(name, known)
    return known
  }
}

const PAUSE_MS = 250

/** Follows the ledger for as long as the database is open. */
export function keepFollowing(deps: Deps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const done = (async () => {
    while (!stopping.signal.aborted && !deps.db.pool.ending) {
      // A failure (a restart of the database) is met by trying again; the log misses nothing by being late.
      const taken = await followLog(deps).catch(() => 0)
      if (taken < ENTRIES_PER_ROUND) {
        await sleep(PAUSE_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
      }
    }
  })()
  return {
    stop() {
      stopping.abort()
      return done
    },
  }
}

/** The public part of an entry: no person, no name. Numbers are decimal text, as in certificates. */
function leafOf({ lo, hi, ...entry }: Leaf): object {
  const { retirement, parent } = entry
  const { batch = null, ...issued } = entry.issued ?? {}
  return {
    v: 1,
    entry: String(entry.entry),
    operation: String(entry.operation),
    act: entry.act,
    kind: entry.kind,
    at: new Date(entry.at).toISOString(),
    holding: String(entry.holding),
    account: entry.account,
    lot: entry.lot,
    ...(lo === null ? { origin: String(hi) } : { from: String(lo), to: String(hi) }),
    ...(parent !== null && lo === null && { parent: String(parent) }),
    ...(retirement && { retirement }),
    ...(entry.issued && {
      issued: {
        ...issued,
        ...(batch !== null && { batch }),
        massG: String(entry.issued.massG),
        bufferG: String(entry.issued.bufferG),
        unitG: String(entry.issued.unitG),
        vintage: String(entry.issued.vintage),
      },
    }),
  }
}
