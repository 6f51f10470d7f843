import { z } from 'zod'
import { Bilingual } from './text.ts'

// Which rule a value breaks, said to whoever typed it. What zod knows as an issue is worded here in plain Japanese and
// English; rules of our own bring their wording with them.

type Issue = z.core.$ZodIssue
type Of<Code extends Issue['code']> = Extract<Issue, { code: Code }>

/** The wording of a validation issue. Issues must have been reported with their input, or missing and wrong look alike. */
export function wordingOfIssue(issue: Issue): Bilingual {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? says.missing : (KINDS[issue.expected] ?? otherwise(issue))
    case 'too_small':
      return limit(issue, issue.minimum, AT_LEAST)
    case 'too_big':
      return limit(issue, issue.maximum, AT_MOST)
    case 'invalid_value':
      return issue.input === undefined ? says.missing : oneOf(issue.values)
    case 'invalid_union':
      return issue.input === undefined ? says.missing : optionsOf(issue)
    case 'invalid_format':
      return (issue.format === 'regex' ? digits(issue.pattern ?? '') : FORMATS[issue.format]) ?? otherwise(issue)
    case 'unrecognized_keys':
      return says.unknown(issue.keys)
    case 'not_multiple_of':
      return says.multiple(issue.divisor)
    case 'custom': {
      const own = Bilingual.safeParse(issue.params)
      return own.success ? own.data : otherwise(issue)
    }
    default:
      return otherwise(issue)
  }
}

const says = {
  missing: { ja: '必須です。', en: 'This is required.' },
  unknown: (names: readonly string[]): Bilingual => ({
    ja: `知らない項目です: ${names.join('、')}`,
    en: `${names.length === 1 ? 'Unknown field' : 'Unknown fields'}: ${names.join(', ')}`,
  }),
  multiple: (of: number): Bilingual => ({ ja: `${of} の倍数にしてください。`, en: `Must be a multiple of ${of}.` }),
}

const WHOLE: Bilingual = { ja: '整数にしてください。', en: 'Must be a whole number.' }
const KINDS: Record<string, Bilingual> = {
  int: WHOLE,
  bigint: WHOLE,
  number: { ja: '数値にしてください。', en: 'Must be a number.' },
  string: { ja: '文字列にしてください。', en: 'Must be text.' },
  boolean: { ja: 'true か false にしてください。', en: 'Must be true or false.' },
  array: { ja: '配列にしてください。', en: 'Must be a list.' },
  object: { ja: 'オブジェクトにしてください。', en: 'Must be an object.' },
  record: { ja: 'オブジェクトにしてください。', en: 'Must be an object.' },
}

const FORMATS: Record<string, Bilingual> = {
  email: {
    ja: 'メールアドレスの形にしてください（例 name@example.jp）。',
    en: 'Must be an e-mail address (name@example.jp).',
  },
  url: { ja: 'URL の形にしてください（例 https://example.jp/）。', en: 'Must be a URL (https://example.jp/).' },
  uuid: { ja: 'ID（UUID）の形にしてください。', en: 'Must be an id (UUID).' },
  date: { ja: '暦にある日を 2026-10-05 の形で入れてください。', en: 'Must be a day of the calendar, as 2026-10-05.' },
  datetime: {
    ja: '時差つきの日時を 2026-10-05T08:00:00+09:00 の形で入れてください。',
    en: 'Must be a time with its offset, as 2026-10-05T08:00:00+09:00.',
  },
}

/** What a limit is said to be, for the value itself and for how many signs or entries it has. */
type Limit = {
  ja: (n: string, unit: string) => string
  en: (n: string, unit: string) => string
  open: Limit | undefined
}
const MORE: Limit = {
  ja: (n, unit) => `${n}${unit}より多くしてください。`,
  en: (n, unit) => `Must be more than ${n}${unit}.`,
  open: undefined,
}
const LESS: Limit = {
  ja: (n, unit) => `${n}${unit}より少なくしてください。`,
  en: (n, unit) => `Must be less than ${n}${unit}.`,
  open: undefined,
}
const AT_LEAST: Limit = {
  ja: (n, unit) => `${n}${unit}以上にしてください。`,
  en: (n, unit) => `Must be at least ${n}${unit}.`,
  open: MORE,
}
const AT_MOST: Limit = {
  ja: (n, unit) => `${n}${unit}以下にしてください。`,
  en: (n, unit) => `Must be at most ${n}${unit}.`,
  open: LESS,
}

const UNITS: Record<string, { ja: string; one: string; many: string }> = {
  string: { ja: ' 文字', one: ' character', many: ' characters' },
  array: { ja: ' 件', one: ' entry', many: ' entries' },
  set: { ja: ' 件', one: ' entry', many: ' entries' },
}
const NUMBERS = new Set(['number', 'int', 'bigint'])

function limit(issue: Of<'too_small'> | Of<'too_big'>, bound: number | bigint, limits: Limit): Bilingual {
  const unit = UNITS[issue.origin]
  if (unit === undefined && !NUMBERS.has(issue.origin)) return otherwise(issue)
  if (unit !== undefined && issue.code === 'too_small' && Number(bound) === 1)
    return { ja: '空にはできません。', en: 'Must not be empty.' }
  const { ja, en } = issue.inclusive === false && limits.open ? limits.open : limits
  const n = bound.toLocaleString('en')
  return { ja: ja(n, unit?.ja ?? ' '), en: en(n, unit === undefined ? '' : Number(bound) === 1 ? unit.one : unit.many) }
}

function oneOf(values: readonly unknown[]): Bilingual {
  const shown = values.map(String)
  return shown.length === 1
    ? { ja: `${shown[0]} にしてください。`, en: `Must be ${shown[0]}.` }
    : { ja: `次のどれかにしてください: ${shown.join('、')}`, en: `Must be one of: ${shown.join(', ')}` }
}

const optionsOf = (issue: Of<'invalid_union'>): Bilingual =>
  'options' in issue && issue.options ? oneOf(issue.options) : otherwise(issue)

/** Patterns that only count digits. */
function digits(pattern: string): Bilingual | undefined {
  const [, least, most = least] = /^\/?\^\\d\{(\d+)(?:,(\d+))?\}\$\/?$/.exec(pattern) ?? []
  if (least === undefined) return undefined
  return least === most
    ? { ja: `数字 ${least} 桁にしてください。`, en: `Must be ${least} digits.` }
    : { ja: `数字 ${least}〜${most} 桁にしてください。`, en: `Must be ${least} to ${most} digits.` }
}

const japanese = z.locales.ja().localeError
const english = z.locales.en().localeError

/** The library's own words, for what is rare. */
function otherwise(issue: Issue): Bilingual {
  // They take an issue as it was raised; ours is the same one after its message was filled in.
  const raw = issue as unknown as z.core.$ZodRawIssue
  const say = (wording: ReturnType<typeof japanese>) =>
    typeof wording === 'string' ? wording : (wording?.message ?? issue.message)
  return { ja: say(japanese(raw)), en: say(english(raw)) }
}
