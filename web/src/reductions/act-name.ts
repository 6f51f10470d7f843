import type { Dictionary } from '@morinowa/shared/text/ja.ts'

/** What an act is called: the mode of a trip, else its type; what we have no word for keeps its own name. */
export function nameOfAct(
  { type, mode }: { type: string; mode: string | null },
  { modes, types }: Dictionary['methodology'],
): string {
  const named = { ...types, ...modes } as Record<string, string>
  return (mode && named[mode]) || named[type] || type
}
