import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { downloadBoundaries } from '@morinowa/api/municipalities/download-boundaries.ts'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import { afterAll, expect, test } from 'vitest'

const folder = await mkdtemp(join(tmpdir(), 'morinowa-download-'))
const server = createServer((request, response) => {
  if (request.url?.startsWith('/gone')) response.writeHead(404)
  response.end(request.url)
})
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve)
})
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

test('the archive of every prefecture is fetched', async () => {
  const told: string[] = []
  await downloadBoundaries(folder, (name) => told.push(name), address)
  expect((await readdir(folder)).toSorted()).toEqual(told)
  expect(told).toHaveLength(47)
  expect(await readFile(join(folder, 'N03-20250101_07_GML.zip'), 'utf8')).toBe('/N03-20250101_07_GML.zip')
})

test.each([
  ['an address that has moved', `${address}/gone`],
  ['no network', 'http://127.0.0.1:1'],
])('%s is said plainly, with what to do instead', async (_, from) => {
  const refused = await downloadBoundaries(folder, () => {}, from).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(Unable)
  expect((refused as Unable).ja).toContain('pnpm geo:import <フォルダー>')
  expect((refused as Unable).en).toContain(`${from}/N03-20250101_01_GML.zip cannot be downloaded`)
})
