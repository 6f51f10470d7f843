import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import type pg from 'pg'
import { root } from './root.ts'

type Bindings = typeof import('@prisma/schema-engine-wasm') & { __wbg_set_wasm(exports: object): void }

// Node has it, but its type comes only with the browser's, which code without a page should not see.
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>
  }
}

/** The engine, and what PostgreSQL said to the last script that failed: the engine itself reports only a number. */
export type Engine = SchemaEngine & { refused(): unknown }

/**
 * Prisma's schema engine in its WebAssembly build, over one pool. Loading costs about 60 ms and 40 MB, so it is asked
 * for only when there is something to do.
 */
export async function schemaEngine(pool: pg.Pool): Promise<Engine> {
  const resolve = createRequire(join(root(), 'prisma/package.json')).resolve
  const folder = dirname(resolve('@prisma/schema-engine-wasm'))
  const [bindings, utils, schema] = await Promise.all([
    import(pathToFileURL(join(folder, 'schema_engine_bg.js')).href) as Promise<Bindings>,
    import(pathToFileURL(resolve('@prisma/driver-adapter-utils')).href) as Promise<
      typeof import('@prisma/driver-adapter-utils')
    >,
    readFile(join(root(), 'prisma/schema/base.prisma'), 'utf8'),
  ])
  await load(bindings, join(folder, 'schema_engine_bg.wasm'))
  let refused: unknown
  const factory = wholeScripts(pool, (error) => {
    refused = error
  })
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [['base.prisma', schema]] },
    () => {},
    utils.bindMigrationAwareSqlAdapterFactory(factory),
  )
  return Object.assign(engine, { refused: () => refused })
}

let loading: Promise<void> | undefined

function load(bindings: Bindings, file: string): Promise<void> {
  loading ??= readFile(file).then(async (bytes) => {
    const imports = { './schema_engine_bg.js': { ...bindings, ...timersThatLetGo(bindings) } }
    const { instance } = await WebAssembly.instantiate(bytes, imports)
    bindings.__wbg_set_wasm(instance.exports)
    instance.exports.__wbindgen_start()
  })
  return loading
}

/** The engine leaves its ten-second timers behind, and each would hold up the end of the process. */
function timersThatLetGo(bindings: Bindings): Record<string, unknown> {
  const names = Object.keys(bindings).filter((name) => name.startsWith('__wbg_setTimeout_'))
  const unref = (run: () => void, ms: number) => setTimeout(run, ms >>> 0).unref()
  return Object.fromEntries(names.map((name) => [name, unref]))
}

/** The adapter cuts a script at every semicolon, also inside a function's body; PostgreSQL takes it whole. */
function wholeScripts(pool: pg.Pool, onRefusal: (error: unknown) => void): PrismaPg {
  const factory = new PrismaPg(pool)
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    adapter.executeScript = async (script) => {
      try {
        await pool.query(script)
      } catch (error) {
        onRefusal(error)
        throw error
      }
    }
    return adapter
  }
  return factory
}
