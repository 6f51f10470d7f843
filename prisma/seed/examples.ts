import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { WorkedExample } from '@morinowa/shared/methodology/worked-example.ts'
import { z } from 'zod'
import { root } from '../root.ts'

/** The worked examples that come with the product. */
export function seedExamples(): WorkedExample[] {
  const file = readFileSync(join(root(), 'prisma/seed/worked-examples.json'), 'utf8')
  return z.array(WorkedExample).parse(JSON.parse(file))
}
