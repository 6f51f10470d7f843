import { runProcess } from './platform/process.ts'
import { run } from './run.ts'

// The worker alone; any number of these may share the jobs of one database.
await runProcess((closing) => run(closing, { server: false, worker: true }))
