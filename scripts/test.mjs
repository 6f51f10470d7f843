// npm test: every check and every test; the last line says how many passed. Arguments go to vitest.
import { checkNode } from './lib/check-node.mjs'

checkNode()
const { testEverything } = await import('./lib/test-everything.mjs')
await testEverything(process.argv.slice(2))
