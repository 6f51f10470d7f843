import { runProcess } from './platform/process.ts'
import { run } from './run.ts'

// The API alone; any number of these may stand before one database.
await runProcess((closing) => run(closing, { server: true, worker: false }))
