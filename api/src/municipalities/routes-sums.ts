import { createHash } from 'node:crypto'
import { csvTable } from '@morinowa/shared/kernel/csv.ts'
import { areaMapEndpoint, areaSummaryEndpoint } from '@morinowa/shared/municipalities/sums-contract.ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { mapAreas, summariseArea } from './read-sums.ts'

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
    if (!wantsCsv(request.headers.accept)) return summary
    return sendCsv(
      reply,
      `${summary.code}-${summary.from}-${summary.to}`,
      csvTable(
        SUMMARY_COLUMNS,
        summary.byMonth.map((row) => SUMMARY_COLUMNS.map((name) => row[name])),
      ),
    )
  })
  route(app, deps, areaMapEndpoint, async ({ query, request, reply }) => {
    const cells = await mapAreas(deps, query)
    if (!wantsCsv(request.headers.accept)) return cells
    return sendCsv(
      reply,
      `map-${query.month ?? 'now'}`,
      csvTable(
        MAP_COLUMNS,
        cells.map((cell) => MAP_COLUMNS.map((name) => cell[name])),
      ),
    )
  })
}

const wantsCsv = (accept: string | undefined): boolean => accept?.includes('text/csv') ?? false

function sendCsv(reply: FastifyReply, name: string, table: string): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('etag', `"${createHash('sha256').update(table).digest('base64url').slice(0, 27)}"`)
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(table)
}
