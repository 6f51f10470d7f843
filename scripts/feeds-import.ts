import { createReadStream } from 'node:fs'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { takeFeed } from '../api/src/mobility/feeds/import-feed.ts'
import { providerNamed } from '../api/src/mobility/feeds/feed-store.ts'
import { readConfig } from '../api/src/platform/config.ts'
import { openDeps } from '../api/src/platform/open-deps.ts'
import { runProcess } from '../api/src/platform/process.ts'
import { useDatabase } from '../api/src/platform/use-database.ts'
import { prepareDatabase } from '../api/src/prepare-database.ts'
import { FeedCode, type FeedReport } from '../shared/src/mobility/feeds-contract.ts'
import { Refusal } from '../shared/src/kernel/refusal.ts'
import { Unable } from '../shared/src/kernel/unable.ts'
import { refusals } from '../shared/src/refusals.ts'

const USAGE = `使い方 / Usage
  pnpm feeds:import <GTFS の zip…> --provider <事業者の名前か ID>
                    <GTFS zip…>             <name or id of the provider>
  --feed <name>   フィードの名前（初めは main、いくつも渡すときはファイル名） / its name; main, or the file's name for several
  --problems      直した行と使わなかった行をすべて表示 / say every row that was put right or left out
`

await runProcess(async (closing) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { provider: { type: 'string' }, feed: { type: 'string' }, problems: { type: 'boolean' } },
  })
  if (positionals.length === 0 || !values.provider) {
    console.log(USAGE)
    process.exitCode = 1
    return closing.run()
  }
  const config = readConfig()
  const url = await useDatabase(config, closing)
  await prepareDatabase(url)
  const { deps, close } = await openDeps(config, url, { worker: false })
  closing.add(close)
  const providerId = await providerNamed(deps.db, values.provider)
  if (!providerId) {
    throw new Unable(
      `事業者「${values.provider}」は登録されていないか、いくつもあります。`,
      `No provider, or more than one, is called “${values.provider}”.`,
    )
  }
  for (const path of positionals) {
    const file = resolve(process.env.INIT_CWD ?? '.', path)
    const code = FeedCode.safeParse(values.feed ?? (positionals.length === 1 ? 'main' : nameOf(file)))
    if (!code.success)
      throw new Unable(
        'フィードの名前は英小文字と数字で指定してください。',
        'Give the feed a name of small letters and digits.',
      )
    try {
      say(path, await takeFeed(deps, providerId, { code: code.data, stream: createReadStream(file) }), values.problems)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        throw new Unable(`${path} が見つかりません。`, `${path} does not exist.`, error)
      }
      if (!(error instanceof Refusal)) throw error
      const wording = refusals[error.code]
      throw new Unable(`${path}: ${wording?.ja(error.facts)}`, `${path}: ${wording?.en(error.facts)}`, error)
    }
  }
  await closing.run()
})

const nameOf = (file: string): string =>
  basename(file)
    .replace(/\.zip$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .slice(0, 40)

function say(path: string, { feed, version, repeated, issueCounts, issues }: FeedReport, problems = false): void {
  const period = `${version.validFrom ?? '…'} – ${version.validTo ?? '…'}`
  console.log(`
${path} → ${feed.code}: ${version.agency ?? ''} ${version.label ?? ''} (${period})${repeated ? ' もう取り込まれています / taken before' : ''}`)
  for (const { file, rows, taken } of version.counts) {
    console.log(`  ${file.padEnd(20)} ${taken.toLocaleString('en').padStart(10)} / ${rows.toLocaleString('en')}`)
  }
  for (const { file, code, level, count } of issueCounts) {
    console.log(
      `  ${level === 'refused' ? '使わなかった / left out ' : '直した / put right     '} ${count} × ${file} ${code}`,
    )
  }
  if (!problems) return
  for (const { file, line, messages } of issues) console.log(`    ${file}:${line} ${messages.ja} / ${messages.en}`)
}
