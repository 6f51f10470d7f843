import { spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow, hashOf, packages, recall, remember, root } from './paths.mjs'
import { fail, say } from './say.mjs'

const PNPM = 'pnpm@12.21.0'
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const STAMP = 'installed'
const CLIENT_STAMP = 'prisma-client'

const described = [
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'package.json',
  ...packages.map((name) => `${name}/package.json`),
]

/**
 * Brings node_modules to what the lockfile says, if the last whole installation was of something else, and the Prisma
 * client to the schema. A half-finished installation has no stamp, so it is finished by the next run. What only checks
 * and tests need, a fifth of everything, is fetched for them alone.
 */
export async function ensureInstalled({ checks = false } = {}) {
  const wanted = hashOf(described, process.platform, process.arch)
  // Who has them keeps them: taking them away again would only cost time.
  const everything = checks || existsSync(join(root, 'node_modules/oxlint'))
  const folders = ['.', ...packages].map((name) => join(root, name, 'node_modules'))
  const testsOwn = join(root, 'test/node_modules')
  const whole = folders.every((folder) => existsSync(folder) || (!everything && folder === testsOwn))
  const stamp = `${wanted} ${everything ? 'everything' : 'product'}`
  if (!whole || recall(STAMP) !== stamp) {
    say('部品を取り込んでいます…', 'Installing packages…')
    const flags = everything ? [] : ['--prod']
    if ((await install(flags)) !== 0) {
      // What a killed installation left can be beyond repair; the second try begins from nothing.
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
      if ((await install(flags, 'inherit')) !== 0) {
        fail(
          '部品を取り込めませんでした。ネットワークを確かめて、もう一度実行してください。',
          'The packages could not be installed; check the network and run this again.',
        )
      }
    }
    remember(STAMP, stamp)
    remember(CLIENT_STAMP, clientStamp())
  }
  await ensureClient()
}

async function ensureClient() {
  const wanted = clientStamp()
  if (recall(CLIENT_STAMP) === wanted && existsSync(join(root, 'prisma/generated/client.ts'))) return
  const prisma = join(root, 'prisma/node_modules/prisma/build/index.js')
  if ((await run(process.execPath, [prisma, 'generate'], { cwd: join(root, 'prisma') })) !== 0) {
    fail('Prisma クライアントを生成できませんでした。', 'The Prisma client could not be generated.')
  }
  remember(CLIENT_STAMP, wanted)
}

const clientStamp = () => hashOf(filesBelow('prisma/schema'))

function install(more, stdio = 'quiet') {
  // Without the last flag pnpm asks, before mending a broken node_modules, a question that nobody answers.
  const flags = ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false', ...more]
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx'
  return run(npx, ['-y', PNPM, ...flags], { cwd: root, stdio, shell: process.platform === 'win32' })
}

/**
 * Runs a program to its end and answers its exit code; what a quiet one printed appears only when it failed. A signal
 * that would end us ends it first: left alone, it would go on writing into node_modules.
 */
export function run(program, args, { stdio = 'quiet', ...options } = {}) {
  return new Promise((resolve) => {
    const quiet = stdio === 'quiet'
    const child = spawn(program, args, { ...options, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : stdio })
    let stoppedBy
    const stop = (signal) => {
      stoppedBy = signal
      child.kill(signal)
    }
    for (const signal of SIGNALS) process.on(signal, stop)
    const printed = []
    child.stdout?.on('data', (chunk) => printed.push(chunk))
    child.stderr?.on('data', (chunk) => printed.push(chunk))
    child.once('error', (error) => {
      process.stderr.write(`${error.message}\n`)
      resolve(1)
    })
    child.once('close', (code, signal) => {
      for (const signal of SIGNALS) process.off(signal, stop)
      // With nobody else listening, nobody else will end this process.
      if (stoppedBy && process.listenerCount(stoppedBy) === 0) process.exit(130)
      if (code !== 0 && !stoppedBy) process.stderr.write(Buffer.concat(printed))
      if (signal && !stoppedBy) process.stderr.write(`${program} ${args[0]}: ${signal}\n`)
      resolve(code ?? 1)
    })
  })
}
