/** Why a line is worth what it is, beyond its arithmetic. */
export const reasonText = {
  'claimed-elsewhere': {
    ja: '同じ削減量が他の制度や証書で使われているため、表示だけとします。',
    en: 'The same grams are used by another scheme or certificate, so they are shown only.',
  },
  unverified: {
    ja: '出典を確認できていない係数を使うため、表示だけとし、クレジット対象にしません。',
    en: 'A factor without a checked source is used, so the result is shown only and never credited.',
  },
  'take-up': {
    ja: '呼びかけがなくても9割以上の人が行う行動なので、表示だけとします。',
    en: 'Nine in ten or more do this without being asked, so it is shown only.',
  },
  habit: {
    ja: 'ふだんと同じ移動なので、削減量は 0 です。',
    en: 'This is how the trip is usually made, so nothing is saved.',
  },
  loop: {
    ja: '出発地と到着地が同じ移動には比べる区間がないため、0 とします。',
    en: 'A trip that ends where it began has no pair of places to compare, so it earns nothing.',
  },
  'car-share': {
    ja: 'カーシェアと自家用車は同じ排出とみなすため、0 とします。',
    en: 'A shared car emits what a private one does, so it earns nothing.',
  },
  'worse-than-baseline': {
    ja: '基準より排出が多いため、クレジット対象は 0 です。残高からは引きません。',
    en: 'More was emitted than the baseline, so nothing is credited; nothing is debited either.',
  },
  'no-evidence': {
    ja: '自己申告だけの記録なので、クレジット対象は 0 です。',
    en: 'The record is self-declared only, so nothing is credited.',
  },
  'too-uncertain': {
    ja: '誤差が差そのものより大きく、二つの選択を区別できないため、クレジット対象は 0 です。',
    en: 'The error is larger than the difference, so the two choices cannot be told apart and nothing is credited.',
  },
  'break-even': {
    ja: 'カップを作ったときの排出をまだ取り戻していない回数なので、クレジット対象は 0 です。',
    en: 'The cup has not yet been used often enough to make up for its making, so nothing is credited.',
  },
  'certificate-carries-claim': {
    ja: '再エネの価値は証書が持っているため、クレジット対象は 0 です。',
    en: 'The certificate already carries the renewable claim, so nothing is credited.',
  },
  'class-median-missing': {
    ja: '同じ格のホテルの中央値がまだないため、表示だけとします。',
    en: 'No median of hotels of the same class is loaded yet, so the result is shown only.',
  },
  'audit-missing': {
    ja: '監査を受けたホテルの実績（E4）がないため、表示だけとします。',
    en: "Without the hotel's own audited result (E4) it is shown only.",
  },
  'sales-mix-missing': {
    ja: '店の直近90日の販売がまだ足りない（28日以上・200食以上が必要）ため、表示だけとします。',
    en: "The restaurant's sales of the last 90 days are too few yet (200 meals on 28 days are needed), so it is shown only.",
  },
  'no-car-baseline': {
    ja: 'シェアサイクルなどは車と比べません。申告の代わりに地域の平均を使いました。',
    en: 'Shared micro-mobility is never compared with a car; the regional mix is used instead of the declaration.',
  },
  'extrapolated-edition': {
    ja: '行動の年度の係数はまだ公表されていないため、公表済みの最新年度を使いました。',
    en: 'Figures for the year of the act are not published yet; the newest published edition is used.',
  },
  'place-unknown': {
    ja: '地域がわからないため、低いほうの基準を使いました。',
    en: 'The place is not known, so the lower baseline is used.',
  },
  'review-distance': {
    ja: '一日の移動としては長いため、確認の対象になります。',
    en: 'This is far for one day and goes to review.',
  },
  'fleet-share-unknown': {
    ja: 'レンタル車両に占めるEVの割合が示されていないため、0 % とみなしました。',
    en: 'The share of electric cars in the fleet was not given and is taken as 0 %.',
  },
} as const satisfies Record<string, { ja: string; en: string }>

export type ReasonCode = keyof typeof reasonText
