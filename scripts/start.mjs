// npm start: everything on this machine, from a clone with nothing installed but Node.
import { checkNode } from './lib/check-node.mjs'

checkNode()
const { startEverything } = await import('./lib/start-everything.mjs')
await startEverything()
