// Runs a TypeScript program of the repository: node scripts/run.mjs <file.ts> [arguments]
import { checkNode } from './lib/check-node.mjs'

checkNode()
const [entry, ...args] = process.argv.slice(2)
const { runProgram } = await import('./lib/run-program.mjs')
await runProgram(entry, args)
