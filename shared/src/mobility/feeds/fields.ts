// Fields of GTFS files, read by hand: millions of them pass through here.

const TIME = /^\s*(\d{1,3}):([0-5]\d):([0-5]\d)\s*$/

/**
 * Seconds after the noon-minus-twelve-hours at which a service day begins; past 24:00 the next calendar day.
 * @returns null for an empty field, undefined for what is no time.
 */
export function secondsOf(text: string): number | null | undefined {
  const n = text.length
  // The usual H:MM:SS and HH:MM:SS without a regular expression.
  if (n === 8 || n === 7) {
    const h = n === 8 ? twoDigits(text, 0) : digit(text, 0)
    const m = twoDigits(text, n - 5)
    const s = twoDigits(text, n - 2)
    if (h >= 0 && m >= 0 && m < 60 && s >= 0 && s < 60 && text[n - 3] === ':' && text[n - 6] === ':') {
      return h * 3_600 + m * 60 + s
    }
  }
  if (text.trim() === '') return null
  const found = TIME.exec(text)
  return found ? Number(found[1]) * 3_600 + Number(found[2]) * 60 + Number(found[3]) : undefined
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48
  return value >= 0 && value <= 9 ? value : -10_000
}

const twoDigits = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1)

/** A whole number from 0 to 2^31 - 1; undefined when it is not one. */
export function sequenceOf(text: string): number | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > 10) return undefined
  const value = Number(trimmed)
  return Number.isInteger(value) && value >= 0 && value <= 2_147_483_647 ? value : undefined
}

const DATE = /^\s*(\d{4})-?(\d\d)-?(\d\d)\s*$/

/** `YYYYMMDD` as `YYYY-MM-DD`; null for an empty field, undefined for what is no day. */
export function dateOf(text: string): string | null | undefined {
  if (text.trim() === '') return null
  const found = DATE.exec(text)
  if (!found) return undefined
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  // Date.UTC carries 31 February into March; a day that moved was never one.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1900) return undefined
  return `${found[1]}-${found[2]}-${found[3]}`
}

/** Where Japan's stops can lie. */
export const JAPAN = { south: 20, north: 46, west: 122, east: 154 }

const inJapan = (lat: number, lon: number): boolean =>
  lat >= JAPAN.south && lat <= JAPAN.north && lon >= JAPAN.west && lon <= JAPAN.east

export type Coordinates = { lat: number; lon: number; swapped: boolean } | 'unreadable' | 'outside'

/** Degrees, put right where they were swapped. */
export function coordinatesOf(latText: string, lonText: string): Coordinates {
  const lat = degrees(latText)
  const lon = degrees(lonText)
  if (lat === undefined || lon === undefined) return 'unreadable'
  if (inJapan(lat, lon)) return { lat, lon, swapped: false }
  if (inJapan(lon, lat)) return { lat: lon, lon: lat, swapped: true }
  return 'outside'
}

function degrees(text: string): number | undefined {
  if (text === '') return undefined
  const value = Number(text)
  return Number.isFinite(value) && text.trim() !== '' ? value : undefined
}
