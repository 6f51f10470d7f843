import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { ReductionId } from '@morinowa/shared/kernel/ids.ts'
import { Refusal, type RefusalCode, refuse } from '@morinowa/shared/kernel/refusal.ts'
import { type Ask, type Estimate, estimate, type Registry } from '@morinowa/shared/methodology/engine.ts'
import type { Place } from '@morinowa/shared/methodology/place.ts'
import { distancesOf, distanceStep } from '@morinowa/shared/mobility/leg-distance.ts'
import { type Dispute, type JourneyStep, ReductionDetail } from '@morinowa/shared/reductions/contract.ts'
import { dueAt, isOverdue } from '@morinowa/shared/reductions/review.ts'
import { rebuildAsk } from '@morinowa/shared/reductions/rebuild-ask.ts'
import { askingPerson } from '../identity/asking-person.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { reductionOf } from './describe-act.ts'
import type { Elsewhere } from './elsewhere.ts'
import { ownParticipant } from './own-participant.ts'
import { places } from './places.ts'
import { disputesFor } from './describe-review.ts'
import { historyOf } from './revision-store.ts'
import { type EntryRow, entriesOf } from './review-store.ts'
import type { ActRow } from './act-row.ts'
import { actOf } from './act-store.ts'
import { type BasisRead, basisOf } from './basis-store.ts'
import { batchSteps } from './batch-store.ts'

/** One act of a person: why this number, and where it is now. */
export async function explainReduction(
  deps: Deps,
  actor: Actor,
  id: ReductionId,
  elsewhere: Elsewhere,
): Promise<ReductionDetail> {
  const { db } = deps
  const { participantId } = await ownParticipant(db, askingPerson(actor).personId)
  const row = await actOf(db, participantId, id)
  if (!row) return refuse('reductions.missing')
  const [explained, disputes, entries, history, { status, steps }] = await Promise.all([
    explain(deps, row),
    disputesFor(db, participantId, id),
    entriesOf(db, [id]),
    historyOf(db, id),
    follow(db, row, elsewhere),
  ])
  return ReductionDetail.parse({
    ...explained,
    status: status ?? explained.status,
    note: row.note,
    duplicateOf: row.duplicateOf,
    journey: [recordedStep(row), ...steps],
    disputes,
    review: reviewOfMine(row, disputes, entries, deps.now()),
    history,
  })
}

/** Whether somebody is looking at it, until when, and what they said to its person. */
function reviewOfMine(
  row: ActRow,
  disputes: readonly Dispute[],
  entries: readonly EntryRow[],
  now: string,
): ReductionDetail['review'] {
  const waiting = disputes.filter(({ answeredAt }) => answeredAt === null)
  const open = row.status === 'quarantined' || waiting.length > 0
  const notes = entries.flatMap(({ act, note, at }) => (act === 'say' ? [] : [{ act, note, at }]))
  if (!open && notes.length === 0) return null
  const since = waiting.at(-1)?.saidAt ?? row.recordedAt
  return { since, dueAt: dueAt(since), overdue: open && isOverdue(since, now), notes, open }
}

/** An act for those who check it: why this number, without a word about whose it is. */
export async function explainAct(deps: Deps, of: { participantId: string; id: string }) {
  const row = await actOf(deps.db, of.participantId, of.id)
  if (!row) return refuse('reductions.missing')
  const { status: _, ...explained } = await explain(deps, row)
  return { ...explained, externalId: row.externalId, history: await historyOf(deps.db, row.id) }
}

async function explain(deps: Deps, row: ActRow) {
  const { db } = deps
  const [basis, registry, known] = await Promise.all([basisOf(db, row.basisId), currentRegistry(deps), places(db)])
  const again = recompute(row, basis, known.classOf(row.fromMunicipality), registry)
  return {
    ...reductionOf(row),
    purpose: row.purpose,
    placeRef: row.placeRef,
    recordedAt: row.recordedAt,
    method: { id: basis.methodId, version: basis.methodVersion, hash: basis.methodHash },
    factorSet: basis.factorSet,
    factorSetHash: basis.factorSetHash,
    factors: basis.factors,
    baseline: basis.baseline,
    coefficients: {
      evidenceBp: basis.evidenceBp,
      uncertaintyBp: basis.uncertaintyBp,
      additionalityBp: basis.additionalityBp,
    },
    trace: again ? [...distancesOf(row.input).map(distanceStep), ...again.trace] : [],
    reproduced: again !== undefined && agrees(row, basis, again),
  }
}

