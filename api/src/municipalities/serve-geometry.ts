import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { areaMap } from './geometry.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'

/** Sends the map as it lies in memory; with the version in the address the answer may be kept for ever. */
export async function serveGeometry(
  { settings }: Deps,
  wanted: string | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const map = await areaMap(settings.dataDir)
  const zipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  // The two encodings are different bytes, so a strong tag must differ too.
  const tag = `"${map.version}${zipped ? '-gzip' : ''}"`
  reply
    .header('cache-control', wanted === map.version ? FOR_EVER : 'public, no-cache')
    .header('vary', 'Accept-Encoding')
    .header('etag', tag)
  const held = String(request.headers['if-none-match'] ?? '').split(/\s*,\s*/)
  if (held.includes(tag)) return reply.status(304).send()
  if (zipped) reply.header('content-encoding', 'gzip')
  return reply.type('application/json').send(zipped ? map.gzipped : map.json)
}
