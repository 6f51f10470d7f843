import { z } from 'zod'
import { Day } from '../kernel/calendar.ts'
import type { Bilingual } from '../kernel/text.ts'

/** What an owner may demand of everybody who uses a lot. The database enforces each; a refusal quotes it. */
export const LotRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('no-resale') }),
  z.strictObject({ kind: z.literal('use-by'), day: Day }),
  z.strictObject({ kind: z.literal('in-prefecture'), prefectureCode: z.string().regex(/^\d{2}$/) }),
  z.strictObject({ kind: z.literal('once-a-year') }),
  z.strictObject({ kind: z.literal('not-at-origin') }),
])
export type LotRule = z.infer<typeof LotRule>

/** A rule in words, as a lot's page and a refusal say it. */
export function sayRule(rule: LotRule): Bilingual {
  switch (rule.kind) {
    case 'no-resale':
      return { ja: '転売はできません（購入者は無効化のみ）。', en: 'No resale: a buyer may only retire it.' }
    case 'use-by':
      return { ja: `${rule.day} までに使うこと。`, en: `To be used by ${rule.day}.` }
    case 'in-prefecture':
      return {
        ja: `都道府県コード ${rule.prefectureCode} の中での利用に限ります。`,
        en: `For use within prefecture ${rule.prefectureCode} only.`,
      }
    case 'once-a-year':
      return { ja: '無効化は年度に1回まで。', en: 'One retirement in a fiscal year.' }
    case 'not-at-origin':
      return { ja: '創出された市町村以外で使うこと。', en: 'To be used outside the municipality it comes from.' }
  }
}
