import { type Family, families } from '../credits/families.ts'
import type { Bilingual } from '../kernel/text.ts'
import { GRAMS_PER_KG, GRAMS_PER_TONNE } from '../kernel/units.ts'

// An assistant for the words on tags, posters and web pages. It knows what has gone wrong for others and which rule it
// went against; it is no lawyer, and it says so by showing the rule beside each finding.

/** Where the words will be read. */
export type Market = 'JP' | 'EU'

/** What is true of the scheme whose words are looked at. */
export type WordingFacts = {
  family: Family
  /** Grams carried by one item; null where items carry none (a fund, an event). */
  perItemG: number | null
  /** Used by sales so far. */
  attachedG: number
  retiredG: number
  projectName: string
  organisationName: string
  markets: readonly Market[]
}

export type Finding = {
  rule: string
  /** `stop`: do not print this. `mind`: add or change something first. */
  severity: 'stop' | 'mind'
  /** The words at fault, as they stand in the text; empty when something is missing. */
  found: string
  why: Bilingual
  /** The rule it rests on, by name and place. */
  basis: Bilingual
}

export type WordingCheck = {
  verdict: 'stop' | 'mind' | 'clear'
  findings: Finding[]
  /** A sentence that is true as of now and passes this check. */
  safe: Bilingual
}

type WordingRule = {
  id: string
  severity: Finding['severity'] | ((facts: WordingFacts) => Finding['severity'])
  /** Words that must not stand there. */
  words?: RegExp
  /** Something that must, once the text says the trigger. */
  missing?: { trigger: RegExp; needs: (text: string, facts: WordingFacts) => boolean }
  /** Whether the rest of the text makes the words true. */
  unless?: (text: string, facts: WordingFacts) => boolean
  applies?: (facts: WordingFacts) => boolean
  why: Bilingual
  basis: Bilingual
}

const REPRESENTATIONS: Bilingual = {
  ja: '景品表示法 第5条第1号（優良誤認表示）・第7条第2項（合理的な根拠の資料）',
  en: 'Act against Unjustifiable Premiums and Misleading Representations (Japan), articles 5(1) and 7(2)',
}
const GUIDELINE: Bilingual = {
  ja: '環境省「カーボン・オフセットガイドライン」（対象・量・クレジットの種類・無効化を示す）',
  en: 'Carbon Offset Guideline of Japan’s Ministry of the Environment (state scope, amount, kind of credit, retirement)',
}
const EU_OFFSET: Bilingual = {
  ja: 'EU 指令 2024/825（不公正取引慣行指令 付属書I 4c：オフセットに基づく製品の「中立・削減」表示の禁止、2026年9月27日適用）',
  en: 'Directive (EU) 2024/825: Annex I point 4c bans product claims of neutral, reduced or positive impact based on offsetting, from 27 September 2026',
}
const EU_GENERIC: Bilingual = {
  ja: 'EU 指令 2024/825（付属書I 4a：根拠を示さない一般的な環境表示の禁止）',
  en: 'Directive (EU) 2024/825: Annex I point 4a bans generic environmental claims without recognised excellent performance',
}
const EU_LABEL: Bilingual = {
  ja: 'EU 指令 2024/825（付属書I 2a：認証制度に基づかない環境ラベルの禁止）・景品表示法 第5条第1号',
  en: 'Directive (EU) 2024/825: Annex I point 2a (labels without a certification scheme); article 5(1) of the Japanese act',
}
const PLATFORM: Bilingual = {
  ja: '森の環の原則（排出・削減・オフセットを混ぜない。オフセットと言えるのは登録制度のクレジットだけ）',
  en: 'Morinowa’s own rule: emitted, reduced and offset are never mixed, and only credits of a registered scheme offset',
}

const both = (one: Bilingual, other: Bilingual): Bilingual => ({
  ja: `${one.ja}／${other.ja}`,
  en: `${one.en}; ${other.en}`,
})

