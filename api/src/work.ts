import { expireOrders } from './marketplace/expire-orders.ts'
import type { Deps } from './platform/deps.ts'

/** The worker on one page: a line for each kind of job, and for each that the clock starts. */
export async function work(deps: Deps): Promise<void> {
  await deps.jobs.work('marketplace.expire', () => expireOrders(deps).then(() => {}))
  await deps.jobs.schedule('marketplace.expire', '*/5 * * * *')
}
