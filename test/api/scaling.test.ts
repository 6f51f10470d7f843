import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '@morinowa/prisma/root.ts'
import { beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../support/database.ts'

// The statements of docs/scaling.md against the schema as it is: a table that was renamed, or a unique key without the
// column a table is spread by, would be found on the day the second machine is needed.

const text = readFileSync(join(root(), 'docs/scaling.md'), 'utf8')
const distributed = new Map(
  [...text.matchAll(/create_distributed_table\('(\w+)', '(\w+)'/g)].map(([, table = '', column = '']) => [
    table,
    column,
  ]),
)
const reference = new Set([...text.matchAll(/create_reference_table\('(\w+)'\)/g)].map(([, table = '']) => table))
const together = [...text.matchAll(/create_distributed_table\('(\w+)', '\w+', colocate_with => '(\w+)'\)/g)]

let database: TestDatabase
beforeAll(async () => {
  database = await freshDatabase()
})

const query = async <Row>(sql: string): Promise<Row[]> => (await database.pool.query(sql)).rows

test('the statements name tables and columns that exist, each once', async () => {
  const columns = await query<{ name: string; type: string }>(`
    select c.relname || '.' || a.attname as name, format_type(a.atttypid, null) as type
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attnum > 0 and not a.attisdropped`)
  const typeOf = new Map(columns.map(({ name, type }) => [name, type]))
  const tables = new Set(columns.map(({ name }) => name.split('.')[0]))
  expect(distributed.size).toBeGreaterThan(10)
  for (const [table, column] of distributed) expect([table, typeOf.has(`${table}.${column}`)]).toEqual([table, true])
  for (const table of reference) expect([table, tables.has(table)]).toEqual([table, true])
  expect([...distributed.keys()].filter((table) => reference.has(table))).toEqual([])
  for (const [, table = '', other = ''] of together) {
    const typeIn = (name: string) => typeOf.get(`${name}.${distributed.get(name)}`)
    expect([table, typeIn(table)]).toEqual([table, typeIn(other)])
  }
})

test('every unique index and exclusion of a spread table holds the column it is spread by', async () => {
  const indexes = await query<{ table: string; index: string; columns: string[] }>(`
    select c.relname as table, i.indexrelid::regclass::text as index,
           array(select a.attname::text from unnest(i.indkey::int2[]) k join pg_attribute a
                     on a.attrelid = c.oid and a.attnum = k) as columns
      from pg_class c join pg_index i on i.indrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and not c.relispartition
       and (i.indisunique or i.indisexclusion)`)
  for (const { table, index, columns } of indexes) {
    const column = distributed.get(table)
    if (column !== undefined) expect([index, columns]).toEqual([index, expect.arrayContaining([column])])
  }
})

test('spread tables refer only to copies, or to tables spread alike by the same column', async () => {
  const keys = await query<{ table: string; target: string; columns: string[] }>(`
    select k.conrelid::regclass::text as table, k.confrelid::regclass::text as target,
           array(select a.attname::text from unnest(k.conkey) n join pg_attribute a
                     on a.attrelid = k.conrelid and a.attnum = n) as columns
      from pg_constraint k where k.contype = 'f' and k.conparentid = 0`)
  for (const { table, target, columns } of keys) {
    const column = distributed.get(table)
    if (column !== undefined && !reference.has(target)) {
      expect([table, target, columns]).toEqual([table, target, expect.arrayContaining([column])])
      expect([target, distributed.get(target)]).toEqual([target, column])
    }
    // Nobody refers to a spread table from outside it.
    if (distributed.has(target)) expect([table, distributed.has(table)]).toEqual([table, true])
    if (reference.has(table)) expect([table, target, distributed.has(target)]).toEqual([table, target, false])
  }
})
