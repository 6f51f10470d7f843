import { randomInt, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createBatch } from '@morinowa/api/credits/create-batch.ts'
import { drawBatchSample } from '@morinowa/api/credits/draw-sample.ts'
import { recordBatchFinding } from '@morinowa/api/credits/record-finding.ts'
import { signBatch } from '@morinowa/api/credits/sign-batch.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import type { Deps } from '@morinowa/api/platform/deps.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import { BatchId } from '@morinowa/shared/credits/ids.ts'
import type { OrganisationKind } from '@morinowa/shared/kernel/actor.ts'
import type { Month } from '@morinowa/shared/kernel/calendar.ts'
import { OrganisationId, PersonId } from '@morinowa/shared/kernel/ids.ts'
import type { BasisPoints } from '@morinowa/shared/kernel/units.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CYCLES, killDatabase } from '../../support/kills.ts'
import { type Program, runProgram } from '../../support/program.ts'
import { METHOD, recordedReductions } from './support.ts'

// Three processes issue the same signed batches at once, over and over, and are killed, and PostgreSQL is killed under
// them: each batch becomes one lot, and every verified gram is in a lot, carried, or taken off.

const MONTHS = 24
const WORKERS = 3

let dataDir: string
let server: EmbeddedPostgres
let deps: Deps
let close: () => Promise<void>
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'morinowa-issue-'))
  server = await startEmbeddedPostgres({ dataDir })
  server.keepAlive(() => {})
  await prepareDatabase(server.url())
  const config = readConfig({ MORINOWA_DATA_DIR: dataDir, MORINOWA_DEMO: '0', PORT: '3999' })
  ;({ deps, close } = await openDeps(config, server.url(), { worker: false }))
}, 180_000)
afterAll(async () => {
  await close()
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

test(
  `three workers and ${CYCLES} kills issue each batch once`,
  async () => {
    const operator = await someone('operator')
    const batches = await signedBatches(operator, await someone('verifier'))
    const start = () =>
      runProgram(
        'test/support/issue-batches.ts',
        { DATABASE_URL: server.url(), MORINOWA_DATA_DIR: dataDir, MORINOWA_DEMO: '0' },
        [operator.personId, operator.organisation.id, ...batches],
      )
    const workers = Array.from({ length: WORKERS }, start)
    const answers: string[] = []
    for (let n = 0; n < CYCLES; n++) {
      await Promise.race(workers.map((one) => one.until('begun')))
      await sleep(randomInt(400))
      if (n % 3 === 2) killDatabase(dataDir)
      const victim = randomInt(WORKERS)
      const killed = workers[victim] as Program
      killed.kill('SIGKILL')
      await killed.ended
      answers.push(...linesOf(killed))
      workers[victim] = start()
    }
    for (const worker of workers) {
      expect(await worker.ended, worker.printed().err).toBe(0)
      expect(linesOf(worker)).toHaveLength(batches.length)
      answers.push(...linesOf(worker))
    }

    // Whoever was told a lot, before or after a kill, was told the same one.
    expect(new Set(answers).size).toBe(batches.length)
    const { rows: lots } = await deps.db.pool.query<{ batch: string; lot: string }>(
      'select batch_id as batch, id as lot from lot order by 1',
    )
    expect(lots.map(({ batch, lot }) => `${batch} ${lot}`)).toEqual([...new Set(answers)].toSorted())
    const { rows: sums } = await deps.db.pool.query(
      `select (select sum(credited_g) from reduction)::int as reduced,
              (select sum(mass_g) from lot)::int + (select sum(carried_g) from credit_batch where carried_into is null)::int as kept,
              (select count(*) from ledger_operation where kind = 'issue')::int as issues,
              (select sum(buffer_g) from lot)::int as buffer,
              (select sum(hi - lo) from holding where account_id = '00000000-0000-8000-8000-000000000001')::int as buffered`,
    )
    const [{ reduced, kept, issues, buffer, buffered }] = sums
    expect({ kept, issues, buffered }).toEqual({ kept: reduced, issues: batches.length, buffered: buffer })
    const { rows: broken } = await deps.db.pool.query(
      `select id from ledger_laws() where id <> 'I15' and (left_g <> right_g or broken <> 0)`,
    )
    expect(broken).toEqual([])
  },
  180_000 + CYCLES * 15_000,
)

const linesOf = (worker: Program) =>
  worker
    .printed()
    .out.trim()
    .split('\n')
    .filter((line) => line.includes(' '))

async function someone(kind: OrganisationKind) {
  const [personId, id] = [PersonId.parse(randomUUID()), OrganisationId.parse(randomUUID())]
  const { pool } = deps.db
  await pool.query(`insert into person (id, name, email) values ($1, 'p', $2)`, [personId, `${personId}@example.jp`])
  await pool.query(`insert into organisation (id, name, kind) values ($1, 'o', $2)`, [id, kind])
  await pool.query(`insert into membership (organisation_id, person_id, role) values ($1, $2, 'administrator')`, [
    id,
    personId,
  ])
  return {
    kind: 'person' as const,
    personId,
    email: `${personId}@example.jp`,
    organisation: { id, kind, role: 'administrator' as const, standing: 'approved' as const },
  }
}

type Somebody = Awaited<ReturnType<typeof someone>>

/** A batch a month, each of more than a kilogram, gathered, sampled, found good and signed. */
async function signedBatches(operator: Somebody, verifier: Somebody): Promise<BatchId[]> {
  const ids: BatchId[] = []
  for (let n = 0; n < MONTHS; n++) {
    const month = `${2023 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}` as Month
    const grams = Array.from({ length: 10 }, (_, i) => 137 * (n + 1) + 71 * i)
    await recordedReductions({ database: { pool: deps.db.pool } } as never, { grams, month })
    const { id } = await createBatch(deps, operator, { month, pool: 'mobility', methodId: METHOD })
    const batchId = BatchId.parse(id)
    const { items } = await drawBatchSample(deps, verifier, { batchId, seed: 's', size: 1 })
    for (const { reductionId } of items)
      await recordBatchFinding(deps, verifier, { batchId, reductionId, pass: true, note: undefined })
    await signBatch(deps, verifier, { batchId, deductionBp: 0 as BasisPoints })
    ids.push(batchId)
  }
  return ids
}
