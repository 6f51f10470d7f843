/** What shops and towns put on their own pages. */
export const methodologyEmbed = {
  title: '移動の CO₂ を比べる',
  distance: '距離（km）',
  compare: '比べる',
  perPerson: (km: string) => `${km} km 移動したときの一人あたりの排出（目安）`,
  withOccupants: '平均の乗車人数',
  saves: (amount: string) => `自家用車より ${amount} 少ない`,
  more: (amount: string) => `自家用車より ${amount} 多い`,
  source: (set: string) => `係数 ${set}`,
  how: '計算のしかた',
  brand: '森の環',
  badge: (amount: string) => `CO₂ ${amount} 削減の目安`,
  badgeMore: (amount: string) => `CO₂ ${amount} 増加の目安`,
}
