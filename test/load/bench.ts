import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '@morinowa/prisma/root.ts'

// pnpm bench [name]: every measurement, each in a process of its own so that none warms another; or the named one. Each
// prints ratios within one run; on a machine that does other things compare only those.

const MEASUREMENTS: Record<string, () => Promise<unknown>> = {
  reading: async () => (await import('./reading.ts')).run(),
  methodology: async () => (await import('./methodology.ts')).run(),
  estimates: async () => (await import('./estimates.ts')).run(),
  trips: async () => (await import('./trips.ts')).run(),
  imports: async () => (await import('./imports.ts')).run(),
  'import-memory': async () => (await import('./import-memory.ts')).run(),
  certificates: async () => (await import('./certificates.ts')).run(),
  audit: async () => (await import('./audit.ts')).run(),
  million: async () => (await import('./million.ts')).run(),
  feeds: async () => (await import('./feeds.ts')).run(),
  ledger: async () => (await import('./ledger.ts')).run(),
  'ledger-history': async () => (await import('./ledger-history.ts')).run(),
  till: async () => (await import('./till.ts')).run(),
  tills: async () => (await import('./tills.ts')).run(),
}

const [asked] = process.argv.slice(2)
if (asked === undefined) {
  for (const name of Object.keys(MEASUREMENTS)) {
    // These take minutes.
    if (name === 'million' || name === 'import-memory') continue
    const program = [join(root(), 'scripts/run.mjs'), 'test/load/bench.ts', name]
    const { status } = spawnSync(process.execPath, program, { stdio: 'inherit' })
    if (status !== 0) process.exit(status ?? 1)
  }
} else {
  const measure = MEASUREMENTS[asked]
  if (!measure) {
    console.error(`測れるもの / known: ${Object.keys(MEASUREMENTS).join(' ')}`)
    process.exit(1)
  }
  await measure()
}
