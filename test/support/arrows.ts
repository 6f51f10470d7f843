import type { Import } from './imports.ts'

// Which file may import which. Rules by pattern cannot say "only words above mine", so this is said in code.

/** The words, in the order in which one may build on another: each only on those before it. */
export const words = [
  'identity',
  'methodology',
  'reductions',
  'mobility',
  'destinations',
  'credits',
  'forest',
  'marketplace',
  'schemes',
  'programmes',
  'certificates',
  'municipalities',
] as const

/** Packages that only calculate: no network, disk, clock or chance. */
const PURE_PACKAGES = new Set([
  'zod',
  'json-canonicalize',
  'flatbush',
  'topojson-client',
  'topojson-server',
  'topojson-specification',
  '@noble/ed25519',
  '@noble/hashes/sha2.js',
])

/** Why an import is forbidden, or nothing when it is allowed. */
export function forbidden({ from, to }: Import): string | undefined {
  const [home, target] = [placeOf(from), placeOf(to)]
  if (home.part === 'shared') return inShared(home, target, to)
  if (home.part === 'web') return inWeb(home, target, to)
  if (home.part === 'prisma' && (target.part === 'api' || target.part === 'web')) return 'prisma is below api and web'
  if (home.part === 'api') return inApi(home, target)
  return undefined
}

type Place = { part: string; folder: string; role: string; word: number }

/** The package, the folder below its `src`, and the place of that folder among the words (-1: not a word). */
function placeOf(path: string): Place {
  const [part = '', second = '', ...rest] = path.split('/')
  const inner = second === 'src' ? rest : [second, ...rest]
  const folder = inner.length > 1 ? (inner[0] ?? '') : ''
  return { part, folder, role: inner.at(-1) ?? '', word: (words as readonly string[]).indexOf(folder) }
}

function inShared(home: Place, target: Place, to: string): string | undefined {
  if (target.part !== 'shared') return PURE_PACKAGES.has(to) ? undefined : 'shared is pure'
  if (home.folder === 'kernel' && target.folder !== 'kernel') return 'the kernel knows no word'
  if (home.word >= 0 && home.role !== 'contract.ts' && target.role === 'contract.ts') return 'rules are below contracts'
  return downTheTable(home, target)
}

function inWeb(home: Place, target: Place, to: string): string | undefined {
  if (target.part === 'api' || target.part === 'prisma') return 'the web knows the API only by its contracts'
  if (to.startsWith('node:')) return 'the web runs in a browser'
  if (['ui', 'map'].includes(home.folder) && target.word >= 0) return 'ui and map know no word'
  return undefined
}

function inApi(home: Place, target: Place): string | undefined {
  if (target.part === 'web') return 'the API does not know the web'
  if (target.part !== 'api') return undefined
  if (home.folder === 'platform' && target.folder !== 'platform') return 'the platform knows no word'
  if (home.folder !== target.folder) {
    if (/(^|-)store\.ts$/.test(target.role) && target.word >= 0)
      return "another word's SQL is reached through its use-cases"
    if (target.role === 'routes.ts' && home.folder !== '') return 'routes are hung up by app.ts alone'
  }
  if (home.word >= 0 && target.folder === '') return 'words are below app.ts'
  return downTheTable(home, target)
}

function downTheTable(home: Place, target: Place): string | undefined {
  return home.word >= 0 && target.word > home.word ? 'a word builds only on words above it in the table' : undefined
}
