import type { RefusalWording } from '../kernel/refusal.ts'

export const reviewRefusals = {
  'reductions.review-missing': {
    status: 404,
    ja: () => '審査の対象に、その記録はありません。',
    en: () => 'There is no such record in review.',
  },
  'reductions.review-decided': {
    status: 409,
    ja: () => 'この記録はすでに判断ずみで、開いている異議もありません。',
    en: () => 'This record has been decided, and nobody disputes it.',
  },
  'reductions.review-met': {
    status: 409,
    ja: (f) =>
      `同じ時刻か同じ行動の記録（${f.at}）がすでに数えられています。こちらを採るなら replaces を指定してください。その記録は 0 g の重複になります。`,
    en: (f) =>
      `A record of the same time or act (${f.at}) counts already. To prefer this one say replaces; the other becomes a duplicate with 0 g.`,
  },
  'reductions.review-fixed': {
    status: 409,
    ja: () => '重なっている記録はすでにクレジットのまとまりに入っています。その記録を先に判断してください。',
    en: () => 'The record it meets is in a batch already. Decide about that one first.',
  },
  'reductions.issued': {
    status: 409,
    ja: () => 'この記録はすでにクレジットとして発行されています。訂正は発行後の調整として記録します。',
    en: () => 'This record has been issued as credit; a correction is recorded as an adjustment after issue.',
  },
  'reductions.released': {
    status: 409,
    ja: () => '確認のうえ、数えることになりました。',
    en: () => 'Checked, and it counts.',
  },
  'reductions.rejected': {
    status: 409,
    ja: () => '確認のうえ、数えないことになりました。',
    en: () => 'Checked, and it does not count.',
  },
  'reductions.corrected': {
    status: 409,
    ja: () => '事業者の訂正を受けて計算しなおしました。前の値は履歴にあります。',
    en: () => 'Calculated again after its provider corrected it; what it was before is in its history.',
  },
  'reductions.withdrawn': {
    status: 409,
    ja: () => '事業者がこの記録を取り下げました。',
    en: () => 'Its provider withdrew this record.',
  },
} as const satisfies Record<string, RefusalWording>
