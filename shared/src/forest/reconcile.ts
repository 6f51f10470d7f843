import { csvFields } from '../kernel/csv.ts'
import type { Bilingual } from '../kernel/text.ts'
import {
  claimedRanges,
  commonSerials,
  countSerials,
  overlapAmong,
  type SerialRange,
  withoutSerials,
  writeSerials,
} from './serials.ts'

// A registry's statement of holding against our lots: what agrees, and every difference by the line it stands in.

/** A line of a statement: numbers as printed, and the mass it says in grams. */
export type StatementLine = { line: number; serials: string; massG: number | null; project: string | null }

/** A lot of ours, and what of it was retired at the registry by the day of the statement. */
export type StatedLot = {
  lotId: string
  projectName: string
  unitG: number
  massG: number
  serials: string
  retired: readonly string[]
}

export const DIFFERENCES = ['unreadable', 'repeated', 'mass', 'unknown', 'project', 'retired', 'missing'] as const
export type DifferenceKind = (typeof DIFFERENCES)[number]

/** One thing that does not agree; `line` is null for numbers of ours that the statement does not show. */
export type Difference = {
  line: number | null
  kind: DifferenceKind
  lotId: string | null
  serials: string
  text: Bilingual
}

export type Reconciliation = {
  lines: number
  differences: Difference[]
  /** What the statement shows of each of our lots, in grams. */
  held: { lotId: string; heldG: number }[]
}

const HEADERS = {
  serials: /^(シリアル(番号)?|識別番号|クレジット番号|serials?|serial ?numbers?)$/i,
  from: /^(シリアル番号|識別番号|serial)?[\s_(（]*(開始|自|から|from|start)[)）]?$/i,
  to: /^(シリアル番号|識別番号|serial)?[\s_(（]*(終了|至|まで|to|end)[)）]?$/i,
  mass: /^(保有(量|数量)?|クレジット量|数量|残高|残量|mass|quantity|amount|balance)[\s(（]*(t-?co2e?|t|トン|tonnes?)?[)）]?$/i,
  project: /^(プロジェクト(名称?)?|事業名|project( ?name)?)$/i,
} as const
type Column = keyof typeof HEADERS

/**
 * The lines of a statement in CSV, with the columns found by their headings: numbers (one column, or first and last) and
 * mass in tonnes. Which headings a registry's own file has is not published; these are the words its pages use.
 * @returns null when there is no heading for the numbers.
 */
export function readStatement(csv: string): StatementLine[] | null {
  const lines = csv.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  let columns: Partial<Record<Column, number>> | null = null
  const found: StatementLine[] = []
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue
    const fields = csvFields(text)
    const cells = typeof fields === 'string' ? [text] : fields.map((cell) => cell.normalize('NFKC').trim())
    if (!columns) {
      // What stands above the table (a title, the account) is not a line of it.
      columns = columnsOf(cells)
      continue
    }
    const at = (column: Column) => cells[columns?.[column] ?? -1] ?? ''
    const serials = columns.serials === undefined ? `${at('from')}〜${at('to')}` : at('serials')
    if (serials.replace('〜', '') === '') continue
    found.push({ line: index + 1, serials, massG: tonnes(at('mass')), project: at('project') || null })
  }
  return columns ? found : null
}

function columnsOf(cells: readonly string[]): Partial<Record<Column, number>> | null {
  const columns: Partial<Record<Column, number>> = {}
  for (const [index, cell] of cells.entries()) {
    for (const name of Object.keys(HEADERS) as Column[]) {
      if (columns[name] === undefined && HEADERS[name].test(cell)) {
        columns[name] = index
        break
      }
    }
  }
  const readable = columns.serials !== undefined || (columns.from !== undefined && columns.to !== undefined)
  return readable ? columns : null
}

/** Tonnes of a cell as whole grams; null when there is no number, or one that is finer than a gram. */
function tonnes(cell: string): number | null {
  const [, whole = '', part = ''] = /^(\d{1,9})(?:\.(\d{1,6}))?\s*(?:t.*)?$/i.exec(cell.replaceAll(',', '')) ?? []
  return whole === '' ? null : Number(whole) * 1_000_000 + Number(part.padEnd(6, '0'))
}

