import { seedRegistry } from '@morinowa/prisma/seed/registry.ts'
import { compileRegistry } from '@morinowa/shared/methodology/registry.ts'

/** The seeded registry as it stood when every edition had been published. */
export const registry = compileRegistry(seedRegistry(), '2026-11-22')
