import { desks } from './ja/desks.ts'
import { identity } from './ja/identity.ts'
import { map } from './ja/map.ts'
import { provider } from './ja/provider.ts'
import { shell } from './ja/shell.ts'

/** Everything a person reads in Japanese, the original: a line per word. */
export const ja = { shell, identity, desks, map, provider }
export type Dictionary = typeof ja
