import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '@morinowa/prisma/root.ts'
import { canonicalHash } from '@morinowa/prisma/seed/registry.ts'
import { ForestCoefficients } from '@morinowa/shared/forest/coefficients.ts'

export type Loaded = { hash: string; coefficients: ForestCoefficients }

let loaded: Loaded | undefined

/** The table that comes with the product, read once. Its hash is what results name. */
export function forestCoefficients(): Loaded {
  loaded ??= read()
  return loaded
}

function read(): Loaded {
  const file = JSON.parse(readFileSync(join(root(), 'prisma/seed/forest-coefficients.json'), 'utf8'))
  const coefficients = ForestCoefficients.parse(file)
  return { hash: canonicalHash(coefficients), coefficients }
}
