import { expect, test } from 'vitest'
import { forbidden } from '../support/arrows.ts'
import { importsOfRepository } from '../support/imports.ts'

test('every import follows the arrows', () => {
  const wrong = importsOfRepository().flatMap((one) => {
    const why = forbidden(one)
    return why ? [`${one.from} → ${one.to}: ${why}`] : []
  })
  expect(wrong).toEqual([])
})

test('the walk sees the repository', () => {
  const seen = importsOfRepository()
  expect(seen).toContainEqual({ from: 'api/src/start.ts', to: 'api/src/run.ts' })
  expect(seen).toContainEqual({ from: 'api/src/prepare-database.ts', to: 'prisma/migrate.ts' })
})

test.each([
  ['shared/src/credits/rules.ts', 'node:fs', 'pure'],
  ['shared/src/credits/rules.ts', 'prisma/client', 'pure'],
  ['shared/src/kernel/units.ts', 'shared/src/credits/rules.ts', 'kernel'],
  ['shared/src/credits/rules.ts', 'shared/src/credits/contract.ts', 'below contracts'],
  ['shared/src/credits/contract.ts', 'shared/src/forest/contract.ts', 'above'],
  ['web/src/credits/page.tsx', 'api/src/credits/store.ts', 'contracts'],
  ['web/src/ui/table.tsx', 'web/src/credits/queries.ts', 'no word'],
  ['prisma/seed/seed.ts', 'api/src/platform/db.ts', 'below'],
  ['api/src/platform/db.ts', 'api/src/credits/store.ts', 'platform'],
  ['api/src/forest/import-lot.ts', 'api/src/credits/store.ts', 'use-cases'],
  ['api/src/forest/import-lot.ts', 'api/src/credits/batch-store.ts', 'use-cases'],
  ['api/src/forest/import-lot.ts', 'api/src/credits/routes.ts', 'app.ts'],
  ['api/src/credits/retire-credits.ts', 'api/src/app.ts', 'below app.ts'],
  ['api/src/credits/retire-credits.ts', 'api/src/certificates/render.ts', 'above'],
])('%s may not import %s', (from, to, why) => {
  expect(forbidden({ from, to })).toContain(why)
})

test.each([
  ['shared/src/credits/contract.ts', 'shared/src/credits/rules.ts'],
  ['shared/src/credits/rules.ts', 'zod'],
  ['api/src/app.ts', 'api/src/credits/routes.ts'],
  ['api/src/certificates/render.ts', 'api/src/credits/retirement-of.ts'],
  ['api/src/credits/store.ts', 'api/src/platform/db.ts'],
  ['web/src/credits/page.tsx', 'shared/src/credits/contract.ts'],
])('%s may import %s', (from, to) => {
  expect(forbidden({ from, to })).toBeUndefined()
})
