import { setImmediate as pause } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { CsvReader } from '@morinowa/shared/kernel/csv.ts'
import { Refusal, refuse } from '@morinowa/shared/kernel/refusal.ts'
import { FeedAssembler } from '@morinowa/shared/mobility/feeds/assemble.ts'
import { type Feed, FEED_FILES, type FeedFile } from '@morinowa/shared/mobility/feeds/feed.ts'
import type { Taker } from '@morinowa/shared/mobility/feeds/feed-rows.ts'
import { FEED_LIMITS } from '@morinowa/shared/mobility/feeds/limits.ts'
import yauzl from 'yauzl'
import { readLines, type TextLine } from '../../reductions/read-lines.ts'

/**
 * Reads a timetable feed from an archive on the disk. Nothing of it is held but what the feed comes to; an archive that
 * unpacks to more than it may is left at that point.
 * @throws Refusal when it is no archive, is damaged, or holds no timetable.
 */
export async function readFeed(path: string): Promise<Feed> {
  const zip = await yauzl.openPromise(path, { autoClose: false, lazyEntries: true }).catch(notZip)
  try {
    const members = await membersOf(zip)
    const feed = new FeedAssembler()
    const budget = { left: FEED_LIMITS.unpackedMb * 1_048_576 }
    for (const file of FEED_FILES) {
      const member = members.get(file)
      if (member) await readFile(zip, member, file, feed, budget)
    }
    const work = feed.assemble()
    for (;;) {
      const { done, value } = work.next()
      if (done) return value
      await pause()
    }
  } finally {
    zip.close()
  }
}

const MOST_MEMBERS = 1_000

/** The files of a feed, wherever in the archive somebody put them: the least deep of each name. */
async function membersOf(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  const members = new Map<string, yauzl.Entry>()
  const depthOf = ({ fileName }: yauzl.Entry) => fileName.split('/').length
  if (zip.entryCount > MOST_MEMBERS) refuse('mobility.feed-not-zip')
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.split('/').at(-1)?.toLowerCase() ?? ''
      // What a Mac adds beside each file has the file's name behind its own folder.
      if (!(FEED_FILES as readonly string[]).includes(name) || entry.fileName.startsWith('__MACOSX/')) continue
      const known = members.get(name)
      if (!known || depthOf(entry) < depthOf(known)) members.set(name, entry)
    }
  } catch (error) {
    return notZip(error)
  }
  return members
}

async function readFile(
  zip: yauzl.ZipFile,
  member: yauzl.Entry,
  file: FeedFile,
  feed: FeedAssembler,
  budget: { left: number },
): Promise<void> {
  const taker = feed.taker(file)
  const reader = new CsvReader()
  const state: { usable: boolean | undefined } = { usable: undefined }
  try {
    for await (const lines of readLines(checked(zip, member, budget), undefined)) {
      takeLines(lines, reader, taker, state, file, feed)
      if (state.usable === false) return
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    // yauzl and zlib say in many ways that bytes are not what they should be.
    return refuse('mobility.feed-damaged', { file })
  }
  for (const record of reader.end()) takeRecord(record, taker, state, file, feed)
}

/** The bytes of a member as they are unpacked, counted, and compared with their checksum at the end. */
async function* checked(zip: yauzl.ZipFile, member: yauzl.Entry, budget: { left: number }): AsyncGenerator<Buffer> {
  if (member.uncompressedSize > budget.left) tooMuch()
  const stream = await zip.openReadStreamPromise(member)
  let sum = 0
  for await (const piece of stream) {
    budget.left -= (piece as Buffer).length
    if (budget.left < 0) tooMuch()
    sum = crc32(piece as Buffer, sum)
    yield piece as Buffer
  }
  if (sum !== member.crc32) throw new Error('checksum')
}

type State = { usable: boolean | undefined }

function takeLines(
  lines: readonly TextLine[],
  reader: CsvReader,
  taker: Taker,
  state: State,
  file: FeedFile,
  feed: FeedAssembler,
): void {
  for (const { line, text, fault } of lines) {
    if (fault) feed.unreadable(file, line, fault === 'too-long' ? 'line-too-long' : 'encoding')
    else for (const record of reader.take(line, text)) takeRecord(record, taker, state, file, feed)
  }
}

function takeRecord(
  record: ReturnType<CsvReader['take']>[number],
  taker: Taker,
  state: State,
  file: FeedFile,
  feed: FeedAssembler,
): void {
  if ('broken' in record) feed.unreadable(file, record.line, 'record-broken')
  else if (state.usable === undefined) state.usable = taker.header(record.fields)
  else taker.row(record.line, record.fields)
}

const notZip = (_: unknown): never => refuse('mobility.feed-not-zip')
const tooMuch = (): never => refuse('mobility.feed-expands', { limitMb: FEED_LIMITS.unpackedMb })
