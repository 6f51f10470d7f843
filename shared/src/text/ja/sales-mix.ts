/** What a restaurant's meals are compared with. */
export const salesMix = {
  title: '自店の販売構成',
  lead: (days: number) => `食事は、その前の${days}日に自店で売れた料理と比べます。今日の食事と比べる構成です。`,
  one: '自店',
  sold: (meals: string, days: string) => `${days}日で${meals}食`,
  enough: '比べています',
  notYet: '見える化だけ',
  missing: (meals: string, days: string) =>
    `28日・200食になると比べられます（いま${days}日・${meals}食）。それまでの食事は、クレジットの対象になりません。`,
  meal: '主菜',
  count: '食数',
  share: '構成',
  none: '食事の販売は、まだ届いていません',
  noneLead: '販売の行を送った翌日から、ここに出ます。',
  meals: {
    beef: '牛肉',
    veal: '子牛',
    pork: '豚肉',
    chicken: '鶏肉',
    fish_white: '白身魚',
    fish_oily: '青魚',
    tuna: 'まぐろ',
    vegetarian: '菜食',
    vegan: '完全菜食',
  },
}
