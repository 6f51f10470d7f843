import { desks } from './en/desks.ts'
import { identity } from './en/identity.ts'
import { map } from './en/map.ts'
import { provider } from './en/provider.ts'
import { shell } from './en/shell.ts'
import type { Dictionary } from './ja.ts'

/** The same in English; a missing sentence does not compile. */
export const en: Dictionary = { shell, identity, desks, map, provider }
