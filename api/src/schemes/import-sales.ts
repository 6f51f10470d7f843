import type { Readable } from 'node:stream'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { CsvReader } from '@morinowa/shared/kernel/csv.ts'
import type { RefusalCode, RefusalFacts } from '@morinowa/shared/kernel/refusal.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { refusals } from '@morinowa/shared/refusals.ts'
import { MOST_SALES, type SchemeId } from '@morinowa/shared/schemes/contract.ts'
import type { FileAnswer } from '@morinowa/shared/schemes/intake/contract.ts'
import { hasColumn, readFileSale, SALES_COLUMNS } from '@morinowa/shared/schemes/sales-file.ts'
import type { Sale } from '@morinowa/shared/schemes/scheme-rule.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { readLines } from '../reductions/read-lines.ts'
import { knownScheme } from './known-schemes.ts'
import { takeSales } from './record-sales.ts'

type Row = FileAnswer['rows'][number]
type ReadFile = { lines: number; sales: Map<string, { line: number; sale: Sale }[]>; rows: Row[] }

/** Records a file of sales: each line by itself, all that are taken in one transaction. */
export async function importSales(
  deps: Deps,
  actor: Actor,
  ask: { id: SchemeId; file: Readable; charset: string | undefined },
): Promise<FileAnswer> {
  const scheme = await knownScheme(deps.db, actingFor(actor), ask.id)
  const { lines, sales, rows } = await readFile(ask.file, ask.charset)
  const given = [...sales.values()].flat()
  if (given.length === 0 && rows.length === 0) refuse('schemes.file-empty')
  const { answer } = await deps.db.transaction((tx) =>
    takeSales(
      tx,
      deps,
      scheme,
      given.map(({ sale }) => sale),
      false,
    ),
  )
  for (const { externalId, status, code, messages } of answer.rows) {
    // Of lines with one number the first is the one that counts.
    const line = sales.get(externalId)?.pop()?.line ?? 0
    if (status !== 'accepted') rows.push({ line, externalId, status, code, messages })
  }
  const { accepted, duplicate, fundYen, attachedG, availableG, claims } = answer
  rows.sort((a, b) => a.line - b.line)
  const refused = rows.filter(({ status }) => status === 'refused').length
  return { lines, accepted, duplicate, refused, fundYen, attachedG, availableG, claims, rows }
}

async function readFile(file: Readable, charset: string | undefined): Promise<ReadFile> {
  const read: ReadFile = { lines: 0, sales: new Map(), rows: [] }
  const reader = new CsvReader()
  let headings: string[] | undefined

  function take(record: ReturnType<CsvReader['take']>[number]): void {
    if (!headings) {
      headings = 'broken' in record ? [] : record.fields.map((name) => name.normalize('NFKC').trim())
      const missing = (['externalId', 'at'] as const).filter((column) => !hasColumn(headings ?? [], column))
      if (missing.length > 0)
        refuse('reductions.header-missing', {
          missing: missing.map((column) => SALES_COLUMNS[column].join(' / ')).join(', '),
        })
      return
    }
    if (++read.lines > MOST_SALES) refuse('schemes.file-too-long', { most: MOST_SALES })
    const { line } = record
    if ('broken' in record || record.fields.length !== headings.length) {
      read.rows.push(refused(line, null, 'schemes.line-unreadable', {}))
      return
    }
    const found = readFileSale(Object.fromEntries(headings.map((name, i) => [name, record.fields[i]])))
    if ('fault' in found) read.rows.push(refused(line, found.fault.externalId, found.fault.code, found.fault.facts))
    else {
      const { externalId } = found.sale
      read.sales.set(externalId, [...(read.sales.get(externalId) ?? []), { line, sale: found.sale }])
    }
  }

  for await (const lines of readLines(file, charset)) {
    for (const { line, text, fault } of lines) {
      if (fault) read.rows.push(refused(line, null, 'schemes.line-unreadable', {}))
      else for (const record of reader.take(line, text)) take(record)
    }
  }
  for (const record of reader.end()) take(record)
  return read
}

function refused(line: number, externalId: string | null, code: RefusalCode, facts: RefusalFacts): Row {
  const wording = refusals[code]
  return {
    line,
    externalId,
    status: 'refused',
    code,
    messages: wording ? { ja: wording.ja(facts), en: wording.en(facts) } : null,
  }
}
