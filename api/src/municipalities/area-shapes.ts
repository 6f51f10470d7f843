import type { Area } from '@morinowa/shared/municipalities/areas.ts'
import { areasOf } from '@morinowa/shared/municipalities/areas.ts'
import type { AreaTopology } from '@morinowa/shared/municipalities/area-topology.ts'
import type { Bilingual } from '@morinowa/shared/kernel/text.ts'
import { areaMap } from './geometry.ts'

export type AreaShapes = { areas: readonly Area[]; quality: string; attribution: Bilingual }

let known: { version: string; shapes: AreaShapes } | undefined

/** The areas in force as polygons, for exports; read once for each version of them. */
export async function areaShapes(dataDir: string): Promise<AreaShapes> {
  const { version, json, quality } = await areaMap(dataDir)
  if (known?.version !== version) {
    const topology = JSON.parse(json.toString()) as AreaTopology & { attribution: Bilingual }
    known = { version, shapes: { areas: areasOf(topology), quality, attribution: topology.attribution } }
  }
  return known.shapes
}
