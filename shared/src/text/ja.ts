import { desks } from './ja/desks.ts'
import { identity } from './ja/identity.ts'
import { shell } from './ja/shell.ts'

/** Everything a person reads in Japanese, the original: a line per word. */
export const ja = { shell, identity, desks }
export type Dictionary = typeof ja
