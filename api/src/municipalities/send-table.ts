import { createHash } from 'node:crypto'
import type { GeoFeature } from '@morinowa/shared/municipalities/geo-json.ts'
import { geoCollection } from '@morinowa/shared/municipalities/geo-json.ts'
import { csvTable } from '@morinowa/shared/kernel/csv.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'

// The other forms of a reading: a table for spreadsheets, shapes for maps.

export const wantsCsv = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/csv') ?? false

export const wantsGeoJson = ({ headers }: FastifyRequest): boolean =>
  headers.accept?.includes('application/geo+json') ?? false

type Cell = string | number | null

/** Sends rows as a file; every column is a property of the row or a function of it. */
export function sendCsv<Row extends object>(
  reply: FastifyReply,
  name: string,
  columns: readonly (string & keyof Row)[],
  items: readonly Row[],
): FastifyReply {
  const table = csvTable(
    columns,
    items.map((row) => columns.map((column) => row[column] as Cell)),
  )
  return sendFile(reply, 'text/csv; charset=utf-8', `${name}.csv`, table)
}

/** Sends a GeoJSON FeatureCollection as a file, with what must be said beside it. */
export function sendGeoJson(
  reply: FastifyReply,
  name: string,
  features: readonly GeoFeature[],
  said: Record<string, unknown> = {},
): FastifyReply {
  return sendFile(reply, 'application/geo+json', `${name}.geojson`, JSON.stringify(geoCollection(features, said)))
}

function sendFile(reply: FastifyReply, type: string, name: string, body: string): FastifyReply {
  return reply
    .type(type)
    .header('etag', `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`)
    .header('vary', 'Accept')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(body)
}
