import type { RefusalWording } from '../kernel/refusal.ts'

export const identityRefusals = {
  'identity.sign-in': {
    status: 401,
    ja: () => 'サインインが必要です。API からは Authorization: Bearer で鍵を送ってください。',
    en: () => 'Sign in first. Machines send their key as Authorization: Bearer.',
  },
  'identity.key-unknown': {
    status: 401,
    ja: () => 'この API キーは使えません。取り消されたか、期限が切れたか、写し間違いです。',
    en: () => 'This API key does not work. It was revoked, has expired or was copied wrongly.',
  },
  'identity.not-allowed': {
    status: 403,
    ja: (f) => `この操作はできません。必要な立場: ${f.allowed}。`,
    en: (f) => `You may not do this. It needs to be one of: ${f.allowed}.`,
  },
  'identity.not-administrator': {
    status: 403,
    ja: () => '組織の管理者だけができます。',
    en: () => 'Only an administrator of the organisation may do this.',
  },
  'identity.organisation-missing': {
    status: 404,
    ja: () => 'その組織は見つかりません。',
    en: () => 'There is no such organisation here.',
  },
  'identity.viewer': {
    status: 403,
    ja: () => '閲覧者は見ることだけができます。組織の管理者に、役割を変えてもらってください。',
    en: () => 'A viewer may only look. Ask an administrator of the organisation for another role.',
  },
  'identity.unapproved': {
    status: 403,
    ja: () => 'この組織は、運営の確認がすむまで操作できません。状態は「組織」のページで見られます。',
    en: () => 'This organisation cannot act before the operator has approved it. Its page shows how that stands.',
  },
  'identity.last-administrator': {
    status: 409,
    field: 'role',
    ja: () => '管理者がいなくなります。先にほかの人を管理者にしてください。',
    en: () => 'Nobody would be left to administer it. Make somebody else an administrator first.',
  },
  'identity.member-missing': {
    status: 404,
    ja: () => 'その人はこの組織にいません。',
    en: () => 'That person does not belong to this organisation.',
  },
  'identity.decided': {
    status: 409,
    ja: () => 'この組織の確認はもう終わっています。',
    en: () => 'This organisation has been decided on already.',
  },
  'identity.person-missing': {
    status: 404,
    field: 'email',
    ja: () => 'そのメールアドレスの利用者はいません。先に登録してもらってください。',
    en: () => 'Nobody has that e-mail address yet. Ask the person to sign up first.',
  },
  'identity.origin': {
    status: 403,
    ja: () => '別のサイトからの操作は受け付けません。',
    en: () => 'Requests sent from another site are not accepted.',
  },
} as const satisfies Record<string, RefusalWording>
