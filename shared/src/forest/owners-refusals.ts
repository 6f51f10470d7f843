import type { RefusalWording } from '../kernel/refusal.ts'

export const ownersRefusals = {
  'forest.stand-known': {
    status: 409,
    ja: (f) => `小班「${f.name}」はこのプロジェクトに登録ずみです。`,
    en: (f) => `The stand "${f.name}" is part of this project already.`,
  },
  'forest.stand-missing': {
    status: 404,
    ja: () => 'その小班は見つかりません。',
    en: () => 'There is no such stand.',
  },
  'forest.stand-mass': {
    status: 422,
    ja: (f) => `小班の量の合計 ${f.saidG} g が、ロットの量 ${f.lotG} g を超えます。`,
    en: (f) => `The stands' grams (${f.saidG}) exceed the lot's (${f.lotG}).`,
  },
  'forest.owner-days': {
    status: 422,
    field: 'noHarvestUntil',
    ja: () => '主伐をしない約束の日は、同意の日より後にしてください。',
    en: () => 'The day until which nothing is harvested must be after the day of consent.',
  },
  'forest.harvest-known': {
    status: 409,
    ja: () => 'この小班の主伐は、すでに届け出られています。',
    en: () => 'A harvest of this stand is announced already.',
  },
  'forest.harvest-missing': {
    status: 404,
    ja: () => 'その主伐の届け出は見つかりません。',
    en: () => 'There is no such announcement.',
  },
  'forest.harvest-ended': {
    status: 409,
    ja: () => 'この届け出はもう終わっています。',
    en: () => 'This announcement has ended already.',
  },
} as const satisfies Record<string, RefusalWording>
