import type { RefusalWording } from '../kernel/refusal.ts'

export const certificatesRefusals = {
  'certificates.missing': {
    status: 404,
    ja: () => 'その番号の証明書はありません。写し間違いがないか確かめてください。',
    en: () => 'There is no certificate of that number. Check that it was copied correctly.',
  },
  'certificates.too-large': {
    status: 413,
    ja: (f) => `ファイルが大きすぎます（上限 ${f.limit} バイト）。証明書はこれより小さいはずです。`,
    en: (f) => `The file is too large (limit ${f.limit} bytes). A certificate is smaller than that.`,
  },
  'certificates.serial-unreadable': {
    status: 422,
    ja: () => '番号を読み取れません。MW- で始まる番号、または証明書番号を入れてください。',
    en: () => 'That is not a serial. Enter one that begins with MW-, or a certificate number.',
  },
  'certificates.retirement-missing': {
    status: 404,
    ja: () => 'その番号の無効化は台帳にありません。',
    en: () => 'The ledger has no retirement of that number.',
  },
  'certificates.lot-missing': {
    status: 404,
    ja: () => 'そのロットは台帳にありません。',
    en: () => 'The ledger has no such lot.',
  },
  'certificates.entry-unlogged': {
    status: 404,
    ja: () => 'その記帳は公開記録にありません。直後であれば、数秒待ってからもう一度お試しください。',
    en: () => 'The public log has no such entry. If it is new, try again in a few seconds.',
  },
  'certificates.not-a-checkpoint': {
    status: 422,
    ja: () => '公開記録の大きさは、1 以上、今の大きさ以下で、from は to 以下にしてください。',
    en: () => 'Sizes of the log are at least 1 and at most its present size, and from is at most to.',
  },
} as const satisfies Record<string, RefusalWording>
