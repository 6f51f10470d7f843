import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { importStations } from '../api/src/mobility/places/import-stations.ts'
import { readConfig } from '../api/src/platform/config.ts'
import { openDeps } from '../api/src/platform/open-deps.ts'
import { runProcess } from '../api/src/platform/process.ts'
import { useDatabase } from '../api/src/platform/use-database.ts'
import { prepareDatabase } from '../api/src/prepare-database.ts'

const USAGE = `使い方 / Usage
  pnpm stations:import <ファイルかフォルダー…>   国土数値情報 N02（鉄道データ）の zip・GeoJSON・CSV
                       <file or folder…>      N02 railway data of the ministry: zip, GeoJSON or CSV
`

await runProcess(async (closing) => {
  const { positionals } = parseArgs({ allowPositionals: true })
  if (positionals.length === 0) {
    console.log(USAGE)
    process.exitCode = 1
    return closing.run()
  }
  const config = readConfig()
  const url = await useDatabase(config, closing)
  await prepareDatabase(url)
  const { deps, close } = await openDeps(config, url, { worker: false })
  closing.add(close)
  const paths = positionals.map((path) => resolve(process.env.INIT_CWD ?? '.', path))
  const { edition, stations, edges, measured } = await importStations(deps.db, paths, deps.now())
  console.log(`
鉄道駅を取り込みました / Stations installed: ${edition}
  駅 / stations   ${stations.toLocaleString('en')}
  区間 / edges    ${edges.toLocaleString('en')} (${measured === 'track' ? '線路に沿った長さ / along the rails' : '駅間の直線 / straight'})`)
  await closing.run()
})
