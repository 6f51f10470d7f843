import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { municipalityIndex } from '@morinowa/api/municipalities/geometry.ts'
import { importBoundaries } from '@morinowa/api/municipalities/import-boundaries.ts'
import { runMapshaper } from '@morinowa/api/municipalities/mapshaper.ts'
import { readMunicipalities } from '@morinowa/prisma/seed/municipalities.ts'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { startApp } from '../../support/app.ts'

const { agent, deps } = await startApp()
const { dataDir } = deps.settings
const municipalities = await readMunicipalities()

describe('before anything is imported', () => {
  test('the areas are approximate, and say so', async () => {
    const { body, headers } = await agent.get('/api/v1/municipalities/geometry').expect(200)
    expect(body.quality).toBe('approximate')
    expect(body.attribution.ja).toContain('実際の境界ではありません')
    expect(body.objects.municipalities.geometries).toHaveLength(1_747)
    expect(headers['cache-control']).toBe('public, no-cache')
  })

  test('an answer under its version may be kept, and one that is held is not sent again', async () => {
    const first = await agent.get('/api/v1/municipalities/geometry').expect(200)
    const versioned = await agent.get(`/api/v1/municipalities/geometry?v=${first.body.version}`).expect(200)
    expect(versioned.headers['cache-control']).toContain('immutable')
    const tag = versioned.headers.etag as string
    expect(tag).not.toMatch(/^W\//)
    const again = await agent.get('/api/v1/municipalities/geometry').set('if-none-match', tag).expect(304)
    expect(again.text).toBe('')
  })

  test('plain and zipped are the same map under different tags', async () => {
    const plain = await agent.get('/api/v1/municipalities/geometry').set('accept-encoding', 'identity').expect(200)
    const zipped = await agent.get('/api/v1/municipalities/geometry').set('accept-encoding', 'gzip').expect(200)
    expect(zipped.headers['content-encoding']).toBe('gzip')
    expect(zipped.body).toEqual(plain.body)
    expect(zipped.headers.etag).not.toBe(plain.headers.etag)
    const tag = plain.headers.etag as string
    await agent
      .get('/api/v1/municipalities/geometry')
      .set({ 'accept-encoding': 'gzip', 'if-none-match': tag })
      .expect(200)
  })

  test('points are looked up in the same areas', async () => {
    const index = await municipalityIndex(dataDir)
    expect(index.municipalityAt(36.6486, 138.1948)).toBe('20201')
    expect(index.municipalityAt(30, 160)).toBe(null)
    expect(index.municipalitiesWithin('36')).toHaveLength(24)
  })
})

describe('importing', () => {
  // Two wards of Yokohama, a town and unassigned land side by side, as the ministry writes them.
  const square = (west: number, code: string) => ({
    type: 'Feature' as const,
    properties: { N03_001: '神奈川県', N03_007: code },
    geometry: {
      type: 'Polygon' as const,
      coordinates: [
        [
          [west, 35.4],
          [west + 0.1, 35.4],
          [west + 0.1, 35.5],
          [west, 35.5],
          [west, 35.4],
        ],
      ],
    },
  })
  const squares = {
    type: 'FeatureCollection',
    features: [square(139.5, '14101'), square(139.6, '14118'), square(139.7, '14301'), square(139.8, '14000')],
  }
  const ask = (paths: string[], more = {}) =>
    importBoundaries({
      paths,
      dataDir,
      municipalities,
      now: '2026-11-22T00:00:00Z',
      tell: () => {},
      ...more,
    })

  async function archive(name: string): Promise<string> {
    const parts = await runMapshaper(['-i N03.json', '-o N03-20250101_14.shp'], { 'N03.json': JSON.stringify(squares) })
    // The ministry's archives repeat the land as JSON and by prefecture; neither may be drawn on top.
    const zip = zipSync({
      ...Object.fromEntries(
        Object.entries(parts).map(([part, bytes]) => [`N03-20250101_14_GML/${part}`, Buffer.from(bytes)]),
      ),
      'N03-20250101_14_GML/N03-20250101_14.geojson': Buffer.from(JSON.stringify(squares)),
      'N03-20250101_14_GML/N03-20250101_14_prefecture.shp': Buffer.from('not read'),
      '../../../outside.dbf': Buffer.alloc(0),
    })
    await mkdir(join(dataDir, 'given'), { recursive: true })
    const path = join(dataDir, 'given', name)
    await writeFile(path, zip)
    return path
  }

  test('a part of the country is refused, by name and in both languages, and nothing changes', async () => {
    const path = join(dataDir, 'part.geojson')
    await writeFile(path, JSON.stringify(squares))
    const refused = await ask([path]).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Unable)
    expect((refused as Unable).ja).toContain('1739 の市区町村の境界がありません（01100 札幌市')
    expect((refused as Unable).en).toContain('--allow-missing')
    expect(await readdir(join(dataDir, 'geo'))).toEqual([])
    expect((await agent.get('/api/v1/municipalities/geometry')).body.quality).toBe('approximate')
  })

  test('what is no boundary, damaged, missing or elsewhere is refused', async () => {
    const write = async (name: string, content: string) => {
      await writeFile(join(dataDir, name), content)
      return join(dataDir, name)
    }
    const far = {
      ...squares,
      features: squares.features.map((one) => ({
        ...one,
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [1, 0],
              [1, 1],
              [0, 0],
            ],
          ],
        },
      })),
    }
    for (const path of [
      await write('notes.json', '{"a":1}'),
      await write('cut.zip', 'PK\u0003\u0004 and then nothing'),
      await write('cut.geojson', '{"type":"FeatureCollection","features":['),
      await write('far.geojson', JSON.stringify(far)),
      join(dataDir, 'nowhere'),
    ]) {
      await expect(ask([path]), path).rejects.toBeInstanceOf(Unable)
    }
  })

  test('an archive of the ministry is read, wards become their city, and the running server follows', async () => {
    const report = await ask([await archive('N03-20250101_14_GML.zip')], { allowMissing: true, credit: '試験' })
    expect(report.unknown).toEqual([])
    expect(existsSync(join(dataDir, 'outside.dbf'))).toBe(false)
    expect(report.missing).toHaveLength(1_745)

    const { body } = await agent.get('/api/v1/municipalities/geometry').expect(200)
    expect(body.quality).toBe('imported')
    expect(body.attribution.ja).toBe('「国土数値情報（行政区域データ）」（国土交通省）を加工して作成 / 試験')
    expect(body.objects.municipalities.geometries.map(({ id }: { id: string }) => id)).toEqual(['14100', '14301'])

    const index = await municipalityIndex(dataDir)
    expect(index.quality).toBe('imported')
    expect(index.municipalityAt(35.45, 139.55)).toBe('14100')
    expect(index.municipalityAt(35.45, 139.65)).toBe('14100')
    expect(index.municipalityAt(35.45, 139.75)).toBe('14301')
    expect(index.municipalityAt(35.45, 139.85)).toBe(null)
  })

  test('importing the same again is the same version; older ones are cleared away', async () => {
    const former = (await agent.get('/api/v1/municipalities/geometry')).body
    const report = await ask([await archive('again.zip')], { allowMissing: true, credit: '試験' })
    const geo = await readdir(join(dataDir, 'geo'))
    expect(geo.toSorted()).toEqual([report.version, 'current.json'].toSorted())
    expect((await agent.get('/api/v1/municipalities/geometry')).body.version).toBe(former.version)
  })
})
