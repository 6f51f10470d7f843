import type { RefusalWording } from '../../kernel/refusal.ts'

export const webhookRefusals = {
  'reductions.channel-missing': {
    status: 404,
    ja: () => 'この送信口は見つからないか、取り消されています。',
    en: () => 'This channel does not exist, or was revoked.',
  },
  'reductions.channels-many': {
    status: 409,
    ja: (f) => `送信口は ${f.most} 本までです。使わないものを取り消してください。`,
    en: (f) => `There can be ${f.most} channels. Revoke one that is not used.`,
  },
  'reductions.signature': {
    status: 422,
    ja: () => '署名が合いません。webhook-id・webhook-timestamp・webhook-signature と本文を確かめてください。',
    en: () => 'The signature does not match. Check webhook-id, webhook-timestamp, webhook-signature and the body.',
  },
  'reductions.signature-old': {
    status: 422,
    ja: () => '署名の時刻が今から5分より離れています。時計を合わせ、署名し直して送ってください。',
    en: () => 'The signature is more than five minutes away from now. Set the clock and sign again.',
  },
  'reductions.sequence-reused': {
    status: 422,
    ja: (f) => `番号 ${f.sequence} は、別の内容で受け取りずみです。次の番号で送ってください。`,
    en: (f) => `Number ${f.sequence} was received with other contents. Send this with the next number.`,
  },
} as const satisfies Record<string, RefusalWording>
