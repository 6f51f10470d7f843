import type { Bilingual } from '../kernel/text.ts'
import { GRAMS_PER_KG } from '../kernel/units.ts'
import type { SchemeKind } from './scheme-rules.ts'

/** What a scheme has done so far. */
export type Tally = { items: number; attachedG: number; retiredG: number; fundYen: number; spentYen: number }

const kg = (grams: number): string => {
  const whole = Math.trunc(grams / GRAMS_PER_KG)
  const rest = Math.abs(grams % GRAMS_PER_KG)
  return rest === 0
    ? whole.toLocaleString('en')
    : `${whole.toLocaleString('en')}.${String(rest).padStart(3, '0').replace(/0+$/, '')}`
}
const count = (value: number): string => value.toLocaleString('en')

/**
 * A sentence that a scheme may put on its poster: it says what was done and in what amounts, and never that a product is
 * free of emissions.
 */
export function publicWording(kind: SchemeKind, tally: Tally): Bilingual {
  const { items, attachedG, retiredG, fundYen, spentYen } = tally
  if (kind === 'per-item-fund') {
    if (retiredG === 0) {
      return {
        ja: `これまで ${count(items)} 品で ${count(fundYen + spentYen)} 円が集まりました。この積立でクレジットを購入し、無効化します。`,
        en: `${count(items)} items have brought ${count(fundYen + spentYen)} yen, with which credits will be bought and retired.`,
      }
    }
    return {
      ja: `これまで ${count(items)} 品で ${count(fundYen + spentYen)} 円が集まり、${count(spentYen)} 円で ${kg(retiredG)} kg-CO2 分のクレジットを購入・無効化しました。`,
      en: `${count(items)} items have brought ${count(fundYen + spentYen)} yen; ${count(spentYen)} yen of it bought credits for ${kg(retiredG)} kg of CO2, which were retired.`,
    }
  }
  if (kind === 'residual-offset') {
    return {
      ja: `対策のあとに残った排出 ${kg(attachedG)} kg-CO2 に対し、${kg(retiredG)} kg-CO2 分のクレジットを無効化しました。`,
      en: `For the ${kg(attachedG)} kg of CO2 that are left after measures, credits for ${kg(retiredG)} kg have been retired.`,
    }
  }
  if (kind === 'event-offset') {
    return {
      ja: `排出量 ${kg(attachedG)} kg-CO2 に対し、${kg(retiredG)} kg-CO2 分のクレジットを無効化しました。`,
      en: `For emissions of ${kg(attachedG)} kg of CO2, credits for ${kg(retiredG)} kg have been retired.`,
    }
  }
  if (retiredG === 0) {
    return {
      ja: `これまで ${count(items)} 件に ${kg(attachedG)} kg-CO2 分のクレジットを付けました。クレジットは確保済みで、登録簿の単位に達したときに無効化します。`,
      en: `${count(items)} sales carry credits for ${kg(attachedG)} kg of CO2. They are set aside and will be retired once they fill the registry's unit.`,
    }
  }
  return {
    ja: `これまで ${count(items)} 件に ${kg(attachedG)} kg-CO2 分のクレジットを付け、うち ${kg(retiredG)} kg を無効化しました。残りは確保済みで、登録簿の単位に達したときに無効化します。`,
    en: `${count(items)} sales carry credits for ${kg(attachedG)} kg of CO2; ${kg(retiredG)} kg are retired, the rest is set aside until it fills the registry's unit.`,
  }
}
