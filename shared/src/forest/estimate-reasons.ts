/** Why a forest number may not become a credit, or what to know beside it. */
export const forestReasonText = {
  'coefficient-unverified': {
    ja: '原典を確認できていない係数を使うため、表示だけとし、発行の根拠にはできません。',
    en: 'A coefficient without a checked source is used: shown only, never a ground for issuance.',
  },
  'coefficient-stated': {
    ja: '表にない係数が指定されたため、表示だけとし、発行の根拠にはできません。',
    en: 'A coefficient was given instead of the table’s: shown only, never a ground for issuance.',
  },
  'yield-unverified': {
    ja: '製材・合板の歩留まりは原典を確認できていない値です。工場の実績を示すまで表示だけとします。',
    en: 'The processing yield is a recalled figure: shown only until the mill’s own result is given.',
  },
  'stock-is-no-credit': {
    ja: '蓄積は伐採したときの排出量です。それ自体はクレジットになりません。',
    en: 'A stock is what a cut would emit; by itself it earns nothing.',
  },
  'not-certifiable': {
    ja: '吸収量より伐採の排出が多いため、認証の対象になりません。',
    en: 'Cuts emit more than the forest takes up, so nothing can be certified.',
  },
  'cap-reached': {
    ja: '再造林の計上は、伐採した林分の排出量までです。',
    en: 'What is claimed for replanting stops at the emission of the stand that was cut.',
  },
  'negative-on-the-way': {
    ja: '途中の年に累計が負になります。その間は認証を申請できません。',
    en: 'The running total is negative in some years; nothing can be applied for until it recovers.',
  },
  'buffer-missing': {
    ja: 'バッファーの割合が示されていません。当方の 3 % は原典を確認できていないため、表示だけとします。',
    en: 'The buffer share was not given, and our 3 % is a recalled figure: shown only.',
  },
  'inputs-as-given': {
    ja: '吸収量と排出量は、示されたとおりに計算しました。',
    en: 'Uptake and emissions were taken as given.',
  },
  'below-unit': {
    ja: '1 t に満たないため、まだ発行の単位に達しません。',
    en: 'Less than a tonne, which is the smallest unit of issue.',
  },
  'sixty-year-column': {
    ja: '公表された表の 60 年の列は、30 年・90 年の列より 1 年先まで数えています（揃えると 30.8 % と 19.2 %）。計上するのは 90 年の値だけなので、結果は変わりません。',
    en: 'The printed column for 60 years counts one year further than those for 30 and 90; on one convention it would read 30.8 and 19.2 %. Only 90-year shares are counted, so nothing changes.',
  },
} as const satisfies Record<string, { ja: string; en: string }>

export type ForestReasonCode = keyof typeof forestReasonText
