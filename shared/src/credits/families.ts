import { z } from 'zod'
import type { Bilingual } from '../kernel/text.ts'
import { GRAMS_PER_KG, GRAMS_PER_TONNE } from '../kernel/units.ts'

/** Kinds of credit. They stand for different things and are never netted or put into one claim. */
export const Family = z.enum(['behaviour', 'j-credit', 'j-ver', 'j-blue', 'local', 'other'])
export type Family = z.infer<typeof Family>

type FamilyFacts = {
  name: Bilingual
  /** How printed serials name it; no hyphen, since hyphens part a serial. */
  mark: string
  /** What the family's registry counts in, in grams. Claims by the gram happen inside such units. */
  unitG: number
  /** Whether a claim of "offset" may rest on it: only credits of a registered scheme carry one. */
  offset: boolean
}

export const families: Readonly<Record<Family, FamilyFacts>> = {
  behaviour: {
    name: { ja: '行動変容クレジット', en: 'behaviour-change credit' },
    mark: 'BEHAVIOUR',
    unitG: GRAMS_PER_KG,
    offset: false,
  },
  'j-credit': { name: { ja: 'J-クレジット', en: 'J-Credit' }, mark: 'JCREDIT', unitG: GRAMS_PER_TONNE, offset: true },
  'j-ver': { name: { ja: 'J-VER', en: 'J-VER' }, mark: 'JVER', unitG: GRAMS_PER_TONNE, offset: true },
  'j-blue': {
    name: { ja: 'Jブルークレジット', en: 'J Blue Credit' },
    mark: 'JBLUE',
    unitG: GRAMS_PER_TONNE / 10,
    offset: true,
  },
  local: {
    name: { ja: '地域独自の吸収量', en: 'local absorption certificate' },
    mark: 'LOCAL',
    unitG: GRAMS_PER_KG,
    offset: false,
  },
  other: { name: { ja: 'その他', en: 'other' }, mark: 'OTHER', unitG: 1, offset: false },
}
