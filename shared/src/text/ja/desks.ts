/** Titles and one-line purposes of the pages of each kind of user. */
export const desks = {
  shop: { title: '店', lead: '1円募金、kg付き商品、エコ泊、イベントの売上と在庫を扱います。' },
  market: { title: 'マーケット', lead: '産地と物語で選び、kg単位で買えます。' },
  holdings: { title: '保有', lead: '持っているクレジットを見て、無効化し、証明書を受け取ります。' },
  owner: { title: '創出者', lead: '森林クレジットを登録し、市場に出します。' },
  verifier: { title: '審査', lead: '標本を引き、確かめ、署名します。' },
  operator: { title: '運営', lead: 'とりまとめ、発行、入金の確認をします。' },
  municipality: { title: '自治体', lead: '地域の削減量を合計で見ます。個人は見えません。' },
  provider: { title: 'データ連携', lead: '乗車や宿泊の記録を送り、1行ずつ結果を受け取ります。' },
  map: { title: '地図', lead: 'どこで、どれだけ減ったかを市区町村ごとに見ます。' },
}
