import { brokenLines } from '@morinowa/api/certificates/line-breaks.ts'
import { drawable, runsOf, typeface } from '@morinowa/api/certificates/typeface.ts'
import { drawKit } from '@morinowa/api/schemes/kit/draw-kit.ts'
import type { Typesetting } from '@morinowa/api/schemes/kit/sheet.ts'
import type { PublicScheme } from '@morinowa/shared/schemes/contract.ts'
import { publicWording } from '@morinowa/shared/schemes/public-wording.ts'
import { expect, test } from 'vitest'

const NAME =
  '信州の山なみと里の暮らしをつなぐ森づくり応援冷凍食品詰め合わせ季節限定プレミアムギフト二〇二六年度版（長野県産カラマツ間伐材活用プロジェクト連携商品）特別記念品'
const PLACE = '長野県北佐久郡軽井沢町大字長倉字中軽井沢駅前再開発複合施設地域物産交流センター二階特設売場'
  .repeat(3)
  .slice(0, 120)

const scheme = {
  kind: 'unit-attachment',
  name: NAME,
  place: PLACE,
  organisationName: '道の駅',
  items: 3,
  itemsOnPaper: 0,
  fundYen: 0,
  spentYen: 0,
  attachedG: 6_000,
  retiredG: 0,
  perUnit: null,
  origins: [{ projectName: '中標津町 町有林 J-クレジット' }],
  wording: publicWording(
    'unit-attachment',
    { items: 3, attachedG: 6_000, retiredG: 0, fundYen: 0, spentYen: 0 },
    'j-credit',
  ),
} as unknown as PublicScheme

test.each(['poster', 'shelf-tag', 'badge'] as const)(
  'a name of eighty characters is printed whole on a %s',
  async (piece) => {
    const drawn: string[] = []
    const type: Typesetting = {
      typeface,
      drawable: drawable as Typesetting['drawable'],
      brokenLines,
      runsOf: (text) => {
        if (text.length > 1) drawn.push(text)
        return runsOf(text)
      },
    }
    await drawKit(type, {
      piece,
      language: 'ja',
      scheme,
      terms: { products: [{ sku: 'a', name: NAME, massG: 2_000 }] },
      url: 'https://morinowa.example/schemes/01a20416-8c27-774c-8e88-727b335600ee',
      at: '2026-11-22T16:00:00.000Z',
    })
    const text = drawn.join('')
    expect([...NAME]).toHaveLength(80)
    expect(text).toContain(NAME)
    if (piece !== 'shelf-tag') {
      expect(text).toContain(PLACE)
      // Midnight has passed in Japan.
      expect(text).toContain('2026-11-23')
    }
    expect(text).not.toContain('…')
  },
)

test('what has not been bought or retired yet is said to come, not to be none', () => {
  const before = { items: 3, attachedG: 6_000, retiredG: 0, fundYen: 3, spentYen: 0 }
  expect(publicWording('per-item-fund', before, 'j-blue').ja).toBe(
    'これまで 3 品で 3 円が集まりました。この積立でJブルークレジットを購入し、無効化します。',
  )
  expect(publicWording('unit-attachment', before, 'j-credit').en).toContain('They are set aside and will be retired')
  const after = { ...before, retiredG: 1_000, spentYen: 2, fundYen: 1 }
  expect(publicWording('per-item-fund', after, null).ja).toContain(
    '2 円で 1 kg-CO2 分のクレジットを購入・無効化しました',
  )
})
