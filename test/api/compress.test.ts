import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { startApp } from '../support/app.ts'

const here = await startApp()

/** As it is on the wire: most clients unpack it before anybody sees it. */
function raw(path: string, headers: Record<string, string>) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    const asking = request(here.url + path, { headers }, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces) }),
      )
    })
    asking.on('error', reject)
    asking.end()
  })
}

const MAP = '/api/v1/municipalities/map?month=2026-10'

test('a large answer comes compressed to whoever takes it so, every time the same, and plain to others', async () => {
  const plain = await raw(MAP, {})
  expect(plain.headers['content-encoding']).toBeUndefined()
  for (const accepted of ['gzip', 'br;q=1.0, gzip;q=0.5, *;q=0', 'deflate, GZIP']) {
    const zipped = await raw(MAP, { 'accept-encoding': accepted })
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', etag: plain.headers.etag })
    expect(String(zipped.headers.vary).toLowerCase()).toContain('accept-encoding')
    expect(zipped.body.length).toBeLessThan(plain.body.length / 3)
    expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true)
  }
  for (const accepted of ['br', 'gzip;q=0', 'gzip;q=0.0'])
    expect((await raw(MAP, { 'accept-encoding': accepted })).body.equals(plain.body)).toBe(true)
  const known = await raw(MAP, { 'accept-encoding': 'gzip', 'if-none-match': String(plain.headers.etag) })
  expect([known.status, known.body.length, known.headers['content-encoding']]).toEqual([304, 0, undefined])
})

test('a small answer pays nothing', async () => {
  const small = await raw('/healthz', { 'accept-encoding': 'gzip' })
  expect([small.status, small.headers['content-encoding'], small.headers.vary]).toEqual([200, undefined, undefined])
})
