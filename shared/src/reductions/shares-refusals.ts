import type { RefusalWording } from '../kernel/refusal.ts'

export const shareRefusals = {
  'reductions.terms-made': {
    status: 409,
    ja: (f) => `${f.day} からの取り決めはすでにあります。新しい取り決めは別の日からにしてください。`,
    en: (f) => `There are terms from ${f.day} already. Let new ones begin on another day.`,
  },
  'reductions.proposal-waits': {
    status: 409,
    ja: () => 'この分野の提案が、すでに運営の返事を待っています。返事のあとで、新しく提案してください。',
    en: () => 'A proposal for this pool waits for the operator already. Propose again once it is decided.',
  },
  'reductions.proposal-missing': {
    status: 404,
    ja: () => 'その提案は見つかりません。',
    en: () => 'There is no such proposal.',
  },
  'reductions.proposal-decided': {
    status: 409,
    ja: () => 'この提案には、もう返事がされています。',
    en: () => 'This proposal has been decided already.',
  },
  'reductions.proposal-own': {
    status: 409,
    ja: () => '自分で出した提案に、自分で返事はできません。運営のほかの人が返事をします。',
    en: () => 'Nobody decides their own proposal; somebody else of the operator does.',
  },
  'reductions.share-of-others': {
    status: 422,
    ja: () => '自分の分から渡すことだけができます。ほかの人の分は減らせません。',
    en: () => 'You can give of your own share; what others were promised cannot become less.',
  },
} as const satisfies Record<string, RefusalWording>
