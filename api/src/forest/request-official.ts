import { families } from '@morinowa/shared/credits/families.ts'
import type { RequestLine } from '@morinowa/shared/forest/official-contract.ts'
import { nextRequest } from '@morinowa/shared/forest/official.ts'
import type { RegisteredFamily } from '@morinowa/shared/forest/registered-family.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { csvTable } from '@morinowa/shared/kernel/csv.ts'
import type { Grams } from '@morinowa/shared/kernel/units.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { requestFacts, reserves } from './official-store.ts'

const LOTS_AT_MOST = 1_000

/** What has to be retired at the registries, a line for each lot with grams that wait: the operator's whole, or one's own. */
export async function officialRequest(
  { db }: Deps,
  actor: Actor,
  { family }: { family?: RegisteredFamily | undefined },
): Promise<RequestLine[]> {
  const acting = actingFor(actor)
  const organisationId = acting.kind === 'operator' ? undefined : acting.id
  const waiting = await reserves(db, { organisationId, family, due: true, limit: LOTS_AT_MOST })
  const known = await requestFacts(
    db,
    waiting.map(({ lotId }) => lotId),
  )
  const facts = new Map(known.map((one) => [one.lotId, one]))
  return waiting.flatMap(({ lotId, family: kind, projectName, vintage, serials, unitG, dueG, dueBy }) => {
    const one = facts.get(lotId)
    if (!one) return []
    const { used, ...said } = one
    const next = nextRequest({ serials, used, unitG, dueG })
    return [{ ...said, family: kind, projectName, vintage, ...next, massG: next.massG as Grams, dueG, dueBy }]
  })
}

/**
 * The entries that the J-Credit registry asks for when credits are retired by serial number (its pages name use, details of
 * the purpose, user's name and place; a retirement cannot be changed afterwards). Its own sheet is filled in by hand from
 * these; the headings and their order are ours.
 */
const COLUMNS = [
  'クレジット種別',
  '口座番号',
  '口座名義',
  'プロジェクト番号',
  'プロジェクト名',
  '創出場所',
  '創出年',
  'シリアル番号',
  '無効化数量(t-CO2)',
  '無効化の用途',
  '目的詳細',
  'クレジット利用者名',
  '充当する無効化量(g)',
  '期限',
] as const

export function requestCsv(lines: readonly RequestLine[]): string {
  return csvTable(
    COLUMNS,
    lines.map((line) => [
      families[line.family].name.ja,
      line.accountNumber,
      line.holder,
      line.projectNumber,
      line.projectName,
      line.place,
      line.vintage,
      line.serials,
      tonnes(line.massG),
      'カーボン・オフセット',
      `商品・サービス等にグラム単位で付けた分の無効化（${line.dueG} g を含む、${line.units}単位）`,
      '森の環（Morinowa）公開台帳に記載の受益者',
      line.dueG,
      line.dueBy,
    ]),
  )
}

/** Tonnes, with a tenth where the registry counts in tenths. */
function tonnes(massG: number): string {
  const thousandths = String(Math.floor(massG / 1_000)).padStart(4, '0')
  return `${thousandths.slice(0, -3)}.${thousandths.slice(-3)}`.replace(/\.?0+$/, '')
}
