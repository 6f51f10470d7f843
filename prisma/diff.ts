import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { root } from './root.ts'
import { schemaEngine } from './schema-engine.ts'

/**
 * The SQL that would make an empty database agree with the models in prisma/schema. The pool is only asked for the
 * server's version, which decides the dialect.
 */
export async function schemaSql(pool: pg.Pool, folder = join(root(), 'prisma/schema')): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).toSorted()
  const files = await Promise.all(
    names.map(async (path) => ({ path, content: await readFile(join(folder, path), 'utf8') })),
  )
  const engine = await schemaEngine(pool)
  const { stdout } = await engine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  return stdout ?? ''
}
