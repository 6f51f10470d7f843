import type { Readable } from 'node:stream'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { type RefusalCode, type RefusalFacts, refuse } from '@morinowa/shared/kernel/refusal.ts'
import { IMPORT_LINE_LIMIT, ImportResult } from '@morinowa/shared/reductions/contract.ts'
import { LineFault, type RawLine } from '@morinowa/shared/reductions/line.ts'
import type { Pool } from '@morinowa/shared/reductions/reduction.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import type { Arrival, Outcome, Participant } from './arrival.ts'
import { addToImport, finishImport, type ImportCounts, recordImport, recordImportRows } from './import-store.ts'
import { lockLinksShared, participantsOf } from './link-store.ts'
import { pinBases } from './pin-basis.ts'
import type { Places } from './places.ts'
import { readLines } from './read-lines.ts'
import { csvReader, ndjsonReader } from './read-records.ts'
import { recordReductions } from './record-reductions.ts'
import type { HeldAct } from './act-row.ts'
import { successorsOf } from './row-ids.ts'
import { encodeKnown } from './row-store.ts'
import { publishCells, type Unpublished } from './sums-store.ts'
import { waitingParticipant } from './waiting-participant.ts'

/**
 * An act of a line; whose it is, is filled in when its chunk is written. It is made with all of its fields in one
 * literal: an object that grows afterwards takes twice the room, and an upload has a million of them.
 */
export type Draft = Arrival & { externalId: string; subject: string | null }

/** So many digits of a line's hash tell two lines of one record apart. */
export const CONTENT_DIGITS = 32

/** What a pool makes of lines. */
export type LineFormat = {
  pool: Pool
  places: Places
  /** Columns of a CSV that mean something, and those it cannot do without. */
  columns: ReadonlySet<string>
  needed: readonly string[]
  /** Other headings of those columns, as files of the trade have them. */
  headings?: ReadonlyMap<string, string>
  /** Looks up beforehand what many lines need, all at once; `read` then waits for nothing. */
  prepare?(raws: readonly RawLine[]): Promise<void>
  read(raw: RawLine): Draft | LineFault
  /** What else is kept of acts that came for the first time, in the transaction that records them. */
  recorded?(tx: Tx, acts: readonly Draft[]): Promise<void>
  /** The same of an act that is corrected, or withdrawn (null). */
  revised?(tx: Tx, was: HeldAct, is: HeldAct | null): Promise<void>
  /** The question of a corrected act, when part of it is what it was compared with and must stay. */
  questionAgain?(was: HeldAct, draft: Draft): Draft['input']
}

export type Upload = { stream: Readable; contentType: string }

export const CHUNK_LINES = 1_250
/** Connections that write one upload: as many as a small machine has cores. */
const LANES = 2

/**
 * Records an upload as it arrives. Each chunk is a transaction of its own, and every line is safe to repeat, so a
 * connection may break anywhere and the same upload completes what it began. Chunks are written on two connections, all
 * lines of a person on the same one and in their order; while the database records them the next are read and calculated.
 * No more than two chunks of each are in memory.
 */
export async function importLines(
  { db, now, newId }: Deps,
  providerId: OrganisationId,
  format: LineFormat,
  { stream, contentType }: Upload,
): Promise<ImportResult> {
  const importId = newId()
  await recordImport(db, { id: importId, providerId, pool: format.pool, at: now() })
  const csv = contentType.startsWith('text/csv')
  const records = csv ? csvReader(format.columns, format.needed, format.headings) : ndjsonReader()
  const charset = csv ? /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] : 'utf-8'

  const lanes = Array.from({ length: LANES }, (): Lane => ({ chunk: [], writing: Promise.resolve() }))
  const later: Unpublished = new Map()
  let lines = 0
  let nextId = successorsOf(newId())
  const send = async (lane: Lane) => {
    await lane.writing
    const full = lane.chunk
    if (full.length === 0) return
    lane.chunk = []
    nextId = successorsOf(newId())
    lane.writing = writeChunk(full)
    // Looked at when the next chunk is ready or the file ends; until then it must not count as unhandled.
    lane.writing.catch(() => {})
  }
  const end = async () => {
    for (const lane of lanes) await send(lane)
    for (const lane of lanes) await lane.writing
  }
  const take = async (found: ReturnType<typeof records>) => {
    if (format.prepare) await format.prepare(found.flatMap(({ raw }) => (raw instanceof LineFault ? [] : [raw])))
    for (const { line, raw } of found) {
      if (++lines > IMPORT_LINE_LIMIT) {
        await end()
        refuse('reductions.too-many-lines', { limit: IMPORT_LINE_LIMIT })
      }
      const read = lineOf(line, raw)
      const lane = lanes[laneOf(read)] as Lane
      if (lane.chunk.push(read) >= CHUNK_LINES) await send(lane)
    }
  }

  function lineOf(line: number, raw: RawLine | LineFault): Line {
    const draft = raw instanceof LineFault ? raw : format.read(raw)
    if (!(draft instanceof LineFault)) {
      draft.encoded = encodeKnown(draft)
      draft.id = nextId()
      draft.pool = format.pool
      draft.providerId = providerId
      return { line, draft }
    }
    const said = raw instanceof LineFault ? undefined : raw.externalId
    return { line, fault: draft, externalId: typeof said === 'string' ? said.slice(0, 80) : null }
  }

  async function writeChunk(full: readonly Line[]): Promise<void> {
    const arrivals: Draft[] = []
    for (const line of full) if ('draft' in line) arrivals.push(line.draft)
    const bases = await pinBases(
      db,
      arrivals.map(({ basis }) => basis),
    )
    // The first try looks for claims and copies the rest; whoever was overtaken asks about each.
    let tries = 0
    const write = async (tx: Tx) => {
      const isOvertaken = tries++ > 0
      await attribute(tx, providerId, arrivals)
      const outcomes = await recordReductions(tx, arrivals, bases, format.places, { later, isOvertaken })
      if (format.recorded) await format.recorded(tx, firstTold(arrivals, outcomes))
      const counts = countsOf(full, outcomes)
      const rows = rowsOf(full, outcomes)
      if (rows.length > 0) await recordImportRows(tx, importId, rows)
      await addToImport(tx, importId, counts)
    }
    // What came in is durable once the upload is: its sender is told nothing before.
    await db.transaction(write, { lazily: true })
  }

  for await (const batch of readLines(stream, charset)) await take(records(batch))
  await take(records(undefined))
  await end()
  if (later.size > 0) await db.transaction((tx) => publishCells(tx, later))
  const counts = await finishImport(db, importId, now())
  return ImportResult.parse({ importId, ...counts, rows: rowsUrl(importId) })
}

