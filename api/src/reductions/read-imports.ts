import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { csvRows, csvTable } from '@morinowa/shared/kernel/csv.ts'
import type { PageQuery } from '@morinowa/shared/kernel/endpoint.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { Import, type ImportRow, type LineStatus } from '@morinowa/shared/reductions/contract.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { cursorAfter, readCursor } from './cursor.ts'
import { reasonOf } from './describe-act.ts'
import { rowsUrl } from './import-lines.ts'
import { type ImportRead, type ImportRowRead, importOf, importRowsOf, importsOf } from './import-store.ts'

/** What became of one of the organisation's uploads. */
export async function readImport({ db }: Deps, actor: Actor, id: string): Promise<Import> {
  const found = await importOf(db, id, actingFor(actor).id)
  return found ? described(found) : refuse('reductions.import-missing')
}

/** The organisation's uploads, the newest first. */
export async function listImports({ db }: Deps, actor: Actor, { cursor, limit }: PageQuery) {
  const found = await importsOf(db, actingFor(actor).id, readCursor(cursor), limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(described),
    next: found.length > limit && last ? cursorAfter(last.startedAt, last.importId) : null,
  }
}

function described(read: ImportRead): Import {
  return Import.parse({ ...read, rows: rowsUrl(read.importId) })
}

type RowsAsk = PageQuery & { id: string; status?: LineStatus | undefined; language: 'ja' | 'en' }

/** A page of the lines that were not recorded, in the order of the file. */
export async function listImportRows({ db }: Deps, actor: Actor, ask: RowsAsk) {
  const { id, status = null, cursor, limit, language } = ask
  if (!(await importOf(db, id, actingFor(actor).id))) return refuse('reductions.import-missing')
  const after = cursor === undefined ? 0 : Number(cursor)
  if (!Number.isSafeInteger(after)) return refuse('request.cursor', {}, '/query/cursor')
  const found = await importRowsOf(db, id, status, after, limit + 1)
  const page = found.slice(0, limit)
  return {
    items: page.map((row) => worded(row, language)),
    next: found.length > limit ? String(page.at(-1)?.line ?? 0) : null,
  }
}

const CSV_PAGE = 5_000

/** All those lines as one table, to be corrected and sent again. */
export async function* importRowsCsv({ db }: Deps, actor: Actor, ask: Omit<RowsAsk, 'cursor' | 'limit'>) {
  const { id, status = null, language } = ask
  if (!(await importOf(db, id, actingFor(actor).id))) return refuse('reductions.import-missing')
  yield csvTable(['line', 'externalId', 'status', 'code', 'detail'], [])
  for (let after = 0; ; ) {
    const found = await importRowsOf(db, id, status, after, CSV_PAGE)
    const records = found.map((row) => {
      const { line, externalId, status, code, detail } = worded(row, language)
      return [line, externalId, status, code, detail]
    })
    yield csvRows(records)
    const last = found.at(-1)
    if (found.length < CSV_PAGE || !last) return
    after = last.line
  }
}

function worded({ line, externalId, status, code, facts }: ImportRowRead, language: 'ja' | 'en'): ImportRow {
  const { text } = reasonOf(code, facts ?? {})
  return { line, externalId, status, code, detail: text[language], messages: text }
}
