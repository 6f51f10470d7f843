import type { RefusalWording } from '../kernel/refusal.ts'
import { massSaid, stateSaid } from './refusal-words.ts'

export const benefitsRefusals = {
  'marketplace.benefit-missing': {
    status: 404,
    ja: () => 'その特典は見つかりません。',
    en: () => 'There is no such benefit.',
  },
  'marketplace.benefit-state': {
    status: 409,
    field: 'state',
    ja: (f) => `この特典は「${stateSaid(f.state, 'ja')}」なので、その変更はできません。`,
    en: (f) => `The benefit is "${stateSaid(f.state, 'en')}", which does not allow this.`,
  },
  'marketplace.consent-missing': {
    status: 404,
    ja: () => '依頼者の同意が見つかりません。',
    en: () => 'There is no such consent of a client.',
  },
  'marketplace.consent-over': {
    status: 409,
    field: 'consentId',
    ja: (f) => `依頼者の同意は ${f.fromDay} から ${f.toDay} までで、いまは使えません。`,
    en: (f) => `The client's consent is for ${f.fromDay} to ${f.toDay} and cannot be used now.`,
  },
  'marketplace.consent-mass': {
    status: 409,
    field: 'massG',
    ja: (f) => `依頼者の同意は、あと ${massSaid(f.leftG)} までです。`,
    en: (f) => `The client's consent covers ${massSaid(f.leftG)} more.`,
  },
} as const satisfies Record<string, RefusalWording>