/** The same question to the pinned edition. A place that changed class since is asked with the baseline it had. */
function recompute(row: ActRow, basis: BasisRead, place: Place | undefined, registry: Registry): Estimate | undefined {
  const ask = rebuildAsk(row, place, basis.factorSet)
  const before = monthBefore(row.input)
  if (before > 0) return afterMonth(ask, before, registry)
  const first = asked(ask, registry)
  if (ask.type !== 'mobility.trip' || (first && agrees(row, basis, first))) return first
  return asked({ ...ask, baseline: basis.baseline }, registry) ?? first
}

/** How many pieces the month had already, of an act that is counted by the month. */
function monthBefore(input: unknown): number {
  const before = (input as { before?: unknown } | null)?.before
  return typeof before === 'number' ? before : 0
}

/** What a count added to its month: the month with it, less the month without it. */
function afterMonth(ask: Ask, before: number, registry: Registry): Estimate | undefined {
  if (!('count' in ask)) return undefined
  const [after, without] = [
    asked({ ...ask, count: before + ask.count }, registry),
    asked({ ...ask, count: before }, registry),
  ]
  if (!after || !without) return undefined
  const creditedG = after.creditedG - without.creditedG
  const inputs = { month: after.creditedG, before: without.creditedG }
  return {
    ...after,
    shownG: after.shownG - without.shownG,
    creditedG,
    emittedG: after.emittedG - without.emittedG,
    trace: [...after.trace, { step: 'month', text: MONTH_STEP, inputs, value: creditedG, unit: 'g' }],
  }
}

const MONTH_STEP = {
  ja: 'ごく小さな行動は月の合計で一度だけ計算します。この記録の分は、これを含む合計から、それまでの合計を引いたものです。',
  en: 'Very small acts are counted for the month and calculated once; this one is the month with it less the month without it.',
}

function asked(ask: Ask, registry: Registry): Estimate | undefined {
  try {
    return estimate(ask, registry)
  } catch (error) {
    // An edition that this process cannot calculate with leaves the stored number standing, without steps.
    if (error instanceof Refusal) return undefined
    throw error
  }
}

function agrees(row: ActRow, basis: BasisRead, again: Estimate): boolean {
  // What was set aside earns nothing whatever the formula says.
  const setAside = row.status === 'quarantined' || row.status === 'duplicate'
  // A day's cap lowers what is credited, and nothing else.
  const isCapped = row.reasons.some((code) => CAPS.has(code))
  const credited = isCapped ? again.creditedG >= row.creditedG : again.creditedG === row.creditedG
  const same = setAside || (again.shownG === row.shownG && credited)
  return same && again.emittedG === row.emittedG && again.factorSetHash === basis.factorSetHash
}

const CAPS: ReadonlySet<string> = new Set<RefusalCode>(['reductions.daily-active-cap', 'reductions.daily-reach'])

function recordedStep(row: ActRow): JourneyStep {
  const by = row.providerName
  return {
    step: 'recorded',
    at: row.recordedAt,
    text: by === null ? { ja: '自分で記録', en: 'Logged by myself' } : { ja: `${by} の記録`, en: `Recorded by ${by}` },
  }
}

const BATCH_STEPS = [
  ['pooled', 'gatheredAt', { ja: '月ごとのまとまりに入りました', en: 'Joined the batch of its month' }],
  ['verified', 'verifiedAt', { ja: '検証機関が確認しました', en: 'A verifier signed the batch' }],
  ['issued', 'issuedAt', { ja: 'クレジットとして発行されました', en: 'Issued as credit' }],
] as const

async function follow(db: Queryable, row: ActRow, elsewhere: Elsewhere) {
  const batch = row.batchId === null ? null : await batchSteps(db, row.batchId)
  const steps: JourneyStep[] = BATCH_STEPS.flatMap(([step, key, text]) => {
    const at = batch?.[key]
    return at ? [{ step, at, text }] : []
  })
  if (!batch?.issuedAt) return { status: null, steps }
  const further = await elsewhere.follow(db, { participantId: row.participantId, reductionId: row.id })
  return { status: further.status, steps: [...steps, ...further.steps] }
}
