import { areaMapEndpoint, areaSummaryEndpoint } from '@morinowa/shared/municipalities/sums-contract.ts'
import { areaOf } from '@morinowa/shared/municipalities/geo-json.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { areaShapes } from './area-shapes.ts'
import { mapAreas, summariseArea } from './read-sums.ts'
import { sendCsv, sendGeoJson, wantsCsv, wantsGeoJson } from './send-table.ts'

const SUMMARY_COLUMNS = [
  'month',
  'acts',
  'reducedShownG',
  'reducedCreditedG',
  'emittedG',
  'contributedG',
  'people',
] as const
const MAP_COLUMNS = ['code', 'reducedCreditedG', 'reducedShownG', 'contributedG', 'people'] as const

export function areaSumRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, areaSummaryEndpoint, async ({ params, query, request, reply }) => {
    const summary = await summariseArea(deps, { ...query, code: params.code })
    if (!wantsCsv(request)) return summary
    return sendCsv(reply, `${summary.code}-${summary.from}-${summary.to}`, SUMMARY_COLUMNS, summary.byMonth)
  })
  route(app, deps, areaMapEndpoint, async ({ query, request, reply }) => {
    const cells = await mapAreas(deps, query)
    const name = `map-${query.month ?? 'now'}`
    if (wantsCsv(request)) return sendCsv(reply, name, MAP_COLUMNS, cells)
    if (!wantsGeoJson(request)) return cells
    const { areas, quality, attribution } = await areaShapes(deps.settings.dataDir)
    const cellOf = new Map(cells.map((cell) => [cell.code, cell]))
    return sendGeoJson(
      reply,
      name,
      areas.map(({ code, polygons }) => ({
        type: 'Feature',
        id: code,
        geometry: areaOf(polygons),
        properties: cellOf.get(code) ?? { code },
      })),
      { quality, attribution },
    )
  })
}
