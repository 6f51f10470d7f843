/** Any map of areas, whatever it shows. */
export const map = {
  zoomIn: '拡大',
  zoomOut: '縮小',
  approximate: '概略の区域',
  approximateLead: '役所の位置から計算した区域です。実際の境界ではありません。',
  withheld: '非公開（人数が少ないため）',
  none: 'データなし',
  loading: '地図を準備しています',
  keyboard: '矢印キーで移動、＋とーで拡大・縮小、Enter で中央の区域を選びます。',
  from: (lowest: string) => `${lowest}〜`,
  between: (from: string, to: string) => `${from}〜${to}`,
  source: '境界の出典',
}
