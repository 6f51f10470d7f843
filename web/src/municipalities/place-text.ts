import type { Municipality } from '@morinowa/shared/municipalities/contract.ts'
import type { Language } from '../app/text.tsx'

/** A municipality with its prefecture, as an address says it. */
export function placeText(
  { prefecture, county, name }: Pick<Municipality, 'prefecture' | 'county' | 'name'>,
  language: Language,
): string {
  return language === 'ja' ? `${prefecture.ja}${county ?? ''}${name.ja}` : `${name.en}, ${prefecture.en}`
}
