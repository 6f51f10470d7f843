import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '@morinowa/api/platform/root.ts'
import { onTestFinished } from 'vitest'

export type Program = {
  pid: number
  /** Everything printed so far. */
  printed(): { out: string; err: string }
  /** Waits until standard output holds a text. */
  until(text: string): Promise<void>
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
  hasEnded(): boolean
  kill(signal: NodeJS.Signals): void
}

/** Runs one of our TypeScript programs as a user would, with only the settings given; ended with the test. */
export function runProgram(entry: string, settings: Record<string, string>, args: readonly string[] = []): Program {
  const { PATH, HOME, TMPDIR } = process.env
  const child = spawn(process.execPath, [join(root(), 'scripts/run.mjs'), entry, ...args], {
    cwd: root(),
    env: { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { out: '', err: '' }
  const listeners = new Set<() => void>()
  const note = (key: keyof typeof printed) => (chunk: Buffer) => {
    printed[key] += chunk.toString('utf8')
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', note('out'))
  child.stderr.on('data', note('err'))
  let over = false
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null) => {
      over = true
      resolve(code ?? signal ?? 1)
    }
    // Who is killed while it bundles leaves a bundler behind that keeps its output open for a while.
    child.once('exit', (code, signal) => signal === 'SIGKILL' && end(code, signal))
    child.once('close', end)
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    pid: child.pid ?? 0,
    printed: () => printed,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = () => printed.out.includes(text) && resolve()
        listeners.add(look)
        look()
        ended.then((code) => reject(new Error(`ended with ${code} before printing ${text}: ${printed.err}`)))
      }),
    ended,
    hasEnded: () => over,
    kill: (signal) => {
      child.kill(signal)
    },
  }
}
