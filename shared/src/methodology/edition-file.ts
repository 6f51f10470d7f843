import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import { wordingOfIssue } from '../kernel/issue-wording.ts'
import type { Bilingual } from '../kernel/text.ts'
import { Factor, type FactorKey, factorKey, FactorSet } from './factor.ts'
import { METHODS } from './methods.ts'
import type { RegistryData } from './registry.ts'

// An edition arrives as a file: the edition itself, and the rows that are new in it. Everything that belongs to no year
// comes over from the registry in its latest version. Each row is answered by itself, so that a file is put right once.

/** The edition of a file. Its rows are published on the day it is adopted, so no day of publication is given. */
export const EditionHeader = FactorSet.omit({ hash: true, publishedAt: true }).extend({
  series: z.string().regex(/^fy\d{4}$/),
})
export type EditionHeader = z.infer<typeof EditionHeader>

export const EditionRow = Factor.omit({ publishedAt: true })
export type EditionRow = z.infer<typeof EditionRow>

/** A file whose parts are still to be checked one by one. */
export const EditionFile = z.strictObject({
  set: z.unknown(),
  factors: z.array(z.unknown()).min(1).max(5_000),
})
export type EditionFile = z.infer<typeof EditionFile>

/** What is wrong and where: the row's number in the file from 1, or null for the edition as a whole. */
export type EditionFault = { row: number | null; id: string | null; field: string; messages: Bilingual }

export type CheckedEdition = { set: EditionHeader; factors: EditionRow[]; members: FactorKey[] }

type Known = Pick<RegistryData, 'factors' | 'sets'>

/** Checks a file against the registry as it stands. Without faults, `edition` is ready to be compared. */
export function checkEdition(
  file: EditionFile,
  known: Known,
): { faults: EditionFault[]; edition: CheckedEdition | undefined } {
  const faults: EditionFault[] = []
  const set = EditionHeader.safeParse(file.set, { reportInput: true })
  if (!set.success) faults.push(...issuesOf(set.error, null, null))
  const factors: EditionRow[] = []
  file.factors.forEach((given, index) => {
    const row = EditionRow.safeParse(given, { reportInput: true })
    if (row.success) factors.push(row.data)
    else faults.push(...issuesOf(row.error, index + 1, idOf(given)))
  })
  if (!set.success || faults.length > 0) return { faults, edition: undefined }

  faults.push(...headerFaults(set.data, known), ...versionFaults(factors, set.data, known))
  const members = membersOf(set.data, factors, known)
  const rows = new Set(members.map(({ id }) => id))
  for (const id of idsThatMethodsRead(set.data.series)) {
    if (!rows.has(id)) faults.push({ row: null, id, field: 'factors', messages: says.missing(id) })
  }
  return faults.length > 0 ? { faults, edition: undefined } : { faults, edition: { set: set.data, factors, members } }
}

/** The rows an edition freezes: its own, and the latest of everything that belongs to no yearly edition. */
function membersOf(set: EditionHeader, added: readonly EditionRow[], known: Known): FactorKey[] {
  const yearly = new Set(known.sets.map(({ id }) => id))
  const latest = new Map<string, FactorKey>()
  const take = ({ id, version }: FactorKey) => {
    const kept = latest.get(id)
    if (!kept || kept.version < version) latest.set(id, { id, version })
  }
  for (const row of known.factors) if (!yearly.has(row.set)) take(row)
  for (const row of added) if (row.set === set.id || !yearly.has(row.set)) take(row)
  return [...latest.values()]
}

function headerFaults(set: EditionHeader, known: Known): EditionFault[] {
  const fault = (field: string, messages: Bilingual): EditionFault => ({ row: null, id: set.id, field, messages })
  const faults: EditionFault[] = []
  if (known.sets.some(({ id }) => id === set.id)) faults.push(fault('id', says.setKnown(set.id)))
  if (set.validTo < set.validFrom) faults.push(fault('validTo', says.periodEnds(set.validFrom)))
  return faults
}

function versionFaults(factors: readonly EditionRow[], set: EditionHeader, known: Known): EditionFault[] {
  const newest = new Map<string, number>()
  for (const { id, version } of known.factors) newest.set(id, Math.max(version, newest.get(id) ?? 0))
  const yearly = new Set(known.sets.map(({ id }) => id))
  const seen = new Set<string>()
  return factors.flatMap((row, index) => {
    const faults: EditionFault[] = []
    const fault = (field: string, messages: Bilingual) => faults.push({ row: index + 1, id: row.id, field, messages })
    const next = (newest.get(row.id) ?? 0) + 1
    if (row.version !== next) fault('version', says.nextVersion(next))
    if (seen.has(row.id)) fault('id', says.twice())
    seen.add(row.id)
    if (row.set !== set.id && yearly.has(row.set)) fault('set', says.otherEdition(row.set))
    const earlier = row.supersedes
    if (earlier !== null && !newest.has(earlier) && !factors.some(({ id }) => id === earlier)) {
      fault('supersedes', says.unknownRow(earlier))
    }
    return faults
  })
}

/** Every row that a method names, in this edition's series. */
function idsThatMethodsRead(series: string): string[] {
  return [...new Set(METHODS.flatMap(({ factors }) => factors.map((id) => id.replace('{series}', series))))]
}

/** The rows of an edition that is not in the registry yet, as if it had been published on a day. */
export function asPublished(
  { set, factors, members }: CheckedEdition,
  publishedAt: Day,
  hashOf: (rows: readonly Factor[]) => string,
  known: Known,
): { factors: Factor[]; set: FactorSet & { members: FactorKey[] } } {
  const added = factors.map((row): Factor => ({ ...row, publishedAt }))
  const byKey = new Map([...known.factors, ...added].map((row) => [factorKey(row), row]))
  const rows = members.map((key) => byKey.get(factorKey(key)) as Factor)
  return { factors: added, set: { ...set, publishedAt, hash: hashOf(rows), members } }
}

const idOf = (given: unknown): string | null => {
  const id = (given as { id?: unknown } | null)?.id
  return typeof id === 'string' ? id.slice(0, 80) : null
}

function issuesOf(error: z.ZodError, row: number | null, id: string | null): EditionFault[] {
  return error.issues.map((issue) => ({ row, id, field: issue.path.join('.'), messages: wordingOfIssue(issue) }))
}

const says = {
  setKnown: (id: string): Bilingual => ({
    ja: `${id} はすでに公開されています。公開した版は書き換えられません。`,
    en: `${id} is published already, and what is published is not rewritten.`,
  }),
  periodEnds: (from: string): Bilingual => ({
    ja: `期間の終わりは始まり（${from}）以後にしてください。`,
    en: `The period cannot end before it begins (${from}).`,
  }),
  nextVersion: (next: number): Bilingual => ({
    ja: `この係数の次の版は ${next} です。`,
    en: `The next version of this row is ${next}.`,
  }),
  twice: (): Bilingual => ({ ja: 'ファイルの中に同じ係数が二度あります。', en: 'The file has this row twice.' }),
  otherEdition: (set: string): Bilingual => ({
    ja: `公開ずみの ${set} に行を加えることはできません。`,
    en: `Rows cannot be added to ${set}, which is published.`,
  }),
  unknownRow: (id: string): Bilingual => ({
    ja: `前の係数 ${id} がありません。`,
    en: `There is no earlier row ${id}.`,
  }),
  missing: (id: string): Bilingual => ({
    ja: `算定方法が使う係数 ${id} がこの版にありません。`,
    en: `A method reads ${id}, which this edition does not have.`,
  }),
}
