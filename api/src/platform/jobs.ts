import { setTimeout as sleep } from 'node:timers/promises'
import PgBoss from 'pg-boss'
import { openPool, type Tx } from './db.ts'
import { isUnavailable } from './unavailable.ts'

// The outbox: what must happen afterwards is a row of pg-boss in the transaction that decided it.

export type Jobs = {
  /** Adds a job to the open transaction; it exists exactly when the transaction commits. */
  enqueue(tx: Tx, name: JobName, data: object): Promise<void>
  /** Starts working; call in the worker process. */
  work(name: JobName, handler: (data: unknown) => Promise<void>): Promise<void>
  /** Runs a job on a schedule in Japanese time (cron with five fields). */
  schedule(name: JobName, cron: string): Promise<void>
  stop(): Promise<void>
}

/** Every kind of job, so that no queue exists without a name here. */
export const jobNames = [
  'certificates.adjustment',
  'certificates.laws',
  'certificates.render',
  'credits.sweep',
  'credits.checkpoint',
  'marketplace.expire',
  'marketplace.open-tenders',
  'marketplace.credit-cards',
  'marketplace.fake-card',
  'marketplace.standing',
  'methodology.compare',
  'mail.send',
  'reductions.escalate',
  'reductions.publish',
  'requests.forget',
  'schemes.give-serials',
] as const
export type JobName = (typeof jobNames)[number]

const RETRIES = { retryLimit: 8, retryDelay: 5, retryBackoff: true } as const

const AWAY_FOR_MS = 30_000
/** What pg-boss answers itself once it is closed: no rows, not even none. */
const NOTHING = {} as { rows: unknown[] }

/** A database that was killed is back in a moment. */
async function whenAvailable<T>(act: () => Promise<T>, ending: AbortSignal): Promise<T> {
  for (const until = Date.now() + AWAY_FOR_MS; ; await sleep(200)) {
    try {
      return await act()
    } catch (error) {
      if (!isUnavailable(error) || ending.aborted || Date.now() > until) throw error
    }
  }
}

/** Opens the queue. `supervise` belongs to workers: it expires and tidies jobs. */
export async function openJobs(
  connectionString: string,
  { worker, onError }: { worker: boolean; onError: (error: Error) => void },
): Promise<Jobs> {
  const pool = openPool(connectionString, worker ? 3 : 1)
  const ending = new AbortController()
  const open = async (): Promise<PgBoss> => {
    const boss = new PgBoss({
      // pg-boss does not wait for what it says of a finished job: said while the database is away, that is said again, so
      // that the job is not done twice and nothing is rejected where nobody listens. Once this process has ended its lines
      // nothing is said any more: what it had not finished is done by another.
      db: {
        executeSql: (text, values) =>
          pool.ending ? Promise.resolve(NOTHING) : whenAvailable(() => pool.query(text, values), ending.signal),
      },
      schema: 'jobs',
      supervise: worker,
      schedule: worker,
    })
    boss.on('error', onError)
    try {
      await boss.start()
      for (const name of jobNames) await boss.createQueue(name, { name, ...RETRIES })
      return boss
    } catch (error) {
      await boss.stop({ graceful: false, wait: false }).catch(() => {})
      throw error
    }
  }
  const boss = await open()
  const unheard = (error: unknown) => {
    if (!isUnavailable(error)) throw error
    onError(error as Error)
  }
  // Away for longer than that: the job expires and is done again, and this process goes on.
  if (worker) process.on('unhandledRejection', unheard)
  return {
    async enqueue(tx, name, data) {
      await boss.send(name, data, {
        db: {
          async executeSql(text, values) {
            const { rows } = await tx.client.query(text, values)
            return { rows }
          },
        },
      })
    },
    async work(name, handler) {
      await boss.work(name, { pollingIntervalSeconds: 0.5, batchSize: 10 }, async (jobs) => {
        for (const job of jobs) await handler(job.data)
      })
    },
    async schedule(name, cron) {
      await boss.schedule(name, cron, undefined, { tz: 'Asia/Tokyo' })
    },
    async stop() {
      ending.abort()
      await boss.stop({ graceful: true, wait: true, timeout: 5_000 })
      await pool.end()
      process.off('unhandledRejection', unheard)
    },
  }
}