/** Holds a statement against our lots. Every number is compared once, so the differences add up to all that differs. */
export function reconcile(lines: readonly StatementLine[], lots: readonly StatedLot[]): Reconciliation {
  const ours = lots.map((lot) => ({
    ...lot,
    ...claimedRanges(lot.serials),
    gone: lot.retired.flatMap((text) => claimedRanges(text).ranges),
    seen: [] as SerialRange[],
    saidG: null as number | null,
  }))
  const differences: Difference[] = []
  let seen: SerialRange[] = []
  for (const { line, serials, massG, project } of lines) {
    const add = (kind: DifferenceKind, lotId: string | null, text: Bilingual, which = serials) =>
      differences.push({ line, kind, lotId, serials: which, text })
    const { ranges, readable } = claimedRanges(serials)
    if (overlapAmong(ranges) || commonSerials(seen, ranges).length > 0) add('repeated', null, said.repeated(serials))
    seen = [...seen, ...ranges]

    const matched = ours.filter((lot) => commonSerials(lot.ranges, ranges).length > 0)
    if (matched.length === 0) {
      if (readable) add('unknown', null, said.unknown(serials))
      else add('unreadable', null, said.unreadable(serials))
      continue
    }
    let strange = ranges
    for (const lot of matched) {
      const common = commonSerials(lot.ranges, ranges)
      strange = withoutSerials(strange, common)
      lot.seen.push(...withoutSerials(common, lot.seen))
      if (!lot.readable) lot.saidG = massG ?? lot.massG
      const back = commonSerials(common, lot.gone)
      if (back.length > 0) {
        const which = writeSerials(lot.serials, back)
        add('retired', lot.lotId, said.retired(which), which)
      }
      if (project !== null && plainName(project) !== plainName(lot.projectName))
        add('project', lot.lotId, said.project(project, lot.projectName))
    }
    if (strange.length > 0) {
      const which = writeSerials(serials, strange)
      add('unknown', null, said.unknown(which), which)
    }
    const [lot] = matched
    const countedG = readable && lot ? Number(countSerials(ranges)) * lot.unitG : null
    if (countedG !== null && massG !== null && countedG !== massG)
      add('mass', lot?.lotId ?? null, said.mass(serials, countedG, massG))
  }
  for (const lot of ours) {
    const lost = withoutSerials(withoutSerials(lot.ranges, lot.gone), lot.seen)
    if (lost.length === 0) continue
    const which = writeSerials(lot.serials, lost)
    differences.push({ line: null, kind: 'missing', lotId: lot.lotId, serials: which, text: said.missing(which, lot) })
  }
  const held = ours.map(({ lotId, readable, seen, gone, unitG, saidG }) => ({
    lotId,
    heldG: readable ? Number(countSerials(withoutSerials(seen, gone))) * unitG : (saidG ?? 0),
  }))
  return { lines: lines.length, differences, held }
}

function plainName(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
}

const said = {
  repeated: (serials: string): Bilingual => ({
    ja: `${serials} が明細に二度出てきます。`,
    en: `${serials} stands in the statement twice.`,
  }),
  unreadable: (serials: string): Bilingual => ({
    ja: `「${serials}」は番号として読めず、同じ表記のロットもありません。`,
    en: `“${serials}” cannot be read as numbers, and no lot is printed like that.`,
  }),
  unknown: (serials: string): Bilingual => ({
    ja: `${serials} はここに登録されていません。`,
    en: `${serials} is not registered here.`,
  }),
  project: (theirs: string, ours: string): Bilingual => ({
    ja: `プロジェクト名が違います（明細「${theirs}」、こちら「${ours}」）。`,
    en: `The project is called “${theirs}” there and “${ours}” here.`,
  }),
  retired: (serials: string): Bilingual => ({
    ja: `${serials} は公式に無効化ずみと記録していますが、明細ではまだ保有になっています。`,
    en: `${serials} is recorded here as officially retired, but the statement still shows it as held.`,
  }),
  mass: (serials: string, countedG: number, statedG: number): Bilingual => ({
    ja: `${serials} は番号では ${countedG / 1_000_000} t ですが、明細の量は ${statedG / 1_000_000} t です。`,
    en: `${serials} counts up to ${countedG / 1_000_000} t, but the statement says ${statedG / 1_000_000} t.`,
  }),
  missing: (serials: string, { projectName }: StatedLot): Bilingual => ({
    ja: `「${projectName}」の ${serials} が明細にありません。`,
    en: `${serials} of “${projectName}” is not in the statement.`,
  }),
}
