import type { RefusalFacts } from '../kernel/refusal.ts'

// How refusals of the market say what they are about, so that nobody has to count zeros or to know our codes.

type Fact = RefusalFacts[string]

const GRAMS_PER_KG = 1_000
const GRAMS_PER_TONNE = 1_000_000
const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 3 })

/** Whole tonnes and kilograms as such, everything else to the gram. */
export function massSaid(value: Fact): string {
  const massG = Number(value ?? 0)
  if (massG % GRAMS_PER_TONNE === 0 && massG !== 0) return `${number(massG / GRAMS_PER_TONNE)} t`
  return massG % GRAMS_PER_KG === 0 && massG !== 0 ? `${number(massG / GRAMS_PER_KG)} kg` : `${number(massG)} g`
}

export const yenSaid = (value: Fact): string => number(Number(value ?? 0))

/** A time as people in Japan read it, to the minute. */
export function timeSaid(value: Fact): string {
  const at = Date.parse(String(value))
  if (Number.isNaN(at)) return String(value)
  return new Date(at + 9 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ').concat(' JST')
}

const orderStates: Readonly<Record<string, readonly [ja: string, en: string]>> = {
  'awaiting-payment': ['入金待ち', 'waiting for payment'],
  delivered: ['移転ずみ・未入金', 'delivered and waiting for payment'],
  settled: ['完了', 'settled'],
  expired: ['期限切れ', 'expired'],
  cancelled: ['取消', 'cancelled'],
  refunded: ['返金', 'refunded'],
  open: ['支払い中', 'open'],
  paid: ['支払いずみ', 'paid'],
  failed: ['失敗', 'failed'],
  promised: ['約束', 'promised'],
  prepared: ['用意ずみ', 'prepared'],
  sent: ['発送・案内ずみ', 'sent'],
  received: ['受け取りずみ', 'received'],
}

export const stateSaid = (value: Fact, language: 'ja' | 'en'): string =>
  orderStates[String(value)]?.[language === 'ja' ? 0 : 1] ?? String(value)
