import { createHash, randomUUID } from 'node:crypto'
import type { TestApp } from '../../support/app.ts'

// Verified acts without the pools that would report them: what matters here is what becomes of their grams.

export const METHOD = 'MW-TEST-01'

/** A person who agreed to the assignment of their reductions. */
export async function consentingPerson({ database }: TestApp): Promise<{ participantId: string }> {
  const id = randomUUID()
  const { rows } = await database.pool.query<{ participantId: string }>(
    `insert into person (id, name, email) values ($1, '旅人', $2) returning participant_id as "participantId"`,
    [id, `${id}@example.jp`],
  )
  await database.pool.query(`insert into consent (person_id, purpose) values ($1, 'credit-assignment')`, [id])
  return rows[0] as { participantId: string }
}

/** Recorded reductions of these grams, one a day of a month, for one person. Answers their ids in order. */
export async function recordedReductions(
  { database }: TestApp,
  {
    grams,
    month = '2026-10',
    municipality = '16211',
  }: { grams: readonly number[]; month?: string; municipality?: string },
): Promise<{ participantId: string; ids: string[] }> {
  const { participantId } = await consentingPerson({ database } as TestApp)
  const key = createHash('sha256').update(METHOD).digest()
  await database.pool.query(
    `insert into basis (key, method_id, method_version, method_hash, factor_set, factor_set_hash, factors, baseline,
                        evidence_bp, uncertainty_bp, additionality_bp, reasons)
     values ($1, $2, '1', 'h', 'f', 'h', '{}', 'base', 10000, 0, 10000, '{}') on conflict do nothing`,
    [key, METHOD],
  )
  const ids = grams.map(() => randomUUID())
  await database.pool.query(
    `insert into reduction (participant_id, id, pool, type, mode, started_at, ended_at, day, quantity, from_municipality,
                            evidence, shown_g, credited_g, emitted_g, basis_id, status)
     select $1, one.id, 'mobility', 'mobility.trip', 'rail', d.day + time '08:00', d.day + time '08:30', d.day, 10000, $4,
            'E3', one.g, one.g, 0, b.id, 'recorded'
       from unnest($2::uuid[], $3::bigint[]) with ordinality as one (id, g, n)
       cross join lateral (select ($5 || '-01')::date + (one.n - 1)::int % 28 as day) d
       cross join (select id from basis where key = $6) b`,
    [participantId, ids, grams, municipality, month, key],
  )
  return { participantId, ids }
}
