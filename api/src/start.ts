import { runProcess } from './platform/process.ts'
import { type Parts, run } from './run.ts'

// The starter runs this from the same bundle, in a process of its own.
export { prepare } from './prepare.ts'

/** Everything in one process, for one machine. The starter calls this while it still builds the web. */
export function start(parts: Pick<Parts, 'webReady' | 'prepareApart'>): Promise<void> {
  return runProcess((closing) => run(closing, { server: true, worker: true, alone: true, ...parts }))
}
