// Makes one bundle: node build-bundle.mjs <entry.ts> <outfile>, both relative to the repository.
import { mkdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { build } from 'esbuild'
import { memoryName } from './bundle.mjs'
import { remember, root, stampOf, writeWhole } from './paths.mjs'

/**
 * Sign-in's packages are hundreds of small files; read as one they take half the time to load. Everything else stays
 * outside: it is quick, or looks for its own files beside itself.
 */
const TOGETHER = [
  '@?better-auth',
  '@better-fetch',
  'better-call',
  '@simplewebauthn',
  '@peculiar',
  'asn1js',
  'pvtsutils',
  'pvutils',
  'tslib',
  'reflect-metadata',
  'jose',
  'rou3',
  'nanostores',
  'kysely',
  'defu',
  '@noble',
  '@hexagon',
  '@levischuck',
  '@opentelemetry',
]
const INSIDE = new RegExp(`node_modules[\\\\/](${TOGETHER.join('|')})[\\\\/](?!.*node_modules)`)

const [entry, outfile] = process.argv.slice(2)
const result = await build({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile,
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  sourcesContent: false,
  // Some of them are CommonJS and ask for Node's own modules by require.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  logLevel: 'error',
  plugins: [packagesOutside(dirname(join(root, outfile)))],
}).catch(() => process.exit(1))
mkdirSync(dirname(join(root, outfile)), { recursive: true })
for (const file of result.outputFiles) writeWhole(file.path, file.contents)
const inputs = [...Object.keys(result.metafile.inputs), outfile, 'pnpm-lock.yaml']
remember(memoryName(outfile), JSON.stringify({ inputs, stamp: stampOf(inputs) }))

/**
 * A package is visible only from the workspace package that depends on it, and the bundle lies elsewhere; so each
 * import of a package becomes the path of its file, relative to the bundle.
 */
function packagesOutside(outdir) {
  return {
    name: 'packages-outside',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, kind, importer, resolveDir }) => {
        if (kind === 'entry-point' || pluginData === 'asked by the plugin itself' || path.startsWith('@morinowa/'))
          return undefined
        if (path.startsWith('node:') || builtinModules.includes(path)) return { path, external: true }
        const found = await build.resolve(path, {
          kind,
          importer,
          resolveDir,
          pluginData: 'asked by the plugin itself',
        })
        if (found.errors.length > 0) return { errors: found.errors }
        if (INSIDE.test(found.path)) return { path: found.path, sideEffects: found.sideEffects }
        const way = relative(outdir, found.path).split(sep).join('/')
        return { path: way.startsWith('.') ? way : `./${way}`, external: true }
      })
    },
  }
}
