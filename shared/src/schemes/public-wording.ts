import { type Family, families } from '../credits/families.ts'
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

const CREDIT: Bilingual = { ja: 'クレジット', en: 'credit' }

/**
 * A sentence that a scheme may put on its poster: it says what was done, with which credits and in what amounts, and never
 * that a product is free of emissions.
 * @param family of its credits; null when they are of several or of none yet.
 */
export function publicWording(kind: SchemeKind, tally: Tally, family: Family | null): Bilingual {
  const { items, attachedG, retiredG, fundYen, spentYen } = tally
  const { ja, en } = family === null || family === 'other' ? CREDIT : families[family].name
  const [attached, retired] = [kg(attachedG), kg(retiredG)]
  const hasNone = retiredG === 0
  switch (kind) {
    case 'per-item-fund': {
      const [sold, came, spent] = [count(items), count(fundYen + spentYen), count(spentYen)]
      return hasNone
        ? {
            ja: `これまで ${sold} 品で ${came} 円が集まりました。この積立で${ja}を購入し、無効化します。`,
            en: `${sold} items have brought ${came} yen, with which ${en}s will be bought and retired.`,
          }
        : {
            ja: `これまで ${sold} 品で ${came} 円が集まり、${spent} 円で ${retired} kg-CO2 分の${ja}を購入・無効化しました。`,
            en: `${sold} items have brought ${came} yen; ${spent} yen of it bought ${en}s for ${retired} kg of CO2, which were retired.`,
          }
    }
    case 'residual-offset':
      return hasNone
        ? {
            ja: `対策のあとに残った排出は ${attached} kg-CO2 です。締めのときに、その量の${ja}を無効化します。`,
            en: `${attached} kg of CO2 are left after measures. ${en}s for as much will be retired at the closing.`,
          }
        : {
            ja: `対策のあとに残った排出 ${attached} kg-CO2 に対し、${retired} kg-CO2 分の${ja}を無効化しました。`,
            en: `For the ${attached} kg of CO2 that are left after measures, ${en}s for ${retired} kg have been retired.`,
          }
    case 'event-offset':
      return hasNone
        ? {
            ja: `排出量は ${attached} kg-CO2 です。締めのときに、その量の${ja}を無効化します。`,
            en: `Emissions are ${attached} kg of CO2. ${en}s for as much will be retired at the closing.`,
          }
        : {
            ja: `排出量 ${attached} kg-CO2 に対し、${retired} kg-CO2 分の${ja}を無効化しました。`,
            en: `For emissions of ${attached} kg of CO2, ${en}s for ${retired} kg have been retired.`,
          }
    default: {
      const sold = count(items)
      return hasNone
        ? {
            ja: `これまで ${sold} 件に ${attached} kg-CO2 分の${ja}を付けました。クレジットは確保済みで、登録簿の単位に達したときに無効化します。`,
            en: `${sold} sales carry ${en}s for ${attached} kg of CO2. They are set aside and will be retired once they fill the registry's unit.`,
          }
        : {
            ja: `これまで ${sold} 件に ${attached} kg-CO2 分の${ja}を付け、うち ${retired} kg を無効化しました。残りは確保済みで、登録簿の単位に達したときに無効化します。`,
            en: `${sold} sales carry ${en}s for ${attached} kg of CO2; ${retired} kg are retired, the rest is set aside until it fills the registry's unit.`,
          }
    }
  }
}