const KINDS_OF_CREDIT =
  /J[-‐ ]?クレジット|J[-‐ ]?VER|ブルークレジット|行動変容クレジット|吸収量|J-?Credit|J Blue|behaviour-change credit/i

const inEurope = (facts: WordingFacts): boolean => facts.markets.includes('EU')

const RULES: readonly WordingRule[] = [
  {
    id: 'zero-product',
    severity: 'stop',
    words:
      /(?:CO2|二酸化炭素|カーボン|炭素|温室効果ガス|排出量?|気候|クライメート)[^。、\n]{0,6}(?:ゼロ|フリー|ニュートラル|中立|ネガティブ|ポジティブ)|ゼロ[・ ]?(?:カーボン|エミッション|CO2|炭素)|(?:実質|ネット)[・ ]?(?:ゼロ|0)|脱炭素(?:商品|製品)|(?:CO2|二酸化炭素|温室効果ガス|炭素)[をは](?:一切|全く)?(?:(?:出さ|排出し|発生し|発生させ)ない|(?:出|排出|発生|発生させ)し?ません)|(?:carbon|climate|CO2|emissions?)[ -]?(?:neutral|free|positive|negative|zero)|(?:net[ -]?)?zero[ -](?:carbon|emissions?|CO2)|net[ -]zero|(?:footprint|emissions?|CO2)[^.\n]{0,6}\b(?:zero|0)\b|(?:eliminat|eras|neutrali[sz])\w+ [^.\n]{0,12}(?:footprint|emissions|carbon|CO2)/gi,
    why: {
      ja: 'クレジットを付けても、商品そのものの排出量はなくなりません。',
      en: 'A credit beside a product does not take the product’s own emissions away.',
    },
    basis: both(REPRESENTATIONS, EU_OFFSET),
  },
  {
    id: 'reduces-itself',
    severity: 'stop',
    words:
      /(?:CO2|二酸化炭素|温室効果ガス|排出量?)[^。、\n]{0,16}(?:を|が)[^。、\n]{0,10}(?:削減(?!(?:・吸収)?(?:活動|する活動|の取り組み|に貢献|を応援))|減(?:ら(?:し|せ|す(?!活動|取り組み))|る|り|って)|カット)|温暖化を(?:止め(?!る活動|る取り組み)|防(?:ぎ|げ|ぐ(?!活動|取り組み)))|(?:reduces?|cuts?|lowers?) (?:your |its |our |the )?(?:CO2|carbon|emissions)/gi,
    applies: ({ family }) => family !== 'behaviour',
    why: {
      ja: '別の場所の吸収・削減を買ったのであって、この商品が減らしたのではありません。',
      en: 'What was bought happened elsewhere; the product itself reduces nothing.',
    },
    basis: both(REPRESENTATIONS, PLATFORM),
  },
  {
    id: 'offset-unregistered',
    severity: 'stop',
    words: /オフセット|相殺|埋め合わせ|offset(?:s|ting)?|compensat(?:e|es|ed|ion|ing)/gi,
    applies: ({ family }) => !families[family].offset,
    why: {
      ja: 'この種類のクレジットは登録制度のものではないため、オフセットとは言えません。「応援」「貢献」と言ってください。',
      en: 'This family belongs to no registered scheme, so it cannot offset. Say that it supports or contributes.',
    },
    basis: both(PLATFORM, GUIDELINE),
  },
  {
    id: 'not-retired-yet',
    severity: 'stop',
    words:
      /(?:無効化|オフセット|相殺)(?:済み?|されて(?:います|いる)|しました|を?完了)|(?:has|have|is|are|was|were)(?: been| fully)? (?:offset|retired|compensated)/gi,
    applies: ({ attachedG, retiredG }) => attachedG > retiredG,
    unless: saysHowMuchIsRetired,
    why: {
      ja: 'まだ無効化していない分があります。無効化したのは一部で、残りは確保した状態です。',
      en: 'Not all of it is retired yet: a part is only set aside.',
    },
    basis: both(REPRESENTATIONS, GUIDELINE),
  },
  {
    id: 'planted',
    severity: 'stop',
    words:
      /木[をが](?:\d+本)?(?:植え|植わ)|植樹(?:し|され|が)|plants? (?:a |\d+ )?trees?|trees? (?:is|are|was|were) planted/gi,
    why: {
      ja: 'クレジットの購入は植樹ではありません。比べるときは「〜に相当」と書きます。',
      en: 'Buying credits plants nothing. A comparison says "equal to".',
    },
    basis: REPRESENTATIONS,
  },
  {
    id: 'generic',
    severity: (facts) => (inEurope(facts) ? 'stop' : 'mind'),
    words:
      /(?:(?:環境|地球|気候)に(?:やさし|優し|いい|良い|配慮)|自然に(?:やさし|優し|配慮))[いくしたな]*|エコ(?:な|商品|製品|フレンドリー)|グリーンな|サステナブル|持続可能な(?:商品|製品)|(?:eco|environmentally|climate|earth|nature)[ -]?friendly|sustainable|\bgreen\b(?![ -](?:tea|onions?|peppers?|peas?|beans?|apples?|curry|salad|car)\b)/gi,
    why: {
      ja: '何がどれだけ良いのかが分かりません。量と中身で言い換えてください。',
      en: 'It does not say what is better and by how much. Use the amount and what was done.',
    },
    basis: both(REPRESENTATIONS, EU_GENERIC),
  },
  {
    id: 'absolute',
    severity: 'mind',
    // Fruit juice is 100 % too: only what is said of emissions.
    words:
      /(?:永久|永遠|完全)に[^。、\n]{0,12}(?:オフセット|相殺|吸収|除去|固定|埋め合わせ|無効化|CO2|炭素|排出)|100 ?%[^。、.\n]{0,12}(?:オフセット|相殺|再生可能|再エネ|CO2|炭素|排出|offset|renewable|carbon|emission)|(?:オフセット|相殺|offset)[^。、.\n]{0,12}100 ?%|すべての排出|(?:forever|completely)[^.\n]{0,20}(?:offset|carbon|CO2|emission|stor|remov)|(?:stor|remov|offset)\w*[^.\n]{0,20}(?:forever|completely)|all (?:of )?(?:its|our|your) emissions/gi,
    why: {
      ja: '対象の範囲と期間を限って書いてください。',
      en: 'Say which scope and which period it covers.',
    },
    basis: GUIDELINE,
  },
  {
    id: 'certified',
    severity: 'mind',
    words: /(?:環境省|国|政府)(?:の)?(?:認定|公認|認証|お墨付き)|認証済み?|certified|approved by the government/gi,
    why: {
      ja: 'クレジットが認証されたのであって、商品や店が認証されたのではありません。どの制度の何の認証かを書いてください。',
      en: 'The credit was certified, not the product or the shop. Name the scheme and what it certified.',
    },
    basis: EU_LABEL,
  },
  {
    id: 'amount-missing',
    severity: 'mind',
    missing: {
      trigger: /オフセット|クレジット|無効化|offset|credit|retire/i,
      needs: (text) => /\d[\d,.]* ?(?:kg|g|t|トン|キロ|グラム|tonnes?)|\d[\d,]* ?(?:円|yen)/i.test(text),
    },
    why: { ja: '量（kg など）か金額が書かれていません。', en: 'It names no amount, neither of CO2 nor of money.' },
    basis: GUIDELINE,
  },
  {
    id: 'credit-missing',
    severity: 'mind',
    missing: {
      trigger: /オフセット|無効化|offset|retire/i,
      needs: (text, { family }) =>
        KINDS_OF_CREDIT.test(text) || Object.values(families[family].name).some((name) => text.includes(name)),
    },
    why: {
      ja: 'どの種類のクレジットかが書かれていません。',
      en: 'It does not say which kind of credit was used.',
    },
    basis: GUIDELINE,
  },
]

