import type { RefusalWording } from '../../kernel/refusal.ts'

export const oauthRefusals = {
  'identity.app-missing': {
    status: 404,
    ja: () => 'そのアプリは見つかりません。登録されていないか、止められています。',
    en: () => 'There is no such app. It was never registered or has been stopped.',
  },
  'identity.app-redirect': {
    status: 400,
    field: 'redirect_uri',
    ja: () => '戻り先（redirect_uri）が、アプリの登録と一字一句同じではありません。',
    en: () => 'The address to return to (redirect_uri) is not, letter for letter, one that the app registered.',
  },
  'identity.app-address': {
    status: 422,
    field: 'redirectUris',
    ja: () => '戻り先（redirectUris）に、アドレスとして読めないものがあります。',
    en: () => 'An address to return to (redirectUris) cannot be read as an address.',
  },
  'identity.app-scope': {
    status: 400,
    field: 'scope',
    ja: (f) => `求められた権限（scope）の中に、ここにないものがあります。使えるもの: ${f.known}。`,
    en: (f) => `A scope that was asked for does not exist here. There are: ${f.known}.`,
  },
  'identity.app-token-unknown': {
    status: 401,
    ja: () => 'このアクセストークンは使えません。期限が切れたか、本人が同意を取り消しました。',
    en: () => 'This access token does not work. It has expired, or the person took the consent back.',
  },
  'identity.app-not-allowed': {
    status: 403,
    ja: () => '本人は、アプリがこれをすることに同意していません。',
    en: () => 'The person has not let the app do this.',
  },
} as const satisfies Record<string, RefusalWording>
