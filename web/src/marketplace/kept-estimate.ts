import type { Ask } from '@morinowa/shared/methodology/ask.ts'

// An estimate that somebody wants to buy for, kept in this tab while they choose from whom.

/** What was estimated, its emission in grams, and how the act is called in the reader's language. */
export type KeptEstimate = { ask: Ask; emittedG: number; name: string }

const KEY = 'morinowa.estimate'

export function keepEstimate(estimate: KeptEstimate): void {
  sessionStorage.setItem(KEY, JSON.stringify(estimate))
}

export function keptEstimate(): KeptEstimate | null {
  const kept = sessionStorage.getItem(KEY)
  return kept === null ? null : (JSON.parse(kept) as KeptEstimate)
}

export function dropEstimate(): void {
  sessionStorage.removeItem(KEY)
}
