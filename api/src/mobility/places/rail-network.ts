import { RailGraph } from '@morinowa/shared/mobility/rail-graph.ts'
import type pg from 'pg'
import type { Queryable } from '../../platform/db.ts'
import { type Network, networkEdges, networkInForce, networkStations } from './place-store.ts'

export type RailPlace = { code: string; name: string; lat: number; lon: number }

/** The railway network in memory: some ten thousand stations, read when the first trip by rail is measured. */
export type RailNetwork = {
  network: Network
  /** A station, or a group of them, by its code. */
  station(code: string): RailPlace | undefined
  /** Metres over the rails; null when they do not join the two. */
  metres(from: string, to: string, shinkansen: boolean): number | null
}

const known = new WeakMap<pg.Pool, { importedAt: string; reading: Promise<RailNetwork> }>()

/** The network in force, or null while none is installed. A new edition is noticed at the next question. */
export async function railNetwork(db: Queryable & { pool: pg.Pool }): Promise<RailNetwork | null> {
  const network = await networkInForce(db)
  if (!network) return null
  const kept = known.get(db.pool)
  if (kept?.importedAt === network.importedAt) return kept.reading
  const reading = read(db, network)
  known.set(db.pool, { importedAt: network.importedAt, reading })
  reading.catch(() => known.delete(db.pool))
  return reading
}

const MOST_WAYS = 10_000

async function read(db: Queryable, network: Network): Promise<RailNetwork> {
  const [stations, edges] = await Promise.all([networkStations(db), networkEdges(db)])
  const graph = new RailGraph(stations, edges)
  const byCode = new Map<string, RailPlace>(stations.map((station) => [station.code, station]))
  // A group is named by a code of its own where that is no station's.
  for (const station of stations) {
    if (!byCode.has(station.group)) byCode.set(station.group, { ...station, code: station.group })
  }
  let ways = new Map<string, number | null>()
  return {
    network,
    station: (code) => byCode.get(code),
    metres(from, to, shinkansen) {
      const key = `${from} ${to} ${shinkansen}`
      const kept = ways.get(key)
      if (kept !== undefined) return kept
      if (ways.size >= MOST_WAYS) ways = new Map()
      const metres = graph.metres(from, to, shinkansen)
      ways.set(key, metres)
      return metres
    },
  }
}
