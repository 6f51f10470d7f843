import { desks } from './ja/desks.ts'
import { identity } from './ja/identity.ts'
import { map } from './ja/map.ts'
import { shell } from './ja/shell.ts'

/** Everything a person reads in Japanese, the original: a line per word. */
export const ja = { shell, identity, desks, map }
export type Dictionary = typeof ja
