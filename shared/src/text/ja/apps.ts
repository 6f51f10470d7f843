/** Apps that act for people: the question to the person, the list of what was said yes to, and registering one. */
export const apps = {
  scopes: {
    'trips:write': 'あなたの移動をきろくする',
    'reductions:read': 'あなたのきろくと合計を読む',
  },
  ask: {
    title: 'アプリからのお願い',
    lead: (app: string, organisation: string) =>
      `「${app}」（${organisation}）が、あなたに代わって次のことをしたいと言っています。`,
    may: 'できるようになること',
    not: 'ほかのことはできません。お名前、メールアドレス、パスワードは渡しません。いつでも「データと同意」で取り消せます。',
    backTo: (host: string) => `答えると、次へ戻ります: ${host}`,
    yes: '許可する',
    no: '許可しない',
    incomplete: 'このお願いは開けません',
    incompleteLead: 'アプリから送られた情報が足りないか、正しくありません。アプリに戻って、もう一度お試しください。',
  },
  mine: {
    title: '許可しているアプリ',
    none: '許可しているアプリはありません',
    noneLead: 'ほかのアプリから、あなたの移動をきろくしたり読んだりするときは、ここに出ます。',
    since: (day: string) => `${day}から`,
    revoke: '許可を取り消す',
    revokeLead: 'このアプリは、いますぐ何もできなくなります。これまでのきろくは残ります。',
  },
  own: {
    title: 'アプリの登録',
    lead: '利用者の同意を得て、移動をきろくしたり読んだりするアプリです（OAuth 2.1、PKCE）。秘密の鍵はありません。',
    name: 'アプリの名前',
    redirects: '戻り先のアドレス（1行に1つ、5つまで）',
    make: '登録する',
    none: '登録したアプリはありません',
    noneLead: '上で登録すると、client_id が出ます。',
    id: 'client_id',
    created: '登録日',
    state: '状態',
    active: '有効',
    stopped: '停止',
    stop: '止める',
    stopTitle: (name: string) => `「${name}」を止めますか`,
    stopLead: '利用者の許可もすべて終わります。元には戻せません。',
  },
}
