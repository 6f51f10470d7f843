/** Finding a municipality. */
export const places = {
  hint: '市区町村の名前・よみ・コード',
  none: '見つかりません',
}
