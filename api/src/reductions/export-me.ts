import { PassThrough, type Readable } from 'node:stream'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { csvRows, csvTable } from '@morinowa/shared/kernel/csv.ts'
import { Zip, ZipDeflate } from 'fflate'
import { askingPerson } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { myConsents } from './change-consent.ts'
import { reductionOf } from './describe-act.ts'
import type { Elsewhere } from './elsewhere.ts'
import { linksOf, profileOf } from './link-store.ts'
import { ownParticipant } from './own-participant.ts'
import { revisionsOf } from './revision-store.ts'
import type { ActRow } from './act-row.ts'
import { actsOf } from './act-store.ts'
import { personSumsOf } from './sums-store.ts'

const PAGE = 1_000
const COLUMNS = [
  'id',
  'pool',
  'type',
  'mode',
  'startedAt',
  'endedAt',
  'quantity',
  'fromMunicipality',
  'toMunicipality',
  'provider',
  'externalId',
  'evidence',
  'shownG',
  'creditedG',
  'emittedG',
  'status',
  'note',
] as const

/** Everything that is stored about a person, as a ZIP that is written while it is read: years fit in little memory. */
export async function exportMe(deps: Deps, actor: Actor, { personal }: Pick<Elsewhere, 'personal'>): Promise<Readable> {
  const { db } = deps
  const { personId } = askingPerson(actor)
  const { participantId } = await ownParticipant(db, personId)
  const [profile, links, consents, sums] = await Promise.all([
    profileOf(db, personId),
    linksOf(db, personId),
    myConsents(deps, actor),
    personSumsOf(db, participantId, '0000-01', '9999-12'),
  ])
  const records: Record<string, readonly object[]> = {}
  for (const { name, read } of personal) records[name] = await read(db, { personId, participantId })
  const out = new PassThrough()
  const zip = new Zip((error, data, final) => {
    if (error) out.destroy(error)
    else out.write(data)
    if (final) out.end()
  })
  const add = (name: string): ZipDeflate => {
    const file = new ZipDeflate(name, { level: 6 })
    zip.add(file)
    return file
  }
  const me = add('me.json')
  me.push(bytes(JSON.stringify({ profile, participantId, links, consents, sums, ...records }, null, 2)), true)

  const write = async () => {
    // The files are written one after the other: a reader of a ZIP may want them whole.
    const json = add('reductions.json')
    let first = true
    json.push(bytes('['))
    for await (const rows of pagesOf(deps, participantId)) {
      for (const row of rows) {
        json.push(bytes(`${first ? '\n' : ',\n'}${JSON.stringify(wholeRow(row))}`))
        first = false
      }
      await drained(out)
    }
    json.push(bytes('\n]\n'), true)

    const csv = add('reductions.csv')
    csv.push(bytes(csvTable(COLUMNS, [])))
    for await (const rows of pagesOf(deps, participantId)) {
      csv.push(bytes(csvRows(rows.map(csvRecord))))
      await drained(out)
    }
    csv.push(new Uint8Array(), true)

    const history = add('history.json')
    let none = true
    history.push(bytes('['))
    for await (const rows of pagesOf(deps, participantId)) {
      const ids = rows.map(({ id }) => id)
      for (const change of await revisionsOf(db, ids)) {
        history.push(bytes(`${none ? '\n' : ',\n'}${JSON.stringify(change)}`))
        none = false
      }
      await drained(out)
    }
    history.push(bytes('\n]\n'), true)
    zip.end()
  }
  write().catch((error: Error) => out.destroy(error))
  return out
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

async function drained(out: PassThrough): Promise<void> {
  if (!out.writableNeedDrain || out.destroyed) return
  await new Promise<void>((resolve) => {
    out.once('drain', resolve)
    out.once('close', resolve)
  })
}

async function* pagesOf({ db }: Deps, participantId: string): AsyncGenerator<ActRow[]> {
  let before: { at: string; id: string } | null = null
  for (;;) {
    const rows: ActRow[] = await actsOf(db, participantId, { pool: null, before, limit: PAGE })
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (rows.length < PAGE || !last) return
    before = { at: last.startedAt, id: last.id }
  }
}

function wholeRow(row: ActRow): object {
  const { externalId, note, input, purpose, placeRef, recordedAt } = row
  return { ...reductionOf(row), externalId, purpose, placeRef, note, input, recordedAt }
}

function csvRecord(row: ActRow): (string | number | null)[] {
  const { provider, ...said } = reductionOf(row)
  const values: Record<string, unknown> = {
    ...said,
    provider: provider?.name ?? null,
    externalId: row.externalId,
    note: row.note,
  }
  return COLUMNS.map((name) => (values[name] ?? null) as string | number | null)
}
