import type { RefusalWording } from '../kernel/refusal.ts'

export const forestOfficialRefusals = {
  'forest.retirement-missing': {
    status: 404,
    ja: () => 'その番号の無効化は台帳にありません。',
    en: () => 'The ledger has no retirement of that number.',
  },
  'forest.official-dated': {
    status: 422,
    field: 'retiredOn',
    ja: (f) => `公式の無効化日（${f.retiredOn}）が先の日付です。`,
    en: (f) => `The official retirement is dated in the future (${f.retiredOn}).`,
  },
  'forest.official-mass': {
    status: 422,
    field: 'massG',
    ja: (f) =>
      `番号の数は ${f.countedG} g ですが、量は ${f.massG} g です。番号が数えられないときは量を書いてください。`,
    en: (f) =>
      `The numbers count up to ${f.countedG} g, the mass says ${f.massG} g. Where they cannot be counted, say it.`,
  },
  'forest.official-strange': {
    status: 422,
    field: 'serials',
    ja: () => 'このロットの番号ではないものが含まれています。',
    en: () => 'Some of these numbers are not of this lot.',
  },
  'forest.official-known': {
    status: 409,
    field: 'serials',
    ja: () => 'この番号は、すでに公式に無効化されたと記録されています。',
    en: () => 'These numbers are recorded as officially retired already.',
  },
  'forest.official-too-much': {
    status: 422,
    field: 'massG',
    ja: (f) => `このロットで公式に無効化できる残りは ${f.leftG} g です（${f.massG} g は超えます）。`,
    en: (f) => `Only ${f.leftG} g of this lot are left to be retired officially; ${f.massG} g is more.`,
  },
  'forest.statement-unreadable': {
    status: 422,
    field: 'csv',
    ja: () => '番号の列の見出しが見つかりません。「シリアル番号」の列、または「開始」と「終了」の列が必要です。',
    en: () => 'No heading for the numbers was found: a column “serials”, or the columns “from” and “to”.',
  },
  'forest.statement-older': {
    status: 409,
    field: 'issuedOn',
    ja: (f) => `${f.newest} の明細がすでにあります。それより古いものは取り込めません。`,
    en: (f) => `There is a statement of ${f.newest} already. An older one cannot be taken in.`,
  },
  'forest.statement-no-lots': {
    status: 422,
    ja: () => 'この組織には、照合する登録ロットがありません。先にロットを登録してください。',
    en: () => 'This organisation has no registered lot to compare with. Import a lot first.',
  },
} as const satisfies Record<string, RefusalWording>
