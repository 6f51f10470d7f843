import { z } from 'zod'
import { fragment } from '../platform/db.ts'

// In which squares of a kilometre a trip began and ended is kept beside its question: what the public sums were told of an
// act must be known when it is taken out of them.

type Ends = { fromMesh?: string | null | undefined; toMesh?: string | null | undefined }

/** What an act's `input` keeps of its squares; one alone would say more of a place than of a way. */
export function keptSquares({ fromMesh, toMesh }: Ends): { squares?: readonly [string, string] } {
  return fromMesh && toMesh ? { squares: [fromMesh, toMesh] } : {}
}

/** The squares of a stored act, read by `SQUARES`. */
export const Squares = { fromMesh: z.string().nullable(), toMesh: z.string().nullable() }

/** Columns of `Squares`, of `reduction r`. */
export const SQUARES = fragment`r.input->'squares'->>0 as "fromMesh", r.input->'squares'->>1 as "toMesh"`
