import type { RefusalWording } from '../kernel/refusal.ts'

export const forestRefusals = {
  'forest.unit': {
    status: 422,
    ja: (f) => `この種類のクレジットは ${f.unitG} g の倍数で登録します（${f.massG} g は割り切れません）。`,
    en: (f) => `Credits of this family come in multiples of ${f.unitG} g; ${f.massG} g is not one.`,
  },
  'forest.serials-repeated': {
    status: 422,
    field: 'serials',
    ja: () => '識別番号の範囲が重なっています。',
    en: () => 'The ranges of serial numbers overlap each other.',
  },
  'forest.serials-known': {
    status: 409,
    field: 'serials',
    ja: () => 'この識別番号はすでに登録されています。同じクレジットを二度は登録できません。',
    en: () => 'These serial numbers are imported already. The same credits cannot be imported twice.',
  },
  'forest.statement-dated': {
    status: 422,
    ja: (f) => `保有証明の発行日（${f.issuedOn}）が先の日付です。`,
    en: (f) => `The statement of holding is dated in the future (${f.issuedOn}).`,
  },
  'forest.municipality-unknown': {
    status: 422,
    ja: (f) => `市区町村コード ${f.code} はありません。`,
    en: (f) => `There is no municipality with the code ${f.code}.`,
  },
  'forest.project-differs': {
    status: 409,
    field: 'projectName',
    ja: () => '同じ名前のプロジェクトが、別の種類・方法論・場所で登録されています。',
    en: () => 'A project of this name is known here with another family, method or place.',
  },
  'forest.project-missing': {
    status: 404,
    ja: () => 'そのプロジェクトは見つかりません。',
    en: () => 'There is no such project.',
  },
  'forest.lot-missing': {
    status: 404,
    ja: () => 'そのロットは見つかりません。',
    en: () => 'There is no such lot.',
  },
  'forest.lot-decided': {
    status: 409,
    field: 'result',
    ja: (f) => `このロットの確認はすでに済んでいます（${f.proof}）。`,
    en: (f) => `This lot has been looked at already (${f.proof}).`,
  },
  'forest.check-needs-note': {
    status: 422,
    field: 'note',
    ja: () => '識別番号の数と量が合わないロットです。確かめたことを備考に書いてください。',
    en: () => 'The serial numbers do not count up to the mass. Say in the note how that was cleared up.',
  },
} as const satisfies Record<string, RefusalWording>
