import type { Deps } from './platform/deps.ts'

/** The worker on one page: a line for each kind of job, and for each that the clock starts. */
export async function work(_deps: Deps): Promise<void> {}