/** A text that says it of a part, or of exactly the grams that are retired, says no more than is so. */
function saysHowMuchIsRetired(text: string, { retiredG }: WordingFacts): boolean {
  if (retiredG === 0) return false
  if (/一部[^。、\n]{0,6}(?:無効化|オフセット|相殺)|\bpart of|partly/i.test(text)) return true
  return [...text.matchAll(/(\d[\d,]*(?:\.\d+)?) ?(kg|g|t|キロ|グラム|トン|tonnes?)/gi)].some(
    ([, number = '', unit = '']) => Math.round(Number(number.replaceAll(',', '')) * gramsIn(unit)) === retiredG,
  )
}

function gramsIn(unit: string): number {
  if (/^(?:kg|キロ)$/i.test(unit)) return GRAMS_PER_KG
  return /^(?:g|グラム)$/i.test(unit) ? 1 : GRAMS_PER_TONNE
}

/** Looks at a text with every rule that applies to the scheme. */
export function checkWording(text: string, facts: WordingFacts): WordingCheck {
  const plain = text.normalize('NFKC').replaceAll('₂', '2')
  const findings = RULES.filter((rule) => rule.applies?.(facts) ?? true).flatMap((rule) =>
    faults(rule, plain, facts).map((found): Finding => {
      const severity = typeof rule.severity === 'function' ? rule.severity(facts) : rule.severity
      return { rule: rule.id, severity, found, why: rule.why, basis: rule.basis }
    }),
  )
  const verdict = findings.some(({ severity }) => severity === 'stop') ? 'stop' : findings.length > 0 ? 'mind' : 'clear'
  return { verdict, findings, safe: safeWording(facts) }
}

