import { families, Family } from '@morinowa/shared/credits/families.ts'
import { checkWording, safeWording, type WordingFacts } from '@morinowa/shared/schemes/claim-wording.ts'
import { publicWording } from '@morinowa/shared/schemes/public-wording.ts'
import { SchemeKind } from '@morinowa/shared/schemes/scheme-rules.ts'
import { describe, expect, test } from 'vitest'

const facts = (fields: Partial<WordingFacts> = {}): WordingFacts => ({
  family: 'j-credit',
  perItemG: 2_000,
  attachedG: 122_000,
  retiredG: 0,
  projectName: '飯綱町有林',
  organisationName: 'わがまち商店',
  markets: ['JP'],
  ...fields,
})
const rulesIn = (text: string, fields?: Partial<WordingFacts>) =>
  checkWording(text, facts(fields)).findings.map(({ rule }) => rule)

describe('words that must not be printed', () => {
  test.each([
    ['CO2ゼロ商品です', 'zero-product'],
    ['ＣＯ₂排出量ゼロのお米', 'zero-product'],
    ['カーボンニュートラルなキャンディ', 'zero-product'],
    ['実質ゼロの旅', 'zero-product'],
    ['A carbon-neutral candy', 'zero-product'],
    ['This is a net zero product', 'zero-product'],
    ['この商品はCO2を2kg削減します', 'reduces-itself'],
    ['This product reduces CO2', 'reduces-itself'],
    ['J-クレジット2kgでオフセット済み', 'not-retired-yet'],
    ['一品ごとに木を植えます', 'planted'],
    ['買うだけで森に木が植えられます', 'planted'],
    ['ゼロカーボン商品です', 'zero-product'],
    ['ネットゼロの旅', 'zero-product'],
    ['気候中立なイベント', 'zero-product'],
    ['カーボンネガティブなワイン', 'zero-product'],
    ['クライメートポジティブ', 'zero-product'],
    ['ゼロエミッションの大会', 'zero-product'],
    ['CO₂排出量を実質0に', 'zero-product'],
    ['二酸化炭素を出さない商品', 'zero-product'],
    ['温室効果ガスを出しません', 'zero-product'],
    ['Carbon footprint: 0 kg', 'zero-product'],
    ['We have eliminated our carbon footprint', 'zero-product'],
    ['飲むだけで CO2 が減るお茶', 'reduces-itself'],
    ['地球温暖化を止める商品', 'reduces-itself'],
    ['We plant a tree for each item', 'planted'],
  ])('%s', (text, rule) => {
    const { verdict, findings } = checkWording(text, facts())
    expect(findings.map(({ rule: one }) => one)).toContain(rule)
    expect(verdict).toBe('stop')
  })

  test('each finding names its words, its reason and the rule in both languages', () => {
    const [finding] = checkWording('カーボンニュートラル商品', facts()).findings
    expect(finding).toMatchObject({ found: 'カーボンニュートラル', severity: 'stop' })
    for (const said of [finding?.why, finding?.basis]) {
      expect(said?.ja).toMatch(/[ぁ-んァ-ヶ一-龠]/)
      expect(said?.en).toMatch(/[a-z]/)
    }
    expect(finding?.basis.ja).toContain('景品表示法')
  })

  test('only credits of a registered scheme offset anything', () => {
    const text = '行動変容クレジット2kgでオフセットします'
    expect(rulesIn(text, { family: 'behaviour' })).toContain('offset-unregistered')
    expect(rulesIn(text, { family: 'local' })).toContain('offset-unregistered')
    expect(rulesIn('J-クレジット2kgでオフセットします')).not.toContain('offset-unregistered')
  })

  test('what is retired may be called retired', () => {
    const text = 'J-クレジット 2 kg を無効化しました'
    expect(rulesIn(text)).toContain('not-retired-yet')
    expect(rulesIn(text, { retiredG: 122_000 })).toEqual([])
  })
})

describe('words that may be printed', () => {
  test.each([
    'この商品には、飯綱町のJ-クレジット 2 kg-CO2 分が付いています。',
    '1品につき1円を、J-クレジットの購入に充てます。',
    '間伐などの森の手入れと、CO2 を減らす活動を応援しています。',
    'りんご果汁100%',
    'お会計は完全にキャッシュレスです',
    '自然にいい汗をかく',
    'エコバッグをお持ちください',
    'Green tea cookies, 100% apple juice',
    'We set aside 2 kg of J-Credits for each item.',
  ])('%s', (text) => {
    expect(checkWording(text, facts({ markets: ['JP', 'EU'] }))).toMatchObject({ verdict: 'clear', findings: [] })
  })

  test.each(SchemeKind.options)('what a %s scheme says of itself on its poster', (kind) => {
    for (const retiredG of [0, 122_000, 100_000]) {
      const said = publicWording(
        kind,
        { items: 61, attachedG: 122_000, retiredG, fundYen: 61, spentYen: 9 },
        'j-credit',
      )
      for (const text of Object.values(said)) {
        expect([text, rulesIn(text, { retiredG, markets: ['JP', 'EU'] })]).toEqual([text, []])
      }
    }
  })

  test('exactly the grams that are retired, or a part of them, and no other number', () => {
    const partly = { attachedG: 122_000, retiredG: 100_000 }
    expect(rulesIn('J-クレジット 100 kg を無効化しました', partly)).toEqual([])
    expect(rulesIn('J-クレジットの一部を無効化しました（2 kg）', partly)).toEqual([])
    expect(rulesIn('J-クレジット 122 kg を無効化しました', partly)).toEqual(['not-retired-yet'])
  })
})

describe('words that need something more', () => {
  test('general praise is a matter to mind in Japan and to stop in Europe', () => {
    const text = '地球にやさしいお米'
    expect(checkWording(text, facts())).toMatchObject({ verdict: 'mind', findings: [{ rule: 'generic' }] })
    expect(checkWording(text, facts({ markets: ['JP', 'EU'] })).verdict).toBe('stop')
  })

  test('an offset names its amount and its kind of credit', () => {
    expect(rulesIn('この商品はオフセットに参加しています')).toEqual(['amount-missing', 'credit-missing'])
    expect(rulesIn('J-クレジット 2 kg のオフセットに参加しています')).toEqual([])
  })
})

describe('the safe sentence', () => {
  test.each(Family.options)('passes its own check for %s, retired or not, by item or not', (family) => {
    for (const retiredG of [0, 122_000]) {
      for (const perItemG of [2_000, null]) {
        const said = facts({ family, retiredG, perItemG, markets: ['JP', 'EU'] })
        for (const text of Object.values(safeWording(said))) {
          expect(checkWording(text, said)).toMatchObject({ verdict: 'clear' })
        }
        expect(safeWording(said).ja).toContain(families[family].name.ja)
      }
    }
  })

  test('says the amount in a unit that people read', () => {
    const ja = (perItemG: number) => safeWording(facts({ perItemG })).ja
    expect([ja(500), ja(2_000), ja(2_050), ja(1_500_000)].map((text) => /[\d.]+ k?[gt]/.exec(text)?.[0])).toEqual([
      '500 g',
      '2 kg',
      '2.05 kg',
      '1.5 t',
    ])
  })
})
