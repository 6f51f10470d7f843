// Values as PostgreSQL writes them. The driver can do this too, with a call and a regular expression for every value;
// an import has a hundred thousand values a second.

/** Values without characters that mean something: identifiers of ours, numbers, times. */
export function plainArray(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`
}

const NEEDS_QUOTES = /["\\{},\s]|^$|^null$/i

/** Any texts. */
export function textArray(values: readonly (string | null)[]): string {
  let list = ''
  for (const value of values) {
    if (list !== '') list += ','
    if (value === null) list += 'NULL'
    else list += NEEDS_QUOTES.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value
  }
  return `{${list}}`
}

const DAY_MS = 86_400_000
const days = new Map<number, string>()
const times = Array.from({ length: 86_400 }, (_, s) => new Date(s * 1_000).toISOString().slice(11, 19))

/** A moment in whole seconds as `2026-10-01T00:00:00Z`. */
export function instantText(ms: number): string {
  const day = Math.floor(ms / DAY_MS)
  let text = days.get(day)
  if (text === undefined) {
    // Uploads are of few days; somebody's nonsense must not fill the memory.
    if (days.size > 10_000) days.clear()
    text = new Date(day * DAY_MS).toISOString().slice(0, 10)
    days.set(day, text)
  }
  return `${text}T${times[Math.floor((ms - day * DAY_MS) / 1_000)]}Z`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones COPY gives a meaning.
const SPECIAL = /[\\\t\n\r\u0008\u000b\u000c]/
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\v': '\\v',
  '\f': '\\f',
}

/** A text as a column of COPY. */
export function copyText(text: string | null): string {
  if (text === null) return '\\N'
  if (!SPECIAL.test(text)) return text
  let out = ''
  for (const character of text) out += ESCAPES[character] ?? character
  return out
}
