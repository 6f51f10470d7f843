// One check alone: node scripts/check.mjs types|lint|format
import { checkNode } from './lib/check-node.mjs'

checkNode()
const { ensureInstalled } = await import('./lib/install.mjs')
const { checks } = await import('./lib/checks.mjs')
await ensureInstalled({ checks: true })
const wanted = process.argv.slice(2)
for (const name of wanted.length > 0 ? wanted : Object.keys(checks)) {
  if (!(await checks[name]())) process.exitCode = 1
}
