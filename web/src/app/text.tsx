import type { Dictionary } from '@morinowa/shared/text/ja.ts'
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { I18nProvider } from 'react-aria-components'

export type Language = 'ja' | 'en'

const STORED = 'morinowa.language'

// One language is fetched, not both; the entry waits for it, so that pages read their text without waiting.
const load: Record<Language, () => Promise<Dictionary>> = {
  ja: async () => (await import('@morinowa/shared/text/ja.ts')).ja,
  en: async () => (await import('@morinowa/shared/text/en.ts')).en,
}

/** The language chosen before, else the browser's, else Japanese. */
export function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED)
  if (stored === 'ja' || stored === 'en') return stored
  return /^ja\b/i.test(navigator.language) || !/^en\b/i.test(navigator.language) ? 'ja' : 'en'
}

export const loadText = (language: Language): Promise<Dictionary> => load[language]()

type Reading = { language: Language; text: Dictionary; change: (language: Language) => void }

const ReadingContext = createContext<Reading | undefined>(undefined)

/** Gives every page its text; the address stays the same in both languages. */
export function TextProvider({ first, children }: { first: Omit<Reading, 'change'>; children: ReactNode }) {
  const [{ language, text }, setReading] = useState(first)

  useEffect(() => {
    document.documentElement.lang = language
  }, [language])

  const reading = useMemo<Reading>(() => {
    async function change(wanted: Language) {
      localStorage.setItem(STORED, wanted)
      setReading({ language: wanted, text: await load[wanted]() })
    }
    return { language, text, change }
  }, [language, text])

  return (
    <ReadingContext value={reading}>
      <I18nProvider locale={language === 'ja' ? 'ja-JP' : 'en-GB'}>{children}</I18nProvider>
    </ReadingContext>
  )
}

function useReading(): Reading {
  const reading = use(ReadingContext)
  if (!reading) throw new Error('TextProvider is missing')
  return reading
}

/** The sentences of the language being read, by word: `const { shell } = useText()`. */
export const useText = (): Dictionary => useReading().text

export function useLanguage(): Pick<Reading, 'language' | 'change'> {
  return useReading()
}
