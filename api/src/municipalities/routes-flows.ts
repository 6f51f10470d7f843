import { monthOf } from '@morinowa/shared/kernel/calendar.ts'
import {
  areaDaysEndpoint,
  areaFlowsEndpoint,
  meshFlowsEndpoint,
  prefectureFlowsEndpoint,
  prefectureMapEndpoint,
  prefectureSummaryEndpoint,
} from '@morinowa/shared/municipalities/flows-contract.ts'
import { lineBetween, type Spot } from '@morinowa/shared/municipalities/geo-json.ts'
import { meshBounds } from '@morinowa/shared/municipalities/mesh.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { placesNamed } from './flows-store.ts'
import {
  daysOfArea,
  flowsOfArea,
  flowsOfPrefecture,
  mapPrefectures,
  meshFlowsOfArea,
  summarisePrefecture,
} from './read-flows.ts'
import { sendCsv, sendGeoJson, wantsCsv, wantsGeoJson } from './send-table.ts'

const FIGURES = ['acts', 'reducedShownG', 'reducedCreditedG', 'emittedG'] as const

export function areaFlowRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, areaDaysEndpoint, async ({ params, query, request, reply }) => {
    const found = await daysOfArea(deps, { ...query, code: params.code })
    if (!wantsCsv(request)) return found
    return sendCsv(reply, `${found.code}-${found.month}-days`, ['day', ...FIGURES], found.days)
  })

  route(app, deps, areaFlowsEndpoint, async ({ params, query, request, reply }) => {
    const found = await flowsOfArea(deps, { ...query, code: params.code })
    const outward = [...(found.within ? [found.within] : []), ...found.leaving]
    const rows = [
      ...outward.flatMap((end) => end.byMode.map((row) => ({ from: found.code, to: end.code, ...row }))),
      ...found.arriving.flatMap((end) => end.byMode.map((row) => ({ from: end.code, to: found.code, ...row }))),
    ]
    const name = `${found.code}-${found.from}-${found.to}-flows`
    if (wantsCsv(request)) return sendCsv(reply, name, ['from', 'to', 'mode', ...FIGURES], rows)
    if (wantsGeoJson(request)) return sendGeoJson(reply, name, await linesOf(deps, rows))
    return found
  })

  route(app, deps, meshFlowsEndpoint, async ({ params, query, request, reply }) => {
    const rows = await meshFlowsOfArea(deps, { ...query, code: params.code })
    const name = `${params.code}-${query.month ?? monthOf(deps.now())}-mesh-flows`
    if (wantsCsv(request)) return sendCsv(reply, name, ['fromMesh', 'toMesh', 'mode', ...FIGURES], rows)
    if (!wantsGeoJson(request)) return rows
    return sendGeoJson(
      reply,
      name,
      rows.map((row) => ({
        type: 'Feature' as const,
        geometry: lineBetween(middleOf(row.fromMesh), middleOf(row.toMesh)),
        properties: row,
      })),
    )
  })

  route(app, deps, prefectureMapEndpoint, async ({ query, request, reply }) => {
    const cells = await mapPrefectures(deps, query)
    if (!wantsCsv(request)) return cells
    return sendCsv(
      reply,
      `prefectures-${query.month ?? monthOf(deps.now())}`,
      ['code', 'name', 'acts', 'reducedCreditedG', 'reducedShownG', 'contributedG'],
      cells.map((cell) => ({ ...cell, name: cell.name.ja })),
    )
  })

  route(app, deps, prefectureSummaryEndpoint, async ({ params, query, request, reply }) => {
    const found = await summarisePrefecture(deps, { ...query, code: params.code })
    if (!wantsCsv(request)) return found
    const { acts, reducedShownG, reducedCreditedG, emittedG, contributedG } = found.unplaced
    const rest = { acts, reducedShownG, reducedCreditedG, emittedG, contributedG }
    const rows = [...found.byMunicipality, { code: found.code, name: found.name, ...rest }]
    return sendCsv(
      reply,
      `${found.code}-${found.from}-${found.to}`,
      ['code', 'name', ...FIGURES, 'contributedG'],
      rows.map((row) => ({ ...row, name: row.name.ja })),
    )
  })

  route(app, deps, prefectureFlowsEndpoint, async ({ params, query, request, reply }) => {
    const rows = await flowsOfPrefecture(deps, { ...query, code: params.code })
    const name = `${params.code}-${query.month ?? monthOf(deps.now())}-flows`
    if (wantsGeoJson(request)) return sendGeoJson(reply, name, await linesOf(deps, rows))
    if (!wantsCsv(request)) return rows
    return sendCsv(
      reply,
      name,
      ['from', 'fromName', 'to', 'toName', 'mode', ...FIGURES],
      rows.map((row) => ({ ...row, fromName: row.fromName.ja, toName: row.toName.ja })),
    )
  })
}

/** Lines between town halls; what begins and ends in one place is a line of no length. */
async function linesOf({ db }: Deps, rows: readonly { from: string; to: string }[]) {
  const named = await placesNamed(db, [...new Set(rows.flatMap(({ from, to }) => [from, to]))])
  return rows.map((row) => ({
    type: 'Feature' as const,
    geometry: lineBetween(named.get(row.from), named.get(row.to)),
    properties: row,
  }))
}

function middleOf(mesh: string): Spot {
  const bounds = meshBounds(mesh)
  return bounds && { lat: (bounds.south + bounds.north) / 2, lon: (bounds.west + bounds.east) / 2 }
}
