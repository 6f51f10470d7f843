import { useMemo } from 'react'
import { formatIn } from './format-in.ts'
import { useLanguage } from './text.tsx'

export type { Format, Measured } from './format-in.ts'

/** Writes numbers, masses, money and times in the language being read; times are Japan's. */
export function useFormat() {
  const { language } = useLanguage()
  return useMemo(() => formatIn(language), [language])
}
