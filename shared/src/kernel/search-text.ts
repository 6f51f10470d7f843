const MACRONS: Record<string, string> = {
  ā: 'a',
  ī: 'i',
  ū: 'u',
  ē: 'e',
  ō: 'o',
  â: 'a',
  î: 'i',
  û: 'u',
  ê: 'e',
  ô: 'o',
}

/**
 * Text as the search compares it: full and half width, capitals, katakana, long vowels and hyphens make no difference.
 */
export function searchText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[āīūēōâîûêô]/g, (letter) => MACRONS[letter] ?? letter)
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/[-‐‑–'’]/g, '')
    .trim()
}

/** The words of a query, each of which must be found. */
export function searchWords(query: string): string[] {
  return searchText(query).split(/\s+/).filter(Boolean).slice(0, 8)
}
