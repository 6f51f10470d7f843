import type { Pool } from './reduction.ts'
import { isTeleport, TELEPORT_REACH_MS } from './teleport.ts'

// Whether two reports are of one act (METHODOLOGY 12), and which of them counts. Better evidence wins, not the first
// reporter; what is already in a batch stays.

/** What is compared. Times are milliseconds since 1970. */
export type Report = {
  id: string
  /** The organisation that reported it; null when the person did. */
  providerId: string | null
  /** The mode of a trip, else the type of the act. */
  mode: string
  municipality: string | null
  /** Where a trip ended; unknown when left out. */
  toMunicipality?: string | null
  startMs: number
  endMs: number
  /** 0 to 4. */
  evidence: number
  /** In a batch already. */
  fixed: boolean
}

/** What becomes of a new report among those that count, and of those that give way to it. */
export type Verdict =
  | { kind: 'counts'; displaced: readonly Displaced[] }
  | { kind: 'duplicate'; of: string }
  | { kind: 'overlap' | 'teleport'; of: string }
export type Displaced = { id: string; as: 'duplicate' | 'overlap' | 'teleport' }

/** Metres between two municipalities as the crow flies; undefined when one of them has no known place. */
export type Between = (from: string, to: string) => number | undefined

const QUARTER_MS = 15 * 60_000
const DAY_MS = 86_400_000
const JAPAN_MS = 9 * 3_600_000

/** How far before and after a report others of the same act must be looked for, milliseconds. */
export const REACH_MS: Readonly<Record<Pool, number>> = { mobility: QUARTER_MS, destinations: DAY_MS }

const UNKNOWN: Between = () => undefined

/** Judges a new report against the reports of the same person that count now. */
export function judge(pool: Pool, report: Report, others: readonly Report[], between: Between = UNKNOWN): Verdict {
  const displaced: Displaced[] = []
  for (const other of others) {
    const meets = pool === 'mobility' && overlaps(report, other)
    const conflict = meets
      ? 'overlap'
      : pool === 'mobility' && isTooFar(report, other, between)
        ? 'teleport'
        : undefined
    if (isSameAct(pool, report, other, meets)) {
      if (report.evidence <= other.evidence || other.fixed) return { kind: 'duplicate', of: other.id }
      displaced.push({ id: other.id, as: 'duplicate' })
    } else if (conflict) {
      // What somebody typed gives way to a record of the other party; two records of equal worth need a person.
      const yields = other.providerId === null && report.evidence > other.evidence && !other.fixed
      if (!yields) return { kind: conflict, of: other.id }
      displaced.push({ id: other.id, as: conflict })
    }
  }
  return { kind: 'counts', displaced }
}

/** Half-open, as the database compares: one may end at the moment the next begins, and an instant meets nothing. */
export function overlaps(a: Report, b: Report): boolean {
  return a.startMs < b.endMs && b.startMs < a.endMs && a.startMs < a.endMs && b.startMs < b.endMs
}

/** Whether nobody can have come from the end of the earlier one to the beginning of the later one. */
function isTooFar(a: Report, b: Report, between: Between): boolean {
  const [first, then] = a.startMs <= b.startMs ? [a, b] : [b, a]
  const gapMs = then.startMs - first.endMs
  const [left, reached] = [first.toMunicipality, then.municipality]
  if (gapMs < 0 || gapMs > TELEPORT_REACH_MS || !left || !reached || left === reached) return false
  const distanceM = between(left, reached)
  return distanceM !== undefined && isTeleport(distanceM, gapMs)
}

function isSameAct(pool: Pool, a: Report, b: Report, meets: boolean): boolean {
  if (a.providerId === b.providerId || a.mode !== b.mode) return false
  if (a.municipality !== null && b.municipality !== null && a.municipality !== b.municipality) return false
  const typedIn = a.providerId === null || b.providerId === null
  if (pool === 'destinations') return typedIn && japaneseDay(a.startMs) === japaneseDay(b.startMs)
  if (Math.abs(a.startMs - b.startMs) > QUARTER_MS) return false
  // Two operators within a quarter of an hour are a change of buses, unless the rides run at the same time.
  return meets || typedIn
}

const japaneseDay = (ms: number): number => Math.floor((ms + JAPAN_MS) / DAY_MS)
