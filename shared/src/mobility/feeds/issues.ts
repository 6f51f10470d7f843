import type { RefusalFacts } from '../../kernel/refusal.ts'
import type { Bilingual } from '../../kernel/text.ts'

// What is said about rows of a timetable feed that were not taken as they stand. `repaired`: the row counts, with a
// change or without the part that made no sense. `refused`: the row is left out, and nothing else with it.

export type IssueLevel = 'repaired' | 'refused'

type Wording = { level: IssueLevel; ja: (facts: RefusalFacts) => string; en: (facts: RefusalFacts) => string }

export const FEED_ISSUES = {
  'record-broken': {
    level: 'refused',
    ja: () => '引用符の使い方が正しくなく、行として読めません。',
    en: () => 'The quotation marks do not close, so this is no record.',
  },
  'line-too-long': {
    level: 'refused',
    ja: () => '行が長すぎます。',
    en: () => 'The line is too long.',
  },
  encoding: {
    level: 'refused',
    ja: () => '文字コードを読み取れません（UTF-8 か Shift_JIS）。',
    en: () => 'The characters cannot be read (UTF-8 or Shift_JIS).',
  },
  'id-missing': {
    level: 'refused',
    ja: (f) => `${f.field} が空です。`,
    en: (f) => `${f.field} is empty.`,
  },
  'id-too-long': {
    level: 'refused',
    ja: (f) => `${f.field} が長すぎます（200 文字まで）。`,
    en: (f) => `${f.field} is too long (200 characters at most).`,
  },
  'duplicate-id': {
    level: 'refused',
    ja: (f) => `${f.id} は前の行にもあります。先の行を使います。`,
    en: (f) => `${f.id} stands in an earlier row too; the earlier one counts.`,
  },
  'duplicate-sequence': {
    level: 'refused',
    ja: (f) => `便 ${f.id} の順番 ${f.sequence} が二度あります。先の行を使います。`,
    en: (f) => `Trip ${f.id} has the sequence ${f.sequence} twice; the earlier row counts.`,
  },
  'unknown-trip': {
    level: 'refused',
    ja: (f) => `trips.txt に便 ${f.id} がありません。`,
    en: (f) => `trips.txt has no trip ${f.id}.`,
  },
  'unknown-stop': {
    level: 'refused',
    ja: (f) => `stops.txt に停留所 ${f.id} がありません。`,
    en: (f) => `stops.txt has no stop ${f.id}.`,
  },
  'sequence-unreadable': {
    level: 'refused',
    ja: (f) => `順番「${f.given}」が 0 以上の整数ではありません。`,
    en: (f) => `The sequence “${f.given}” is no whole number.`,
  },
  'coordinates-unreadable': {
    level: 'refused',
    ja: (f) => `緯度経度「${f.given}」を読み取れません。`,
    en: (f) => `The coordinates “${f.given}” cannot be read.`,
  },
  'coordinates-outside': {
    level: 'refused',
    ja: (f) => `緯度経度「${f.given}」は日本の外です。`,
    en: (f) => `The coordinates “${f.given}” lie outside Japan.`,
  },
  'trip-too-short': {
    level: 'refused',
    ja: (f) => `便 ${f.id} は停車が二つに満たないので使えません。`,
    en: (f) => `Trip ${f.id} calls at fewer than two stops, so nobody can ride it.`,
  },
  'shape-too-short': {
    level: 'refused',
    ja: (f) => `経路形状 ${f.id} は点が二つに満たないので使えません。`,
    en: (f) => `Shape ${f.id} has fewer than two points.`,
  },
  'date-unreadable': {
    level: 'refused',
    ja: (f) => `日付「${f.given}」を読み取れません（YYYYMMDD）。`,
    en: (f) => `The date “${f.given}” cannot be read (YYYYMMDD).`,
  },
  'coordinates-swapped': {
    level: 'repaired',
    ja: () => '緯度と経度が入れ替わっていたので戻しました。',
    en: () => 'Latitude and longitude were swapped; they were put back.',
  },
  'name-missing': {
    level: 'repaired',
    ja: (f) => `名前が空なので ID（${f.id}）を名前にしました。`,
    en: (f) => `The name is empty; the id ${f.id} stands for it.`,
  },
  trimmed: {
    level: 'repaired',
    ja: (f) => `${f.field} の前後の空白を取りました。`,
    en: (f) => `Blanks around ${f.field} were taken off.`,
  },
  'unknown-route': {
    level: 'repaired',
    ja: (f) => `routes.txt に系統 ${f.id} がありません。系統なしで取り込みました。`,
    en: (f) => `routes.txt has no route ${f.id}; the trip was taken without it.`,
  },
  'unknown-service': {
    level: 'repaired',
    ja: (f) => `運行日 ${f.id} が calendar にも calendar_dates にもありません。運行日なしで取り込みました。`,
    en: (f) => `No calendar has the service ${f.id}; the trip was taken without its days.`,
  },
  'unknown-shape': {
    level: 'repaired',
    ja: (f) => `shapes.txt に経路形状 ${f.id} がありません。距離は停留所をつないで測ります。`,
    en: (f) => `shapes.txt has no shape ${f.id}; distances go from stop to stop.`,
  },
  'unknown-parent': {
    level: 'repaired',
    ja: (f) => `親の駅 ${f.id} がありません。単独の停留所として取り込みました。`,
    en: (f) => `There is no parent station ${f.id}; the stop was taken on its own.`,
  },
  'shape-misses-stops': {
    level: 'repaired',
    ja: (f) => `経路形状 ${f.id} が停留所 ${f.stop} を順に通りません。この便の距離は停留所をつないで測ります。`,
    en: (f) => `Shape ${f.id} does not pass the stop ${f.stop} in order; this trip is measured from stop to stop.`,
  },
  'out-of-order': {
    level: 'repaired',
    ja: (f) => `${f.id} の行が順番どおりでないので並べ直しました。`,
    en: (f) => `The rows of ${f.id} were not in order; they were sorted.`,
  },
  'time-unreadable': {
    level: 'repaired',
    ja: (f) => `時刻「${f.given}」を読み取れません。時刻なしで取り込みました。`,
    en: (f) => `The time “${f.given}” cannot be read; the call was taken without it.`,
  },
  'time-backwards': {
    level: 'repaired',
    ja: (f) => `便 ${f.id} の時刻が前の停留所より早いので、時刻なしで取り込みました。`,
    en: (f) => `On trip ${f.id} the clock runs backwards; this call was taken without its time.`,
  },
  'fields-missing': {
    level: 'repaired',
    ja: (f) => `列が ${f.given} しかないので、足りない ${f.missing} 列を空として読みました。`,
    en: (f) => `There are only ${f.given} fields; the ${f.missing} missing ones were read as empty.`,
  },
  'file-missing': {
    level: 'repaired',
    ja: (f) => `${f.file} がないので、それなしで取り込みました。`,
    en: (f) => `${f.file} is missing; the feed was taken without it.`,
  },
  'column-missing': {
    level: 'repaired',
    ja: (f) => `${f.file} に列 ${f.field} がないので、このファイルなしで取り込みました。`,
    en: (f) => `${f.file} has no column ${f.field}; the feed was taken without this file.`,
  },
  'period-missing': {
    level: 'repaired',
    ja: () => '有効期間がどこにも書かれていません。ほかの版がない日に使います。',
    en: () => 'No period is stated anywhere; this version serves days that no other covers.',
  },
} as const satisfies Record<string, Wording>

