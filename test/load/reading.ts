import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '@morinowa/api/app.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import { startEmbeddedPostgres } from '@morinowa/api/platform/embedded-postgres.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { prepareDatabase } from '@morinowa/api/prepare-database.ts'
import pg from 'pg'

// What a map and a town's year cost to read when a hundred times as many activities are stored. Two databases of one
// server, asked in turns over HTTP, so that whatever else the machine does strikes both alike. Rows and the sums beside
// them are made by SQL, as the product keeps them: what fewer than ten people did is not published.

const FEW = { acts: 100_000, people: 20, months: 1 }
const MANY = { people: 60, months: 12 }
const MODES = ['bus', 'rail', 'tram', 'metro']
// Ten million, the number the promise is about, take the best part of an hour: `pnpm bench reading 10000000`.
const ACTS = 1_000_000
const CHUNK = 1_000_000
const ROUNDS = 101
const LAST_MONTH = '2026-10'
const TOWN = '16211'

const QUESTIONS = {
  'map of Japan': `/api/v1/municipalities/map?month=${LAST_MONTH}`,
  "a municipality's year": `/api/v1/municipalities/${TOWN}/summary?from=2025-11&to=${LAST_MONTH}`,
  'its flows of a year': `/api/v1/municipalities/${TOWN}/flows?from=2025-11&to=${LAST_MONTH}`,
  "a prefecture's year": `/api/v1/prefectures/16/summary?from=2025-11&to=${LAST_MONTH}`,
}

export type ReadingSpeed = { acts: number; ratios: Record<string, number> }

