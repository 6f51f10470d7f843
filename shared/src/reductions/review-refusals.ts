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
  'reductions.too-many-corrections': {
    status: 413,
    ja: (f) => `一度に訂正できるのは ${f.limit} 行までです。そこまでの行は訂正ずみです。`,
    en: (f) => `At most ${f.limit} lines can be corrected at once. Those before are corrected.`,
  },
  'reductions.record-unknown': {
    status: 404,
    ja: () => 'この externalId の記録は受け取っていません。新しい記録として送ってください。',
    en: () => 'No record with this externalId was received. Send it as a new one.',
  },
  'reductions.record-decided': {
    status: 409,
    ja: () => 'この記録は検証か審査で対象外になりました。訂正しても数えられません。',
    en: () => 'Verification or review took this record out. Correcting it does not bring it back.',
  },
  'reductions.record-withdrawn': {
    status: 409,
    ja: () => 'この記録は取り下げられています。もう一度数えるには新しい externalId で送ってください。',
    en: () => 'This record was withdrawn. To count it again, send it with a new externalId.',
  },
  'reductions.record-of-other': {
    status: 422,
    ja: () => '別の人の記録にはできません。取り下げて、新しい記録として送ってください。',
    en: () => 'A record cannot become somebody else’s. Withdraw it and send a new one.',
  },
  'reductions.withdrawn-unclear': {
    status: 422,
    ja: (f) => `withdrawn の値「${f.given}」は使えません（true か false）。`,
    en: (f) => `withdrawn cannot be "${f.given}" (true or false).`,
  },
  'reductions.issued-cap': {
    status: 409,
    ja: () => '発行後の訂正なので、クレジット対象量は増えません。',
    en: () => 'Corrected after issue, so that what is credited does not grow.',
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
