import { addDays, dayOf } from '@morinowa/shared/kernel/calendar.ts'
import type { DemoOrganisationKey } from './accounts.ts'

// What is on sale and which shops run schemes when the demo world begins. Figures of sellers and schemes are the published
// ones where they were found; what was not published (serial numbers, some stocks and prices) says so in the story.

type Seller = {
  organisation: DemoOrganisationKey
  lot: Record<string, unknown>
  listing: Record<string, unknown>
  /** What its invoices say: plainly made up, so that they look whole and nobody pays. */
  invoices: { registrationNumber: string; paymentDetails: string }
}

const STATEMENT_DAY = '2026-09-30'

/** No registration number begins with so many zeros, and no bank is called this. */
const madeUp = (n: number) => ({
  registrationNumber: `T${String(n).padStart(13, '0')}`,
  paymentDetails: `架空銀行 練習支店 普通 ${String(n).padStart(7, '0')}\n（デモ用の口座です。振り込めません）`,
})

export const demoSellers: readonly Seller[] = [
  {
    organisation: 'tome',
    invoices: madeUp(1),
    lot: {
      family: 'j-ver',
      scheme: 'オフセット・クレジット（J-VER）制度',
      methodology: 'R001',
      projectName: '登米市 市有林の間伐促進プロジェクト',
      municipalityCode: '04212',
      story:
        '164 ha の市有林で 3,698 t が認証され、2024 年 9 月末までに 2,925 t が 31,168,000 円で売れました（公表値）。残りの 773 t を並べています。単価は累計の平均です。シリアル番号はデモ用です。',
      vintage: 2012,
      serials: 'DEMO-TOME-0002926〜DEMO-TOME-0003698',
      massG: 773_000_000,
      statement: { issuedOn: STATEMENT_DAY, holder: '登米市' },
      priceYenPerTonne: 10_656,
      taxIncluded: false,
    },
    listing: { massG: 773_000_000, priceYenPerTonne: 10_656, taxIncluded: false, minG: 1_000, kind: 'fixed' },
  },
  {
    organisation: 'iwate',
    invoices: madeUp(2),
    lot: {
      family: 'j-credit',
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
      projectName: '岩手県 県有林 J-クレジット',
      municipalityCode: '03201',
      story:
        '税抜 1 t 15,000 円で、2023 年 6 月末までに 298 件 5,594 t が売れました（公表値）。ここの在庫 600 t とシリアル番号はデモ用です。',
      vintage: 2021,
      serials: 'DEMO-IWATE-0000001〜DEMO-IWATE-0000600',
      massG: 600_000_000,
      statement: { issuedOn: STATEMENT_DAY, holder: '岩手県' },
      priceYenPerTonne: 15_000,
      taxIncluded: false,
    },
    listing: { massG: 600_000_000, priceYenPerTonne: 15_000, taxIncluded: false, minG: 1_000, kind: 'fixed' },
  },
  {
    organisation: 'nakashibetsu',
    invoices: madeUp(3),
    lot: {
      family: 'j-credit',
      scheme: 'J-クレジット制度',
      methodology: 'FO-001',
      projectName: '中標津町 町有林 J-クレジット',
      municipalityCode: '01692',
      story:
        '2014〜2020 年度に 523 t が平均 11,153 円で売れ、2,449 t が残りました（公表値）。希望価格は 1 t 10,000 円です。シリアル番号はデモ用です。',
      vintage: 2020,
      serials: 'DEMO-NAKASHIBETSU-0000524〜DEMO-NAKASHIBETSU-0002972',
      massG: 2_449_000_000,
      statement: { issuedOn: STATEMENT_DAY, holder: '中標津町' },
      priceYenPerTonne: 10_000,
      taxIncluded: false,
    },
    listing: { massG: 2_449_000_000, priceYenPerTonne: 10_000, taxIncluded: false, minG: 1_000, kind: 'fixed' },
  },
  {
    organisation: 'hirono',
    invoices: madeUp(4),
    lot: {
      family: 'j-blue',
      scheme: 'Jブルークレジット',
      methodology: 'J-Blue',
      projectName: '洋野町 増殖溝の海藻によるブルーカーボン',
      municipalityCode: '03507',
      story:
        '2022 年 11 月に 3,106.5 t が認証されました（公表値）。価格と販売量はデモ用です。シリアル番号もデモ用です。',
      vintage: 2022,
      serials: 'DEMO-HIRONO-00001〜DEMO-HIRONO-31065',
      massG: 3_106_500_000,
      statement: { issuedOn: STATEMENT_DAY, holder: '洋野町ブルーカーボン増殖協議会' },
      priceYenPerTonne: 55_000,
      taxIncluded: true,
    },
    listing: { massG: 500_000_000, priceYenPerTonne: 55_000, taxIncluded: true, minG: 100_000, kind: 'fixed' },
  },
]

type Scheme = {
  key: 'nichinan' | 'nagano' | 'hotel'
  organisation: DemoOrganisationKey
  /** What the shop buys first, to have something to attach. */
  buys?: { from: DemoOrganisationKey; massG: number }
  /** `made` gives the id of a lot (`iwate`) or listing (`listing:iwate`). */
  scheme: (made: (name: string) => string) => Record<string, unknown>
}

export const demoSchemes: readonly Scheme[] = [
  {
    key: 'nichinan',
    organisation: 'nichinan',
    scheme: (made) => ({
      kind: 'per-item-fund',
      name: '1品1円 森のクレジット',
      place: '道の駅にちなん日野川の郷',
      municipalityCode: '31401',
      yenPerItem: 1,
      buysFrom: { listingId: made('listing:iwate') },
      closing: 'fiscal-year',
    }),
  },
  {
    key: 'nagano',
    organisation: 'nagano',
    buys: { from: 'iwate', massG: 1_000_000 },
    scheme: (made) => ({
      kind: 'unit-attachment',
      name: '冷凍食品 1 品に 2 kg',
      place: 'わがまちカーボンクレジットNAGANO',
      municipalityCode: '20201',
      products: [{ sku: 'FROZEN', name: '冷凍食品（2 kg つき）', massG: 2_000 }],
      reserve: { lotId: made('iwate'), massG: 1_000_000 },
    }),
  },
  {
    key: 'hotel',
    organisation: 'hotel',
    buys: { from: 'nakashibetsu', massG: 5_000_000 },
    scheme: (made) => ({
      kind: 'stay-offset',
      name: 'エコ泊',
      place: 'スーパーホテル（再現）',
      municipalityCode: '27100',
      gPerGuestNight: 5_580,
      payer: 'hotel',
      reserve: { lotId: made('nakashibetsu'), massG: 5_000_000 },
    }),
  },
]

/** Sales of the thirty days before today; the frozen food sells its published 61. */
export function demoSales(key: Scheme['key'], now: string): Record<string, unknown>[] {
  const day = (i: number) => `${addDays(dayOf(now), i - 31)}T10:00:00+09:00`
  if (key === 'nichinan') {
    return Array.from({ length: 30 }, (_, i) => ({
      externalId: `day-${i}`,
      at: day(i),
      quantity: 300 + ((i * 37) % 90),
    }))
  }
  if (key === 'nagano') {
    return Array.from({ length: 61 }, (_, i) => ({
      externalId: `item-${i}`,
      at: day(i % 30),
      sku: 'FROZEN',
      quantity: 1,
    }))
  }
  return Array.from({ length: 20 }, (_, i) => ({
    externalId: `stay-${i}`,
    at: day(i),
    nights: 1 + (i % 2),
    guests: 1 + (i % 3),
  }))
}
