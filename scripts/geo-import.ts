import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { downloadBoundaries } from '../api/src/municipalities/download-boundaries.ts'
import { importBoundaries, type ImportReport } from '../api/src/municipalities/import-boundaries.ts'
import { root } from '../prisma/root.ts'
import { readMunicipalities } from '../prisma/seed/municipalities.ts'
import { Unable } from '../shared/src/kernel/unable.ts'

const USAGE = `使い方 / Usage
  pnpm geo:import <ファイルかフォルダー…>   国土数値情報 N03 の zip・シェープファイル・GeoJSON、または TopoJSON
                  <file or folder…>      N03 archives, shapefiles, GeoJSON, or ready TopoJSON
  pnpm geo:import --download             国土交通省から取得（約 600 MB） / fetch from the ministry (about 600 MB)
  --credit <text>                        併記する出典 / a further source to name beside the map
  --allow-missing                        足りない市区町村があっても使う / go on although municipalities are missing
`

async function main(): Promise<void> {
  const { values, positionals } = readArguments()
  if (values.help || (positionals.length === 0 && !values.download)) {
    console.log(USAGE)
    process.exitCode = values.help ? 0 : 1
    return
  }
  const dataDir = resolve(root(), process.env.MORINOWA_DATA_DIR ?? '.data')
  const downloads = join(dataDir, 'geo-download')
  if (values.download) await downloadBoundaries(downloads, (name) => console.log(`  ↓ ${name}`))
  const report = await importBoundaries({
    paths: values.download ? [downloads] : positionals.map((path) => resolve(process.env.INIT_CWD ?? '.', path)),
    dataDir,
    municipalities: await readMunicipalities(),
    ...(values.credit && { credit: values.credit }),
    allowMissing: values['allow-missing'] ?? false,
    now: new Date().toISOString(),
    tell: (name) => console.log(`  ${name}`),
  })
  if (values.download) await rm(downloads, { recursive: true, force: true })
  say(report)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        download: { type: 'boolean' },
        credit: { type: 'string' },
        'allow-missing': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    const said = (error as Error).message
    throw new Unable(`引数を読み取れません: ${said}`, `The arguments cannot be read: ${said}`, error)
  }
}

function say({ map, lookup, missing, unknown, offices, folder, version }: ImportReport): void {
  const kB = (bytes: number) => `${Math.round(bytes / 1000).toLocaleString('en')} kB`
  const sizes = ({ sources, points, bytes }: ImportReport['map']) =>
    `${points.toLocaleString('en')} points, ${kB(bytes)} (${sources.length > 3 ? `${sources.length} files` : sources.join(', ')})`
  console.log(`
境界を取り込みました / Boundaries installed: ${join(folder, version)}
  地図 / map        ${sizes(map)}
  位置の判定 / lookup ${sizes(lookup)}
  役所が自分の区域にある / offices in their own area: ${offices.inside} / ${offices.all}`)
  if (missing.length > 0)
    console.log(
      `  境界のない市区町村 / without boundaries: ${listOf(missing.map(({ code, nameJa }) => `${code} ${nameJa}`))}`,
    )
  if (unknown.length > 0)
    console.log(`  名簿にないコード（使いません） / codes not in the table (not used): ${listOf(unknown)}`)
  console.log(
    '動いているサーバーは、次に地図を開いたときから使います。 / A running server uses them from the next request.',
  )
}

function listOf(items: readonly string[]): string {
  const LISTED = 20
  return items.slice(0, LISTED).join(', ') + (items.length > LISTED ? ` … (+${items.length - LISTED})` : '')
}

try {
  await main()
} catch (error) {
  if (!(error instanceof Unable)) throw error
  console.error(error.ja)
  console.error(error.en)
  process.exitCode = 1
}
