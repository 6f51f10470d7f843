import { Fragment, type ReactNode } from 'react'
import { useLanguage } from '../app/text.tsx'

// Words that hold a Japanese letter, with whatever stands between them and only there: 岩手県 県有林 J-クレジット.
const japanese =
  /([^\s]*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][^\s]*(?:\s+[^\s]*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][^\s]*)*)/u

/** The language of a text that somebody else wrote, where it is not to be told from the page. */
export const languageOf = (text: string): 'ja' | undefined => (japanese.test(text) ? 'ja' : undefined)

/**
 * Names of organisations, projects and places are Japanese on every page. Where the page speaks English they say so, so that
 * they are read aloud and drawn as Japanese.
 */
export function Name({ children }: { children: string | null }): ReactNode {
  const { language } = useLanguage()
  if (language === 'ja' || children === null) return children
  return children.split(japanese).map((part, i) =>
    // What was caught stands at the odd places; the parts have no other name than their place.
    i % 2 === 1 ? (
      <span key={i} lang="ja">
        {part}
      </span>
    ) : (
      <Fragment key={i}>{part}</Fragment>
    ),
  )
}

/** What a table, a list of facts or a heading shows: a plain text may be a name. */
export function named(shown: ReactNode): ReactNode {
  return typeof shown === 'string' ? <Name>{shown}</Name> : shown
}
