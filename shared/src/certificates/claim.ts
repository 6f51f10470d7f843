import { type Family, families } from '../credits/families.ts'
import type { Bilingual } from '../kernel/text.ts'

/** What may be claimed on the ground of a family, and what may not. */
export function sayClaim(family: Family): Bilingual {
  const { name, offset } = families[family]
  return offset
    ? {
        ja: `${name.ja}の無効化です。他の種類のクレジットとは合算していません。`,
        en: `Retirement of ${name.en}s. They are not added to credits of any other kind.`,
      }
    : {
        ja: `${name.ja}はこの基盤の貢献量です。「オフセット」や「排出ゼロ」の主張には、登録制度のクレジットの無効化が別に必要です。`,
        en: `A ${name.en} is a contribution unit of this platform. A claim of “offset” or “neutral” needs credits of a registered scheme retired beside it.`,
      }
}
