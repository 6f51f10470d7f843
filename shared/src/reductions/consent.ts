import { z } from 'zod'

/** What a person may agree to, each on its own. */
export const Purpose = z.enum(['share-with-municipality', 'credit-assignment'])
export type Purpose = z.infer<typeof Purpose>

export const purposeText: Readonly<Record<Purpose, { ja: string; en: string }>> = {
  'share-with-municipality': {
    ja: '10 人以上の集計としてのみ、行き先や出発地の市区町村の数字に含めること',
    en: 'Counting my acts in the figures of the municipality, only ever in groups of ten people or more',
  },
  'credit-assignment': {
    ja: '確認された削減量をこの基盤の行動変容クレジットとしてまとめ、譲り渡すこと（発行までいつでも取り消せます）',
    en: 'Pooling and handing over my verified reductions as behaviour credits (revocable until they are issued)',
  },
}