/** A sentence that says what was done, with what, how much, and what it does not mean. */
export function safeWording(facts: WordingFacts): Bilingual {
  const { family, perItemG, attachedG, retiredG, projectName, organisationName } = facts
  const name = families[family].name
  const done = attachedG <= retiredG
  const amount = massWords(perItemG ?? Math.max(attachedG, retiredG))
  const each = perItemG === null ? { ja: 'これまでに', en: 'So far' } : { ja: '1品につき', en: 'For each item' }
  const state = done
    ? { ja: '購入して無効化し', en: 'is bought and retired' }
    : {
        ja: '購入・確保し、登録簿の単位に達したときに無効化して',
        en: 'is bought, set aside and retired when it fills the registry’s unit',
      }
  return {
    ja: `${each.ja}${name.ja}（${projectName}）${amount}-CO2 分を${organisationName}が${state.ja}、この取り組みを応援しています。商品そのものの排出がなくなるわけではありません。`,
    en: `${each.en}, ${amount} of CO2 in ${name.en}s (${projectName}) ${state.en} by ${organisationName}, in support of that project. The product’s own emissions remain.`,
  }
}

function faults({ words, missing, unless }: WordingRule, text: string, facts: WordingFacts): string[] {
  if (unless?.(text, facts)) return []
  if (words) return [...new Set([...text.matchAll(words)].map(([found]) => found))]
  return missing?.trigger.test(text) && !missing.needs(text, facts) ? [''] : []
}

/** Grams below a kilogram, kilograms below a tonne, then tonnes. */
export function massWords(g: number): string {
  if (g < GRAMS_PER_KG) return `${g} g`
  if (g < GRAMS_PER_TONNE) return `${trimmed(g, GRAMS_PER_KG)} kg`
  return `${trimmed(g, GRAMS_PER_TONNE)} t`
}

function trimmed(g: number, unit: number): string {
  const digits = String(unit).length - 1
  const rest = String(g % unit)
    .padStart(digits, '0')
    .replace(/0+$/, '')
  const whole = Math.floor(g / unit).toLocaleString('en')
  return rest === '' ? whole : `${whole}.${rest}`
}
