import type { RefusalCode, RefusalFacts } from '../kernel/refusal.ts'
import { Sale } from './scheme-rule.ts'

// Lines of a file of sales as somebody's register wrote them.

/** Columns of a file of sales; a register's own Japanese headings are known too. */
export const SALES_COLUMNS = {
  externalId: ['externalId', '売上番号', '伝票番号', 'レシート番号'],
  at: ['at', '日時', '売上日時'],
  sku: ['sku', '商品コード'],
  quantity: ['quantity', '数量', '個数', '点数'],
  nights: ['nights', '泊数'],
  guests: ['guests', '人数'],
  massG: ['massG', '排出量g'],
  channel: ['channel', 'チャネル'],
} as const

export type FileSale = { sale: Sale } | { fault: { code: RefusalCode; facts: RefusalFacts; externalId: string | null } }

type Column = keyof typeof SALES_COLUMNS

const NUMBERS: ReadonlySet<Column> = new Set(['quantity', 'nights', 'guests', 'massG'])

/** Reads one line, given by the headings of its file. */
export function readFileSale(raw: Readonly<Record<string, unknown>>): FileSale {
  const said: Partial<Record<Column, unknown>> = {}
  for (const [column, headings] of Object.entries(SALES_COLUMNS) as [Column, readonly string[]][]) {
    const heading = headings.find((one) => raw[one] !== undefined && String(raw[one]).trim() !== '')
    if (heading === undefined) continue
    const text = String(raw[heading]).normalize('NFKC').trim()
    said[column] = NUMBERS.has(column) ? wholeNumber(text) : column === 'at' ? instantOf(text) : String(raw[heading])
  }
  const read = Sale.safeParse(said)
  if (read.success) return { sale: read.data }
  const externalId = typeof said.externalId === 'string' ? said.externalId : null
  const faulty = String(read.error.issues[0]?.path[0] ?? '')
  // By the file's own heading: whoever keeps the register knows no other.
  const column = SALES_COLUMNS[faulty as Column]?.find((name) => name in raw) ?? faulty
  return { fault: { code: 'schemes.line-invalid', facts: { column }, externalId } }
}

/** A heading of the wanted column that is among those of a file. */
export function hasColumn(headings: readonly string[], column: Column): boolean {
  return SALES_COLUMNS[column].some((name) => headings.includes(name))
}

/** 1,234 as registers write it; NaN, which no contract takes, for anything else. */
function wholeNumber(text: string): number {
  return /^\d[\d,]*$/.test(text) ? Number(text.replaceAll(',', '')) : Number.NaN
}

/** An instant as it stands, or a Japanese day and time without a zone: 2026/3/10 9:05. */
function instantOf(text: string): string {
  const [, year, month = '', day = '', hour = '0', minute = '00', second = '00'] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text) ?? []
  if (year === undefined) return text
  const two = (part: string) => part.padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}+09:00`
}
