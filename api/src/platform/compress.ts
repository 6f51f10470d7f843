import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const zip = promisify(gzip)

/** Below this a packet or two are saved, and every small answer would pay for it. */
const WORTH_BYTES = 16_384
/** Half the time of the usual level for a tenth more bytes. */
const LEVEL = 4
const KEPT_BYTES = 8_388_608
const TEXT = /^(?:application\/(?:[\w.+-]+\+)?json|text\/(?:csv|plain))\b/

/**
 * Sends large texts compressed to whoever takes them so. A public map is read by many: what was compressed is kept by its
 * tag, which is made of its content, as long as there is room. Register after `tagReads`.
 */
export function compressReads(app: FastifyInstance): void {
  const kept = new Map<string, Buffer>()
  let bytes = 0

  const keep = (tag: string, zipped: Buffer): void => {
    if (kept.has(tag)) return
    kept.set(tag, zipped)
    bytes += zipped.length
    for (const [oldest, one] of kept) {
      if (bytes <= KEPT_BYTES) break
      kept.delete(oldest)
      bytes -= one.length
    }
  }

  app.addHook('onSend', async (request, reply, payload) => {
    const isLarge = (typeof payload === 'string' || Buffer.isBuffer(payload)) && payload.length >= WORTH_BYTES
    if (!isLarge || request.method !== 'GET' || reply.hasHeader('content-encoding')) return payload
    if (!TEXT.test(String(reply.getHeader('content-type') ?? ''))) return payload
    reply.header('vary', ['accept-encoding', reply.getHeader('vary')].filter(Boolean).join(', '))
    if (!takesGzip(request.headers['accept-encoding'])) return payload
    const tag = reply.getHeader('etag')
    const zipped = (tag !== undefined && kept.get(String(tag))) || (await zip(payload, { level: LEVEL }))
    if (tag !== undefined) keep(String(tag), zipped)
    reply.header('content-encoding', 'gzip')
    reply.removeHeader('content-length')
    return zipped
  })
}

function takesGzip(accepted: string | string[] | undefined): boolean {
  return String(accepted ?? '')
    .split(',')
    .some((one) => /^\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(one))
}