/** Acts that were told for the first time and are believed; one that is known by a better report was told all the same. */
function firstTold(drafts: readonly Draft[], outcomes: readonly Outcome[]): Draft[] {
  return drafts.filter((_, index) => {
    const { status, code } = outcomes[index] as Outcome
    const isNew = status === 'recorded' || status === 'waiting'
    return isNew || (status === 'duplicate' && code !== 'reductions.received')
  })
}

/** Where the lines that were not recorded are read. */
export const rowsUrl = (importId: string): string => `/api/v1/imports/${importId}/rows?status=rejected`

type Line = { line: number; draft: Draft } | { line: number; fault: LineFault; externalId: string | null }

type Lane = { chunk: Line[]; writing: Promise<void> }

/** By person, so that one person's lines stay in order; seats and rooms belong to whoever named them first. */
function laneOf(line: Line): number {
  if (!('draft' in line) || line.draft.claims.length > 1) return 0
  const { subject, externalId } = line.draft
  const name = subject ?? externalId
  let sum = 0
  for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) | 0
  return (sum >>> 1) % LANES
}

/** Fills in whose acts they are. Links cannot change until the transaction ends. */
async function attribute(tx: Tx, providerId: OrganisationId, drafts: readonly Draft[]): Promise<void> {
  await lockLinksShared(tx, providerId)
  const subjects = new Set<string>()
  for (const { subject } of drafts) if (subject !== null) subjects.add(subject)
  const linked = await participantsOf(tx, providerId, [...subjects])
  const waiting = new Map<string, Participant>()
  const whose = ({ subject, externalId }: Draft): Participant => {
    if (subject === null) {
      // A line that names nobody waits alone: it is nobody else's until its bearer shows the record.
      return { participantId: waitingParticipant(providerId, 'line', externalId), linked: false, shared: true }
    }
    const known = linked.get(subject) ?? waiting.get(subject)
    if (known) return known
    const participantId = waitingParticipant(providerId, 'subject', subject)
    const one: Participant = { participantId, linked: false, shared: true }
    waiting.set(subject, one)
    return one
  }
  // Filled in, not copied: copying thirty fields of every line is what an import would then do most.
  for (const draft of drafts) {
    const { participantId, linked, shared } = whose(draft)
    draft.participantId = participantId
    draft.linked = linked
    draft.shared = shared
  }
}

function countsOf(full: readonly Line[], outcomes: readonly Outcome[]): ImportCounts {
  const counts: ImportCounts = {
    lines: full.length,
    accepted: 0,
    waiting: 0,
    duplicate: 0,
    quarantined: 0,
    rejected: full.length - outcomes.length,
    shownG: 0,
    creditedG: 0,
  }
  for (const { status, shownG, creditedG } of outcomes) {
    if (status === 'recorded') counts.accepted++
    else counts[status]++
    if (status === 'waiting') counts.accepted++
    counts.shownG += shownG
    counts.creditedG += creditedG
  }
  return counts
}

export type UnrecordedLine = {
  line: number
  externalId: string | null
  status: 'duplicate' | 'quarantined' | 'rejected'
  code: RefusalCode
  facts: RefusalFacts
}

/** The lines that need a word; those that were recorded, or wait, need none. */
function rowsOf(full: readonly Line[], outcomes: readonly Outcome[]): UnrecordedLine[] {
  const rows: UnrecordedLine[] = []
  let at = 0
  for (const one of full) {
    if ('fault' in one) {
      const { line, externalId, fault } = one
      rows.push({ line, externalId, status: 'rejected', code: fault.code, facts: fault.facts })
      continue
    }
    const outcome = outcomes[at++] as Outcome
    const { status, code, facts } = outcome
    if (status === 'recorded' || status === 'waiting' || code === null) continue
    rows.push({ line: one.line, externalId: one.draft.externalId, status, code, facts })
  }
  return rows
}
