import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { z } from 'zod'

// PostgreSQL through plain `pg`: every statement is prepared once under a name, every row is parsed by a schema.

pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`bigint beyond 2^53: ${text}`)
  return value
})
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString())

/** A statement with its values apart, and what its rows look like. */
export type Statement<Row> = Written & { values: unknown[]; parse: (row: unknown) => Row }

/** A statement's text, and the name under which it is prepared. */
type Written = { text: string; name: string }

/** Part of a statement's text that several statements share. */
export class Fragment {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** fragment`r.id, r.day`: written in the code and never made of values, so nothing that somebody sent can be in it. */
export function fragment(strings: TemplateStringsArray): Fragment {
  return new Fragment(strings.join(''))
}

export type SqlTag<Row> = (strings: TemplateStringsArray, ...values: unknown[]) => Statement<Row>

/** A statement whose rows are parsed: rows(Lot)`select … where id = ${id}`. Columns keep their SQL names or aliases. */
export function rows<Schema extends z.ZodType>(schema: Schema): SqlTag<z.output<Schema>> {
  return (strings, ...values) => ({ ...written(strings, values), parse: (row) => schema.parse(row) })
}

/** A statement whose rows nobody reads. */
export const sql: SqlTag<void> = (strings, ...values) => ({ ...written(strings, values), parse: () => undefined })

/** What readers need: the pool or an open transaction. */
export interface Queryable {
  many<Row>(statement: Statement<Row>): Promise<Row[]>
  maybe<Row>(statement: Statement<Row>): Promise<Row | null>
  one<Row>(statement: Statement<Row>): Promise<Row>
  /** Runs a statement and answers how many rows it touched. */
  run(statement: Statement<unknown>): Promise<number>
}

/** An open transaction. Writers ask for it first, by type. */
export interface Tx extends Queryable {
  readonly client: pg.PoolClient
}

/** What a caller sent so that a repeat happens once: its key, and what it asked for. */
export type OnceKey = { caller: string; key: string; fingerprint: Buffer }

export interface Db extends Queryable {
  readonly pool: pg.Pool
  /** Set while a request with a key is served: its transaction then happens once. */
  readonly once?: OnceKey
  /** Runs work in one READ COMMITTED transaction; deadlocks and serialisation failures are tried again. */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
}

export type TransactionOptions = {
  /**
   * Do not wait for the disk: only for what the caller finishes with a transaction that does wait, before anybody is
   * told. That one makes everything before it durable too.
   */
  lazily?: boolean
}

const RETRYABLE = new Set(['40001', '40P01'])
const ATTEMPTS = 4

export function openPool(connectionString: string, max = 20): pg.Pool {
  const pool = new pg.Pool({ connectionString, max, idleTimeoutMillis: 30_000 })
  // Without listeners, a server that goes away would take this process with it: the pool listens to idle connections only,
  // and one in use may be between two statements. Whoever uses it is told by the next one.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

export function openDb(pool: pg.Pool): Db {
  return {
    pool,
    ...queryable((query) => pool.query(query)),
    async transaction<T>(work: (tx: Tx) => Promise<T>, { lazily = false } = {}): Promise<T> {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(pool, work, lazily)
        } catch (error) {
          if (attempt >= ATTEMPTS || !RETRYABLE.has(sqlState(error) ?? '')) throw error
          // Jitter keeps two that collided from colliding again.
          await sleep(attempt * 10 + Math.random() * 20)
        }
      }
    },
  }
}

/** A transaction over a client that somebody else opened and will close. */
export function txOver(client: pg.PoolClient): Tx {
  return { client, ...queryable((query) => client.query(query)) }
}

/** The SQLSTATE of a database error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : undefined
}

async function once<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>, lazily: boolean): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(lazily ? 'begin; set local synchronous_commit = off' : 'begin')
    const result = await work(txOver(client))
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

type Send = (query: pg.QueryConfig) => Promise<pg.QueryResult>

function queryable(send: Send): Queryable {
  const query = (statement: Statement<unknown>) =>
    send({ name: statement.name, text: statement.text, values: statement.values })
  return {
    async many(statement) {
      return (await query(statement)).rows.map(statement.parse)
    },
    async maybe(statement) {
      const { rows } = await query(statement)
      return rows.length === 0 ? null : statement.parse(rows[0])
    },
    async one(statement) {
      const { rows } = await query(statement)
      if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}: ${statement.text}`)
      return statement.parse(rows[0])
    },
    async run(statement) {
      return (await query(statement)).rowCount ?? 0
    },
  }
}

/** Each place in the code has one list of strings for as long as the process lives. */
const known = new WeakMap<TemplateStringsArray, Written>()
/** What stands there when fragments are put in, by its whole text. */
const joined = new Map<string, Written>()

/** Values become $1, $2 and so on; fragments stand as they are. */
function written(strings: TemplateStringsArray, given: unknown[]): Written & { values: unknown[] } {
  if (given.some((value) => value instanceof Fragment)) return writtenWith(strings, given)
  let made = known.get(strings)
  if (!made) {
    made = named(strings.reduce((text, part, i) => text + (i === 0 ? '' : `$${i}`) + part, ''))
    known.set(strings, made)
  }
  return { ...made, values: given }
}

function writtenWith(strings: TemplateStringsArray, given: readonly unknown[]): Written & { values: unknown[] } {
  const values: unknown[] = []
  let text = strings[0] ?? ''
  for (const [i, value] of given.entries()) {
    text += value instanceof Fragment ? value.text : `$${values.push(value)}`
    text += strings[i + 1] ?? ''
  }
  let made = joined.get(text)
  if (!made) {
    made = named(text)
    joined.set(text, made)
  }
  return { ...made, values }
}

/** A prepared statement is found by its name, so the name is made from the text. */
const named = (text: string): Written => ({ text, name: hash('sha256', text, 'base64url').slice(0, 24) })
