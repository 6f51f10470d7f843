import type pg from 'pg'
import type { Target } from './million-drive.ts'
import { type Expected, type Grams, noGrams } from './million-plan.ts'

/** Every total of the database beside the recount. */
export async function compare(
  { pool, providers, address }: Pick<Target, 'pool' | 'providers' | 'address'>,
  expected: Expected,
): Promise<string[]> {
  const differences: string[] = []
  const check = <T>(what: string, found: Map<string, T>, wanted: Map<string, T>) => {
    for (const key of new Set([...found.keys(), ...wanted.keys()])) {
      const [a, b] = [JSON.stringify(found.get(key)), JSON.stringify(wanted.get(key))]
      if (a !== b) differences.push(`${what} ${key}: ${a} instead of ${b}`)
    }
  }
  const numberOf = new Map(providers.map(({ id }, n) => [id, n]))
  const grams = `count(*)::int as acts, sum(shown_g)::bigint as "shownG", sum(credited_g)::bigint as "creditedG",
                 sum(emitted_g)::bigint as "emittedG"`
  const statuses = await pool.query(
    `select provider_id, status, count(*)::int as n from reduction
      where provider_id = any($1::uuid[]) or (provider_id is null and participant_id in
            (select participant_id from person where email like 'million-%'))
      group by 1, 2`,
    [providers.map(({ id }) => id)],
  )
  check(
    'rows of',
    new Map(
      statuses.rows.map((row) => [`${row.provider_id ? numberOf.get(row.provider_id) : 'typed'} ${row.status}`, row.n]),
    ),
    expected.statuses,
  )
  const sums = await pool.query(
    `select provider_id, ${grams} from reduction where provider_id = any($1::uuid[]) and status = 'recorded' group by 1`,
    [providers.map(({ id }) => id)],
  )
  check(
    'provider',
    keyed(sums.rows, (row) => String(numberOf.get(row.provider_id))),
    keyedGrams(expected.providers),
  )
  const persons = await pool.query(
    `select substr(split_part(p.email, '@', 1), 9) as person, s.mode, sum(acts)::int as acts, sum(shown_g)::bigint as "shownG",
            sum(credited_g)::bigint as "creditedG", sum(emitted_g)::bigint as "emittedG"
       from person_sum s join person p using (participant_id) where p.email like 'million-%' group by 1, 2
     having sum(acts) <> 0 or sum(shown_g) <> 0 or sum(credited_g) <> 0 or sum(emitted_g) <> 0`,
  )
  check(
    'person',
    keyed(persons.rows, (row) => `${row.person} ${row.mode}`),
    keyedGrams(expected.people),
  )
  const areas = await pool.query(
    `select municipality_code as code, mode, sum(acts)::int as acts, sum(shown_g)::bigint as "shownG",
            sum(credited_g)::bigint as "creditedG", sum(emitted_g)::bigint as "emittedG"
       from area_sum where month = '2026-10' group by 1, 2`,
  )
  check(
    'town',
    keyed(areas.rows, (row) => `${row.code} ${row.mode}`),
    keyedGrams(expected.towns),
  )
  const crowd = await pool.query(
    `select municipality_code as code, people::int from area_people where month = '2026-10' and pool = 'all'`,
  )
  check(
    'people of',
    new Map(crowd.rows.map((row) => [row.code as string, row.people as number])),
    expected.peopleOfTowns,
  )
  // What the public reads never exceeds what there is.
  for (const [town] of expected.peopleOfTowns) {
    const answer = await fetch(`${address}/api/v1/municipalities/${town}/summary?from=2026-10-01&to=2026-10-31`)
    const body = (await answer.json()) as { reducedCreditedG: number }
    const all = [...expected.towns]
      .filter(([key]) => key.startsWith(town))
      .reduce((total, [, one]) => total + one.creditedG, 0)
    if (answer.status !== 200 || body.reducedCreditedG > all) {
      differences.push(`public sum of ${town}: ${body.reducedCreditedG} of ${all}`)
    }
  }
  return differences
}

function keyed(
  rows: readonly (Grams & Record<string, string>)[] | pg.QueryResult['rows'],
  key: (row: pg.QueryResultRow) => string,
) {
  return new Map(
    (rows as pg.QueryResultRow[]).map((row) => [
      key(row),
      {
        acts: Number(row.acts),
        shownG: Number(row.shownG),
        creditedG: Number(row.creditedG),
        emittedG: Number(row.emittedG),
      },
    ]),
  )
}

function keyedGrams<K>(sums: Map<K, Grams>): Map<string, Grams> {
  return new Map([...sums].map(([key, one]) => [String(key), { ...noGrams(), ...one }]))
}
