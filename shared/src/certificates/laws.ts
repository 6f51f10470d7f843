import type { Bilingual } from '../kernel/text.ts'

/**
 * What the ledger must always be. Each law compares two independent sums and counts what breaks it; the database computes
 * them live, and anyone can recompute them from the public export.
 */
export const laws = {
  I1: {
    ja: '発行した量 ＝ 残っている量 ＋ 無効化した量 ＋ 取り消した量（ロットごと）',
    en: 'Issued = left + retired + cancelled, lot by lot',
  },
  I2: { ja: '保有の現在位置 ＝ 起点 ＋ そこから出た量', en: 'A holding stands at its origin plus all that left it' },
  I3: { ja: '生きている範囲と終わった範囲は重ならない', en: 'No two live or final ranges of a lot overlap' },
  I4: { ja: '範囲はロットを隙間なく覆う', en: 'The ranges cover their lot without a gap' },
  I5: { ja: '引き当て量 ＝ 開いている引き当ての合計', en: 'What is held = the parts of open reservations' },
  I6: { ja: '操作の量 ＝ その記帳の合計', en: 'The entries of an operation sum to its grams' },
  I7: { ja: '移転で生まれた保有は、移転した範囲と同じ', en: 'A holding equals the transfer that made it' },
  I8: { ja: '移転の記帳にはすべて受け取った保有がある', en: 'Every transfer has arrived' },
  I9: {
    ja: '引き当てから使った量・戻した量 ＝ その操作の合計',
    en: 'What reservations paid and gave back = their operations',
  },
  I10: { ja: '操作の鍵はそれぞれ一つの操作だけを指す', en: 'A key names one operation' },
  I11: {
    ja: '記帳は追記のみ（変更・削除を拒む仕掛けが働いている）',
    en: 'Records are append-only: every guard is in place',
  },
  I12: {
    ja: '種類は混ざらず、無効化にはすべて記載と証明書番号がある',
    en: 'Families never mix, and every retirement has its statement and certificate',
  },
  I13: {
    ja: '検証した量 ＋ 繰り越された量 ＝ ロット ＋ 次への繰越 ＋ 控除、各グラムに元の削減がある',
    en: 'Verified + carried in = lot + carried on + deducted, and every gram of a lot has its reduction',
  },
  I14: {
    ja: '店などに割り当てた量・報酬は、引き当てた量・お金を超えない',
    en: 'What schemes attach is within what they reserved',
  },
  I15: {
    ja: '公開記録の葉の数 ＝ 最後の署名までの記帳の数',
    en: 'The public log has a leaf for every entry, in a tree that hashes to its checkpoint',
  },
  I16: {
    ja: '登録制度のロットで、取り置いた量＋無効化した量は、公式登録簿で裏付けられた量を超えない',
    en: 'Of registered lots, attached + retired is within what their registries show',
  },
  I17: {
    ja: '商品やサービスのために無効化した量は、1グラムずつ、ただ一つの売上の番号になっているか、次の売上を待っている',
    en: 'Each gram retired for what was sold stands for exactly one sale, or waits for the next',
  },
} as const satisfies Record<string, Bilingual>
export type LawId = keyof typeof laws
