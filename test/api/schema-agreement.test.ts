import { schemaSql } from '@morinowa/prisma/diff.ts'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'

// The migrations are written by hand and the models beside them: both must describe the same tables.

const migrated = await freshDatabase()
const modelled = await freshDatabase({ empty: true })
await modelled.pool.query(await schemaSql(modelled.pool))

type Shape = { columns: Map<string, string>; key: string }

/** Every table of a database: its columns with type and whether they may be null, and its primary key in order. */
async function shapesOf(pool: pg.Pool, { fromModel = false } = {}): Promise<Map<string, Shape>> {
  const { rows } = await pool.query<{ table: string; column: string; type: string; key: string | null }>(
    `select relation.relname as table, attribute.attname as column,
            format_type(attribute.atttypid, null) || case when attribute.attnotnull then ' not null' else '' end as type,
            (select string_agg(keyed.attname, ', ' order by place)
               from pg_index, unnest(indkey::int2[]) with ordinality as part(number, place)
               join pg_attribute keyed on keyed.attrelid = relation.oid and keyed.attnum = part.number
              where indrelid = relation.oid and indisprimary) as key
       from pg_class relation
       join pg_attribute attribute on attribute.attrelid = relation.oid and attnum > 0 and not attisdropped
      where relation.relnamespace = 'public'::regnamespace
        and relation.relkind in ('r', 'p') and not relation.relispartition
        and relation.relname <> '_prisma_migrations'`,
  )
  const shapes = new Map<string, Shape>()
  for (const { table, column, type, key } of rows) {
    const shape = shapes.get(table) ?? { columns: new Map(), key: key ?? '' }
    // A model's list is never null, but the SQL made from it forgets to say so.
    shape.columns.set(column, fromModel && type.endsWith('[]') ? `${type} not null` : type)
    shapes.set(table, shape)
  }
  return shapes
}

const real = await shapesOf(migrated.pool)
const model = await shapesOf(modelled.pool, { fromModel: true })

test('every model has a table, and every table a model', () => {
  expect([...real.keys()].toSorted()).toEqual([...model.keys()].toSorted())
})

test.each([...model.keys()].toSorted())('the table %s has the columns, types and key of its model', (table) => {
  const [found, wanted] = [real.get(table), model.get(table)]
  expect(Object.fromEntries(found?.columns ?? [])).toEqual(Object.fromEntries(wanted?.columns ?? []))
  expect(found?.key).toBe(wanted?.key)
})
