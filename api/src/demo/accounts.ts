import type { OrganisationKind } from '@morinowa/shared/kernel/actor.ts'
import { v5 } from 'uuid'

// The demo world's people and organisations. Sellers and schemes carry the names of published cases, so that their figures
// can be looked up; everybody who acts for them here is made up. None of this exists in production.

const NAMESPACE = '6f1d3c8e-5a57-4c7e-9d0b-3f6d2a1c9b42'

/** The same demo thing has the same id on every machine. */
export const demoId = (name: string): string => v5(name, NAMESPACE)

export const DEMO_PASSWORD = 'morinowa-demo'

type DemoOrganisation = { key: string; name: string; kind: OrganisationKind; municipalityCode: string | null }

export const demoOrganisations = [
  { key: 'operator', name: '森の環 運営事務局', kind: 'operator', municipalityCode: null },
  { key: 'bus', name: 'みなも交通（架空のバス会社）', kind: 'provider', municipalityCode: '16211' },
  { key: 'nichinan', name: '道の駅にちなん日野川の郷', kind: 'merchant', municipalityCode: '31401' },
  { key: 'nagano', name: 'わがまちカーボンクレジットNAGANO', kind: 'merchant', municipalityCode: '20201' },
  { key: 'hotel', name: 'スーパーホテル', kind: 'merchant', municipalityCode: '27100' },
  { key: 'imizu', name: '射水市', kind: 'municipality', municipalityCode: '16211' },
  { key: 'tome', name: '登米市', kind: 'creditOwner', municipalityCode: '04212' },
  { key: 'iwate', name: '岩手県', kind: 'creditOwner', municipalityCode: null },
  { key: 'nakashibetsu', name: '中標津町', kind: 'creditOwner', municipalityCode: '01692' },
  { key: 'hirono', name: '洋野町ブルーカーボン増殖協議会', kind: 'creditOwner', municipalityCode: '03507' },
  { key: 'verifier', name: 'みどり検証機構（架空の検証機関）', kind: 'verifier', municipalityCode: null },
  { key: 'buyer', name: 'あさひ食品（架空の購入者）', kind: 'buyer', municipalityCode: null },
  { key: 'distributor', name: 'こだち商事（架空の取次）', kind: 'distributor', municipalityCode: null },
  { key: 'investor', name: 'いずみ投資（架空の投資家）', kind: 'investor', municipalityCode: null },
] as const satisfies readonly DemoOrganisation[]

export type DemoOrganisationKey = (typeof demoOrganisations)[number]['key']

/** Whom one can sign in as: one account of each kind, and more where a story needs them. */
export const demoAccounts: readonly {
  kind: string
  name: string
  email: string
  organisation: DemoOrganisationKey | null
}[] = [
  { kind: 'traveller', name: '旅野 ひかり', email: 'traveller@demo.example', organisation: null },
  { kind: 'provider', name: '水面 わたる', email: 'provider@demo.example', organisation: 'bus' },
  { kind: 'merchant', name: '店田 まこと', email: 'merchant@demo.example', organisation: 'nichinan' },
  { kind: 'merchant-kg', name: '品川 みのり', email: 'merchant-kg@demo.example', organisation: 'nagano' },
  { kind: 'hotel', name: '宿谷 しずか', email: 'hotel@demo.example', organisation: 'hotel' },
  { kind: 'municipality', name: '町田 つかさ', email: 'municipality@demo.example', organisation: 'imizu' },
  { kind: 'creditOwner', name: '森山 いつき', email: 'owner@demo.example', organisation: 'tome' },
  { kind: 'creditOwner-iwate', name: '北上 かえで', email: 'owner-iwate@demo.example', organisation: 'iwate' },
  {
    kind: 'creditOwner-nakashibetsu',
    name: '標津 だいち',
    email: 'owner-nakashibetsu@demo.example',
    organisation: 'nakashibetsu',
  },
  { kind: 'creditOwner-hirono', name: '海野 なぎさ', email: 'owner-hirono@demo.example', organisation: 'hirono' },
  { kind: 'verifier', name: '検見 ただし', email: 'verifier@demo.example', organisation: 'verifier' },
  { kind: 'buyer', name: '買手 さくら', email: 'buyer@demo.example', organisation: 'buyer' },
  { kind: 'distributor', name: '木立 あゆむ', email: 'distributor@demo.example', organisation: 'distributor' },
  { kind: 'investor', name: '泉 みらい', email: 'investor@demo.example', organisation: 'investor' },
  { kind: 'operator', name: '環 まもる', email: 'operator@demo.example', organisation: 'operator' },
]
