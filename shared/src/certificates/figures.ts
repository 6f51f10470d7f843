import { families } from '../credits/families.ts'
import type { Bilingual } from '../kernel/text.ts'
import { sayClaim } from './claim.ts'
import type { RetirementRecord } from './record.ts'

// What a certificate shows, made once for page and PDF: the two cannot differ in a figure.

type Language = keyof Bilingual

export type Figure = { id: string; label: string; value: string }

export type CertificateFigures = {
  title: string
  number: Figure
  mass: Figure
  figures: Figure[]
  serialsTitle: string
  serials: { text: string; details: Figure[] }[]
  claim: string
}

const labels = {
  title: { ja: '無効化証明書', en: 'Certificate of retirement' },
  number: { ja: '証明書番号', en: 'Certificate number' },
  mass: { ja: '無効化した量', en: 'Retired' },
  family: { ja: '種類', en: 'Kind of credit' },
  beneficiary: { ja: '受益者', en: 'On behalf of' },
  purpose: { ja: '目的', en: 'Purpose' },
  place: { ja: '使った場所', en: 'Place of use' },
  period: { ja: '対象期間', en: 'Period' },
  holder: { ja: '無効化した組織', en: 'Retired by' },
  retiredAt: { ja: '無効化した日時', en: 'Retired on' },
  note: { ja: '備考', en: 'Note' },
  serials: { ja: 'シリアル番号（1番が1グラム）', en: 'Serial numbers (one number is one gram)' },
  project: { ja: 'プロジェクト', en: 'Project' },
  scheme: { ja: '制度・方法論', en: 'Scheme and methodology' },
  vintage: { ja: '創出年', en: 'Vintage' },
  registrySerials: { ja: '登録簿の番号', en: 'Registry serials' },
} as const satisfies Record<string, Bilingual>

/** The words for a name that is not public. */
export const UNPUBLISHED: Bilingual = { ja: '非公開', en: 'not published' }

/** Everything a certificate shows, in one language; `placeName` is what its municipality's code stands for. */
export function certificateFigures(
  record: RetirementRecord,
  language: Language,
  placeName: Bilingual | null = null,
): CertificateFigures {
  const say = (label: keyof typeof labels): string => labels[label][language]
  const figure = (id: keyof typeof labels, value: string | null): Figure[] =>
    value === null ? [] : [{ id, label: say(id), value }]
  return {
    title: say('title'),
    number: { id: 'number', label: say('number'), value: record.certificateId },
    mass: { id: 'mass', label: say('mass'), value: sayMass(record.massG, language) },
    figures: [
      ...figure('family', families[record.family].name[language]),
      ...figure('beneficiary', record.beneficiary ?? UNPUBLISHED[language]),
      ...figure('purpose', record.purpose),
      ...figure('place', sayPlace(record, placeName?.[language] ?? null)),
      ...figure('period', sayPeriod(record, language)),
      ...figure('holder', record.holder),
      ...figure('retiredAt', sayTime(record.retiredAt, language)),
      ...figure('note', record.note),
    ],
    serialsTitle: say('serials'),
    serials: record.serials.map((serials) => ({
      text: serials.text,
      details: [
        ...figure('project', serials.projectName),
        ...figure('scheme', `${serials.scheme} · ${serials.methodology}`),
        ...figure('vintage', String(serials.vintage)),
        ...figure('registrySerials', serials.registrySerials.length > 0 ? serials.registrySerials.join(', ') : null),
      ],
    })),
    claim: sayClaim(record.family)[language],
  }
}

/** A mass in kilograms without rounding, and in grams. */
export function sayMass(massG: number, language: Language): string {
  const rest = String(massG % 1_000)
    .padStart(3, '0')
    .replace(/0+$/, '')
  const kilograms = `${grouped(Math.floor(massG / 1_000))}${rest === '' ? '' : `.${rest}`}`
  return language === 'ja'
    ? `${kilograms} kg-CO₂e（${grouped(massG)} g）`
    : `${kilograms} kg CO₂e (${grouped(massG)} g)`
}

/** A moment in Japanese time, to the second. */
export function sayTime(instant: string, language: Language): string {
  const japan = new Date(Date.parse(instant) + 9 * 3_600_000).toISOString()
  const [year = '', month = '', day = ''] = japan.slice(0, 10).split('-')
  const time = japan.slice(11, 19)
  return language === 'ja'
    ? `${year}年${Number(month)}月${Number(day)}日 ${time}（日本時間）`
    : `${year}-${month}-${day} ${time} (Japan time)`
}

function sayPlace({ place, placeCode }: RetirementRecord, name: string | null): string | null {
  if (placeCode === null) return place
  const coded = name === null ? placeCode : `${name} (${placeCode})`
  if (place === null || place === placeCode) return coded
  return name === null ? `${place} (${placeCode})` : `${place} · ${coded}`
}

function sayPeriod({ periodFrom, periodTo }: RetirementRecord, language: Language): string | null {
  if (periodFrom === null && periodTo === null) return null
  return language === 'ja' ? `${periodFrom ?? ''}〜${periodTo ?? ''}` : `${periodFrom ?? '…'} to ${periodTo ?? '…'}`
}

function grouped(whole: number): string {
  return String(whole).replaceAll(/\B(?=(\d{3})+$)/g, ',')
}
