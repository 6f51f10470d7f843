import { families } from '@morinowa/shared/credits/families.ts'
import { serialText } from '@morinowa/shared/credits/serials.ts'
import { UNPUBLISHED } from '@morinowa/shared/certificates/figures.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import type { Queryable } from '../platform/db.ts'
import { type CsvRow, retiredRanges } from './store.ts'

// The register as a table with the columns of the J-Blue Credit register, a line for each retired range.

const COLUMNS = [
  'プロジェクト番号',
  'プロジェクト名',
  'プロジェクト実施者',
  '対象期間',
  '発行日',
  '発行量(t-CO2)',
  '発行シリアル番号',
  '属性',
  '最初の保有者',
  '移転回数',
  '無効化日',
  '無効化量(t-CO2)',
  '無効化シリアル番号',
  '残量(t-CO2)',
  '無効化した組織',
  '受益者',
  '目的',
  '証明書番号',
  '無効化番号',
] as const

const ROWS_AT_ONCE = 500

/** The register's lines, oldest retirement first, read from the database a few hundred at a time. */
export async function* registerCsv(
  db: Queryable,
  filter: { family?: string | undefined; lotId?: string | undefined },
): AsyncGenerator<string> {
  // The mark tells spreadsheets that this is UTF-8.
  yield `\uFEFF${line(COLUMNS)}`
  for (let after = 0; ; ) {
    const ask = { after, family: filter.family ?? null, lotId: filter.lotId ?? null, limit: ROWS_AT_ONCE }
    const found = await retiredRanges(db, ask)
    for (const row of found) yield line(cells(row))
    const last = found.at(-1)
    if (!last || found.length < ROWS_AT_ONCE) return
    after = last.entry
  }
}

function cells(row: CsvRow): string[] {
  const period = row.periodFrom ? `${row.periodFrom}〜${row.periodTo ?? ''}` : String(row.vintage)
  const serials = row.registrySerials.length > 0 ? ` (${row.registrySerials.join(' ')})` : ''
  return [
    row.lotCode,
    row.projectName,
    row.owner,
    period,
    dayOf(row.issuedAt),
    tonnes(row.lotMassG),
    serialText(row.family, row.lotCode, { from: 0, to: row.lotMassG }) + serials,
    `${families[row.family].name.ja}・${row.scheme}・${row.methodology}`,
    row.owner,
    String(row.transfers),
    dayOf(row.retiredAt),
    tonnes(row.to - row.from),
    serialText(row.family, row.lotCode, row),
    tonnes(row.leftG),
    row.holder,
    row.beneficiary ?? UNPUBLISHED.ja,
    row.purpose,
    row.certificateId,
    row.id,
  ]
}

/** Grams as tonnes with all six places: nothing is rounded. */
function tonnes(grams: number): string {
  const digits = String(grams).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}

function line(fields: readonly string[]): string {
  return `${fields.map(quoted).join(',')}\r\n`
}

/** A field that spreadsheets would take for a formula begins with an apostrophe. */
function quoted(field: string): string {
  const safe = /^[=+\-@\t\r]/.test(field) ? `'${field}` : field
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
