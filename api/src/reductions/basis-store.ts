import { z } from 'zod'
import { type Queryable, rows, sql } from '../platform/db.ts'

// What results stand on: method, factors, baseline, each combination once.

const BasisId = z.object({ id: z.int() })

export type BasisRow = {
  key: Buffer
  methodId: string
  methodVersion: string
  methodHash: string
  factorSet: string
  factorSetHash: string
  factors: readonly string[]
  baseline: string
  evidenceBp: number
  uncertaintyBp: number
  additionalityBp: number
  reasons: readonly string[]
}

/** The number of a basis; it is written at its first use. */
export async function basisIdOf(db: Queryable, basis: BasisRow): Promise<number> {
  const find = () => db.maybe(rows(BasisId)`select id from basis where key = ${basis.key}`)
  const known = await find()
  if (known) return known.id
  await db.run(sql`
    insert into basis (key, method_id, method_version, method_hash, factor_set, factor_set_hash, factors, baseline,
                       evidence_bp, uncertainty_bp, additionality_bp, reasons)
    values (${basis.key}, ${basis.methodId}, ${basis.methodVersion}, ${basis.methodHash}, ${basis.factorSet},
            ${basis.factorSetHash}, ${basis.factors}, ${basis.baseline}, ${basis.evidenceBp}, ${basis.uncertaintyBp},
            ${basis.additionalityBp}, ${basis.reasons})
    on conflict do nothing`)
  const written = await find()
  if (!written) throw new Error('a basis was neither written nor found')
  return written.id
}

const BasisRead = z.object({
  methodId: z.string(),
  methodVersion: z.string(),
  methodHash: z.string(),
  factorSet: z.string(),
  factorSetHash: z.string(),
  factors: z.array(z.string()),
  baseline: z.string(),
  evidenceBp: z.int(),
  uncertaintyBp: z.int(),
  additionalityBp: z.int(),
})
export type BasisRead = z.infer<typeof BasisRead>

export function basisOf(db: Queryable, id: number): Promise<BasisRead> {
  return db.one(rows(BasisRead)`
    select method_id as "methodId", method_version as "methodVersion", method_hash as "methodHash",
           factor_set as "factorSet", factor_set_hash as "factorSetHash", factors, baseline,
           evidence_bp as "evidenceBp", uncertainty_bp as "uncertaintyBp", additionality_bp as "additionalityBp"
      from basis where id = ${id}`)
}
