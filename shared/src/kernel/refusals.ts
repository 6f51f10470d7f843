import type { RefusalWording } from './refusal.ts'

/** The refusals that every endpoint can give. */
export const kernelRefusals = {
  'request.unreadable': {
    status: 400,
    ja: () => '送られた内容を読み取れませんでした。JSON の形を確認してください。',
    en: () => 'The request could not be read. Check that it is well-formed JSON.',
  },
  'request.invalid': {
    status: 422,
    ja: () => '入力に直すところがあります。errors の各項目が場所と理由です。',
    en: () => 'Something in the input must be changed. Each entry of errors names the place and the reason.',
  },
  'request.id-reused': {
    status: 422,
    ja: () => '同じ Idempotency-Key が別の内容で使われています。新しいキーで送ってください。',
    en: () => 'This Idempotency-Key was used for another request. Send a new key.',
  },
  'request.key-malformed': {
    status: 422,
    ja: () => 'Idempotency-Key は UUID で送ってください。',
    en: () => 'Send the Idempotency-Key as a UUID.',
  },
  'request.cursor': {
    status: 422,
    ja: () => 'cursor には、前のページの next をそのまま渡してください。',
    en: () => 'Give as cursor the next of the page before, unchanged.',
  },
  'request.address': {
    status: 400,
    ja: () => 'アドレスを読み取れませんでした。% で始まる文字を確認してください。',
    en: () => 'The address could not be read. Check what is written with % in it.',
  },
  'request.too-large': {
    status: 413,
    ja: (f) => `送られた内容が大きすぎます（上限 ${f.limit} バイト）。分けて送ってください。`,
    en: (f) => `The request is too large (limit ${f.limit} bytes). Send it in parts.`,
  },
  'request.media-type': {
    status: 415,
    ja: (f) => `この形式（${f.given}）は受け取れません。使える形式: ${f.accepted}。`,
    en: (f) => `This media type (${f.given}) is not accepted. Accepted: ${f.accepted}.`,
  },
  'request.too-many': {
    status: 429,
    ja: () => '短い時間にたくさん送られました。少し待ってからもう一度お試しください。',
    en: () => 'Too many requests in a short time. Wait a little and try again.',
  },
  'request.not-found': {
    status: 404,
    ja: () => '見つかりません。',
    en: () => 'Not found.',
  },
  'request.busy': {
    status: 503,
    ja: () => '混み合っています。同じ内容をもう一度送ってください（二重にはなりません）。',
    en: () => 'The server is busy. Send the same request again; it will not happen twice.',
  },
} as const satisfies Record<string, RefusalWording>