export type FeedIssueCode = keyof typeof FEED_ISSUES

export const FEED_ISSUE_CODES = Object.keys(FEED_ISSUES) as readonly FeedIssueCode[]

/** One thing about one row; line 0 is the file itself. */
export type FeedIssue = { file: string; line: number; code: FeedIssueCode; facts: RefusalFacts }

export const levelOf = (code: FeedIssueCode): IssueLevel => FEED_ISSUES[code].level

/** An issue in both languages. */
export function issueText({ code, facts }: Pick<FeedIssue, 'code' | 'facts'>): Bilingual {
  const wording: Wording = FEED_ISSUES[code]
  return { ja: wording.ja(facts), en: wording.en(facts) }
}

/** Rows of which the words are kept; beyond it they are only counted. */
export const MOST_ISSUES_KEPT = 1_000

/** Everything that was remarked while a feed was read: all counted, the first ones kept. */
export class IssueList {
  readonly kept: FeedIssue[] = []
  readonly counts = new Map<string, { file: string; code: FeedIssueCode; count: number }>()

  add(file: string, line: number, code: FeedIssueCode, facts: RefusalFacts = {}): void {
    const key = `${file} ${code}`
    const known = this.counts.get(key)
    if (known) known.count++
    else this.counts.set(key, { file, code, count: 1 })
    // Some of each kind, so that a thousand of one do not hide the only one of another.
    if (this.kept.length < MOST_ISSUES_KEPT && (known?.count ?? 1) <= MOST_OF_ONE_KIND) {
      this.kept.push({ file, line, code, facts: cut(facts) })
    }
  }

  /** Rows that were left out of a file. */
  refusedIn(file: string): number {
    let refused = 0
    for (const one of this.counts.values())
      if (one.file === file && levelOf(one.code) === 'refused') refused += one.count
    return refused
  }
}

const MOST_OF_ONE_KIND = 200

function cut(facts: RefusalFacts): RefusalFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > 60 ? `${value.slice(0, 60)}…` : value,
    ]),
  )
}