/** Measures and prints medians in milliseconds and their ratios. Ten million need 8 GB of disk and some minutes. */
export async function run({ acts = Number(process.argv[3] ?? ACTS) } = {}): Promise<ReadingSpeed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'morinowa-load-'))
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  try {
    const few = await open(server.url(), dataDir)
    const admin = new pg.Client({ connectionString: server.url() })
    await admin.connect()
    await admin.query('create database many')
    await admin.end()
    const many = await open(server.url('many'), dataDir)
    try {
      await fill(few.pool, FEW.acts, FEW.people, FEW.months)
      const bytes = await fill(many.pool, acts, MANY.people, MANY.months)
      const ratios: Record<string, number> = {}
      const printed: Record<string, string> = {}
      for (const [name, path] of Object.entries(QUESTIONS)) {
        const [fewMs, manyMs] = await inTurns(few.address + path, many.address + path)
        ratios[name] = manyMs / fewMs
        printed[name] =
          `${fewMs.toFixed(2)} ms with ${FEW.acts}, ${manyMs.toFixed(2)} ms with ${acts}: ${(manyMs / fewMs).toFixed(2)}`
      }
      console.log('reading', { ...printed, 'bytes of an activity, all indexes': Math.round(bytes / acts) })
      return { acts, ratios }
    } finally {
      await many.close()
      await few.close()
    }
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function open(url: string, dataDir: string) {
  await prepareDatabase(url)
  const config = readConfig({ PORT: '3999', MORINOWA_DATA_DIR: dataDir, MORINOWA_DEMO: '0', DATABASE_URL: url })
  const { deps, close } = await openDeps(config, url, { worker: false })
  const app = await buildApp(deps)
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  return {
    address,
    pool,
    async close() {
      await pool.end()
      await app.close()
      await close()
    },
  }
}

/**
 * Fills a database with rides of so many people a town, spread over months that end with the last one.
 * @returns the bytes of the rows with their indexes.
 */
async function fill(pool: pg.Pool, acts: number, peopleOfTown: number, months: number): Promise<number> {
  const first = new Date(Date.UTC(2026, 10 - months, 1)).toISOString().slice(0, 10)
  // Ways of a person stand apart by as much as the months allow, so that nobody is in two places at once.
  await pool.query(
    'create temp table town as select code, row_number() over (order by code) - 1 as n from municipality',
  )
  const people = (await pool.query('select count(*) as towns from town')).rows[0].towns * peopleOfTown
  const ways = Math.ceil(acts / people)
  const apartS = Math.floor((months * 30 * 86_400) / (ways + 1))
  for (let from = 0; from < acts; from += CHUNK) {
    await pool.query(
      `insert into reduction (participant_id, id, pool, external_id, type, mode, started_at, ended_at, day, quantity,
                              from_municipality, to_municipality, purpose, evidence, shown_g, credited_g, emitted_g,
                              basis_id, status)
       select md5((g % $3)::text)::uuid, uuidv7(), 'mobility', 'R-' || g, 'mobility.trip', ($4::text[])[1 + (g / $3) % 4],
              w.at, w.at + interval '20 minutes', (w.at at time zone 'Asia/Tokyo')::date, 2000 + g % 9000,
              home.code, away.code, 'daily', 'E3', 100 + g % 500, 80 + g % 400, 50 + g % 90, 1, 'recorded'
         from generate_series($1::bigint, $2::bigint - 1) g
        cross join lateral (select $5::timestamptz + make_interval(secs => (g / $3) * $6 + g % 600) as at) w
         join town home on home.n = (g % $3) % 1747
         join town away on away.n = ((g % $3) + (g / $3) % 2) % 1747`,
      [from, Math.min(acts, from + CHUNK), people, MODES, `${first}T06:00:00+09:00`, apartS],
    )
  }
  await pool.query('analyze reduction')
  await pool.query(SUMS)
  await pool.query('vacuum analyze area_published, area_people, area_day_published, flow_published')
  const size = await pool.query(
    `select sum(pg_total_relation_size(c.oid))::bigint as bytes from pg_class c
      join pg_inherits i on i.inhrelid = c.oid where i.inhparent = 'reduction'::regclass`,
  )
  return size.rows[0].bytes
}

const CELL = `from_municipality, to_char(day, 'YYYY-MM') as month, mode, count(*) as acts, sum(shown_g)::bigint as shown_g,
              sum(credited_g)::bigint as credited_g, sum(emitted_g)::bigint as emitted_g`
const PEOPLE = 'count(distinct participant_id)'
const SUMS = `
  insert into area_sum (municipality_code, month, pool, mode, acts, shown_g, credited_g, emitted_g, contributed_g,
                        changes, published_changes)
  select from_municipality, month, 'mobility', mode, acts, shown_g, credited_g, emitted_g, 0, acts, acts
    from (select ${CELL} from reduction group by 1, 2, 3) c;
  insert into area_published
  select from_municipality, month, 'mobility', mode, acts, shown_g, credited_g, emitted_g, 0
    from (select ${CELL} from reduction group by 1, 2, 3 having ${PEOPLE} >= 10) c;
  insert into area_day_published
  select from_municipality, day, 'mobility', mode, acts, shown_g, credited_g, emitted_g
    from (select ${CELL.replace('YYYY-MM', 'YYYY-MM-DD').replace('as month', 'as day')} from reduction
           group by 1, 2, 3 having ${PEOPLE} >= 10) c;
  insert into flow_published (from_municipality, month, mode, to_municipality, acts, shown_g, credited_g, emitted_g)
  select from_municipality, month, mode, to_municipality, acts, shown_g, credited_g, emitted_g
    from (select to_municipality, ${CELL} from reduction group by 1, 2, 3, 4 having ${PEOPLE} >= 10) c;
  insert into area_people
  select from_municipality, to_char(day, 'YYYY-MM'), 'mobility', ${PEOPLE}, ${PEOPLE} from reduction group by 1, 2`

/** Medians in milliseconds. */
async function inTurns(few: string, many: string): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, url] of [few, many].entries()) {
      const start = process.hrtime.bigint()
      const answer = await fetch(url)
      const body = await answer.text()
      const took = Number(process.hrtime.bigint() - start) / 1e6
      if (answer.status !== 200 || body.length < 100) throw new Error(`${url}: ${answer.status} ${body.slice(0, 200)}`)
      // The first rounds warm the caches of both.
      if (round >= 10) times[i]?.push(took)
    }
  }
  return [median(times[0]), median(times[1])]
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number
}
