import { seedRegistry } from '@morinowa/prisma/seed/registry.ts'
import type { TripAsk } from '@morinowa/shared/methodology/ask.ts'
import { BANDS, bandOf } from '@morinowa/shared/methodology/baseline.ts'
import { compute, estimate } from '@morinowa/shared/methodology/engine.ts'
import { MODES, modeFactorId } from '@morinowa/shared/methodology/mode.ts'
import { compileRegistry } from '@morinowa/shared/methodology/registry.ts'

// How fast the engine is beside a plain floating-point loop that does the same formula: the same choice of row and
// mix, the same error and ladder, one multiplication chain, Math.floor and Math.round at the end.

const LINES = 200_000
const ROUNDS = 7

/** Lines a second of the engine's two entry points and of the plain loop. */
export type EngineSpeed = {
  computePerS: number
  estimatePerS: number
  plainPerS: number
  ratio: number
  multiLegPerS: number
}

/** Measures and prints; the best of several rounds each. */
export function run(): EngineSpeed {
  const registry = compileRegistry(seedRegistry(), '2026-11-22')
  const lines = Array.from({ length: LINES }, (_, index) => line(index))
  const changing = lines.map((ask) => ({ ...ask, legs: [...ask.legs, { mode: 'walk' as const, distanceM: 800 }] }))
  const plain = plainTable(registry.editions[0]?.rows ?? new Map())

  const computePerS = best(lines, (ask) => compute(ask, registry).creditedG)
  const plainPerS = best(lines, (ask) => plainTrip(ask, plain).credited)
  const multiLegPerS = best(changing.slice(0, 50_000), (ask) => compute(ask, registry).creditedG)
  const estimatePerS = best(lines.slice(0, 50_000), (ask) => estimate(ask, registry).trace.length)
  const speed = { computePerS, estimatePerS, plainPerS, ratio: computePerS / plainPerS, multiLegPerS }
  console.log('methodology', {
    'trip lines/s': Math.round(computePerS),
    'plain floating point lines/s': Math.round(plainPerS),
    ratio: speed.ratio.toFixed(2),
    'two-leg trips/s': Math.round(multiLegPerS),
    'full traces/s': Math.round(estimatePerS),
  })
  return speed
}

function best(lines: readonly TripAsk[], work: (ask: TripAsk) => number): number {
  let fastest = 0
  let sum = 0
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint()
    for (const ask of lines) sum += work(ask)
    const seconds = Number(process.hrtime.bigint() - start) / 1e9
    fastest = Math.max(fastest, lines.length / seconds)
  }
  if (!Number.isFinite(sum)) throw new Error('the work was not done')
  return fastest
}

const DAYS = ['2024-10-05', '2025-06-11', '2026-10-01', '2026-02-14']
const SIZES = ['major-city', 'city150k', 'city50k-150k', 'under50k'] as const
const USUAL = MODES.filter(
  (mode) => !['carpool', 'sharedBike', 'sharedScooter', 'ferry', 'ev', 'carShare'].includes(mode),
)

function line(index: number): TripAsk {
  // A fixed multiplicative step spreads the cases without chance.
  const n = (index * 2_654_435_761) % 4_294_967_296
  const size = SIZES[n % 4] ?? 'under50k'
  return {
    type: 'mobility.trip',
    occurredOn: (DAYS[n % DAYS.length] ?? '2026-10-01') as TripAsk['occurredOn'],
    evidence: (['E1', 'E2', 'E3'] as const)[n % 3] ?? 'E3',
    purpose: n % 5 === 0 ? 'leisure' : 'daily',
    place: { size, metro3: n % 2 === 0 },
    legs: [{ mode: USUAL[n % USUAL.length] ?? 'rail', distanceM: 200 + (n % 60_000) }],
  }
}

type PlainRow = { grams: number; error: number }
type Plain = { modes: Record<string, PlainRow>; mixes: PlainRow[] }

/** Rows looked up beforehand, so that the loop is nothing but arithmetic and two look-ups. */
function plainTable(rows: ReadonlyMap<string, { valueMg: number; uncertaintyBp: number | null }>): Plain {
  const plain = (id: string): PlainRow => {
    const row = rows.get(id)
    return { grams: (row?.valueMg ?? 0) / 1000, error: (row?.uncertaintyBp ?? 0) / 10_000 }
  }
  return {
    modes: Object.fromEntries(USUAL.map((mode) => [mode, plain(modeFactorId(mode, 'OP', 'fy2024') ?? '')])),
    mixes: BANDS.map(plain),
  }
}

const E: Record<string, number> = { E0: 0, E1: 0.3, E2: 0.7, E3: 0.95, E4: 1 }
const Q: Record<string, number> = { E0: 0.5, E1: 0.3, E2: 0.15, E3: 0.05, E4: 0.03 }

function plainTrip(ask: TripAsk, table: Plain): { shown: number; credited: number; emitted: number } {
  const leg = ask.legs[0] as TripAsk['legs'][number]
  const km = leg.distanceM / 1000
  const actual = table.modes[leg.mode] as PlainRow
  const band = bandOf({ distanceM: leg.distanceM, day: ask.occurredOn, purpose: ask.purpose, place: ask.place })
  const base = table.mixes[band] as PlainRow
  const difference = base.grams - actual.grams
  const errorBase = base.grams * base.error
  const errorActual = actual.grams * actual.error
  const errorQuantity = difference * (Q[ask.evidence] as number)
  const u = Math.sqrt(errorBase * errorBase + errorActual * errorActual + errorQuantity * errorQuantity) / difference
  const ladder = difference <= 0 ? 0 : u <= 0.1 ? 0.98 : u <= 0.3 ? 0.94 : u <= 0.5 ? 0.89 : u <= 1 ? 0.82 : 0
  return {
    shown: Math.round(km * difference),
    credited: Math.floor(Math.max(0, km * difference) * (E[ask.evidence] as number) * ladder),
    emitted: Math.ceil(km * actual.grams),
  }
}

if (/methodology\.(ts|mjs)$/.test(process.argv[1] ?? '')) run()
