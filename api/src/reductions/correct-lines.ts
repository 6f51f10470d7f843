import { Day } from '@morinowa/shared/kernel/calendar.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { Refusal, refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Registry } from '@morinowa/shared/methodology/engine.ts'
import {
  CORRECTION_FIELDS,
  CORRECTION_LINE_LIMIT,
  type CorrectedLine,
  CorrectionResult,
  isWithdrawn,
} from '@morinowa/shared/reductions/correction.ts'
import { limitDay } from '@morinowa/shared/reductions/day-limits.ts'
import { fault, LineFault, type RawLine, textOf } from '@morinowa/shared/reductions/line.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { exchangeClaims, holdRecord, isSubjectOf, recordContent } from './correction-store.ts'
import { restOfDay } from './day-of-act.ts'
import { reasonOf } from './describe-act.ts'
import type { Adjusted, Elsewhere } from './elsewhere.ts'
import type { Draft, LineFormat, Upload } from './import-lines.ts'
import { lockLinksShared } from './link-store.ts'
import { contributedOf, recordPassed } from './passed-claims.ts'
import { pinBases } from './pin-basis.ts'
import { type Places, places } from './places.ts'
import { readLines } from './read-lines.ts'
import { csvReader, ndjsonReader } from './read-records.ts'
import { computeAgain, countingStatus, giveWay, meetings, reviseAct } from './revise-act.ts'
import type { HeldAct } from './act-row.ts'
import { holdAct } from './revision-store.ts'
import { basisOf } from './basis-store.ts'
import { lockPeople } from './standing-store.ts'
import { SumDeltas } from './sum-deltas.ts'
import { addToSums } from './sums-store.ts'
import { waitingParticipant } from './waiting-participant.ts'

/**
 * Corrects or withdraws a provider's records, each line in a transaction of its own. A line that says what is recorded
 * already changes nothing, so a broken connection is met by sending the same again.
 */
export async function correctLines(
  deps: Deps,
  providerId: OrganisationId,
  format: LineFormat,
  { stream, contentType }: Upload,
  elsewhere: Pick<Elsewhere, 'adjust'>,
): Promise<CorrectionResult> {
  const csv = contentType.startsWith('text/csv')
  const records = csv
    ? csvReader(new Set([...format.columns, ...CORRECTION_FIELDS]), ['externalId'], format.headings)
    : ndjsonReader()
  const charset = csv ? /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] : 'utf-8'
  const facts: Facts = { registry: await currentRegistry(deps), known: await places(deps.db), format, providerId }
  const rows: CorrectedLine[] = []
  const take = async (found: ReturnType<typeof records>) => {
    if (format.prepare) await format.prepare(found.flatMap(({ raw }) => (raw instanceof LineFault ? [] : [raw])))
    for (const { line, raw } of found) {
      if (rows.length >= CORRECTION_LINE_LIMIT) {
        return refuse('reductions.too-many-corrections', { limit: CORRECTION_LINE_LIMIT })
      }
      rows.push(await correctLine(deps, line, raw, facts, elsewhere))
    }
  }
  for await (const batch of readLines(stream, charset)) await take(records(batch))
  await take(records(undefined))
  const count = (status: CorrectedLine['status']) => rows.filter((row) => row.status === status).length
  return CorrectionResult.parse({
    lines: rows.length,
    corrected: count('corrected'),
    withdrawn: count('withdrawn'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    adjusted: rows.filter((row) => row.adjusted).length,
    rows,
  })
}

type Facts = { registry: Registry; known: Places; format: LineFormat; providerId: OrganisationId }

/** What a line says, understood. */
type Said = { externalId: string; reason: string } & ({ withdrawn: true } | { withdrawn: false; draft: Draft })

async function correctLine(
  deps: Deps,
  line: number,
  raw: RawLine | LineFault,
  facts: Facts,
  elsewhere: Pick<Elsewhere, 'adjust'>,
): Promise<CorrectedLine> {
  const said = raw instanceof LineFault ? raw : readCorrection(raw, facts.format)
  const externalId = raw instanceof LineFault ? null : (textOf(raw.externalId) ?? null)
  const nothing = { line, externalId, adjusted: false, before: null, after: null }
  if (said instanceof LineFault) {
    const { code, text } = reasonOf(said.code, said.facts)
    return { ...nothing, status: 'rejected', code, messages: text }
  }
  try {
    const done = await deps.db.transaction((tx) => correctRecord(deps, tx, said, facts, elsewhere))
    return { ...nothing, ...done }
  } catch (error) {
    // The engine or a rule says no: that is this line's fault, not the upload's.
    if (!(error instanceof Refusal)) throw error
    const { code, text } = reasonOf(error.code, error.facts)
    return { ...nothing, status: 'rejected', code, messages: text }
  }
}

function readCorrection(raw: RawLine, format: LineFormat): Said | LineFault {
  const externalId = textOf(raw.externalId)
  if (externalId === undefined) return fault('externalId', raw.externalId, 'text')
  const withdrawn = isWithdrawn(raw.withdrawn)
  if (withdrawn === undefined) {
    return new LineFault('reductions.withdrawn-unclear', { given: String(raw.withdrawn).slice(0, 60) })
  }
  const reason = raw.reason === undefined || raw.reason === null || raw.reason === '' ? '' : textOf(raw.reason, 300)
  if (reason === undefined) return fault('reason', raw.reason, 'text')
  if (withdrawn) return { externalId, reason, withdrawn }
  const draft = format.read(raw)
  return draft instanceof LineFault ? draft : { externalId, reason, withdrawn, draft }
}

type Done = Pick<CorrectedLine, 'status' | 'adjusted' | 'code' | 'messages' | 'before' | 'after'>

/** One record; everything that follows from it happens with it. */
async function correctRecord(
  deps: Deps,
  tx: Tx,
  said: Said,
  facts: Facts,
  elsewhere: Pick<Elsewhere, 'adjust'>,
): Promise<Done> {
  const { providerId, format } = facts
  // Linking moves acts from one pseudonym to another.
  await lockLinksShared(tx, providerId)
  const record = await holdRecord(tx, providerId, said.externalId)
  if (!record) return refuse('reductions.record-unknown')
  await lockPeople(tx, [record.participantId])
  const was = await holdAct(tx, record.participantId, record.reductionId)
  // A claim outlives nothing: its act is where it says, in the pool of this endpoint.
  if (!was || was.pool !== format.pool) return refuse('reductions.record-unknown')
  const isGone = was.reasons.includes('reductions.withdrawn')
  const isIssued = was.batchState === 'issued'
  const unchanged = { status: 'unchanged' as const, adjusted: false, code: null, messages: null, ...worths(was, was) }

  if (said.withdrawn) {
    if (isGone) return unchanged
    if (was.status === 'rejected') return refuse('reductions.record-decided')
    const is = withdrawn(was, isIssued)
    const adjusted = await change(deps, tx, was, is, { kind: 'withdrawn', reason: said.reason, facts, elsewhere })
    await exchangeClaims(tx, { providerId, ...record }, [])
    await format.revised?.(tx, was, null)
    return { status: 'withdrawn', adjusted: adjusted?.id != null, code: null, messages: null, ...worths(was, is) }
  }

  const { draft } = said
  if (isGone) return refuse('reductions.record-withdrawn')
  if (was.status === 'rejected') return refuse('reductions.record-decided')
  if (draft.content !== null && record.content === draft.content) return unchanged
  if (draft.subject !== null && !(await isSame(tx, providerId, draft.subject, was.participantId))) {
    return refuse('reductions.record-of-other')
  }
  const { is, displaced } = await corrected(deps, tx, was, draft, facts)
  const [, ...seats] = draft.claims
  const claimed = await exchangeClaims(tx, { providerId, ...record }, seats)
  if (!claimed) return refuse('reductions.seat-taken')
  if (draft.content !== null) await recordContent(tx, providerId, said.externalId, draft.content)
  const adjusted = await change(deps, tx, was, is, {
    kind: 'corrected',
    reason: said.reason,
    facts,
    elsewhere,
    displaced,
  })
  await format.revised?.(tx, was, is)
  const [code] = is.status === 'recorded' || is.status === 'waiting' || is.status === 'pooled' ? [] : is.reasons
  const text = code === undefined ? null : reasonOf(code)
  return {
    status: 'corrected',
    adjusted: adjusted?.id != null,
    code: text?.code ?? null,
    messages: text?.text ?? null,
    ...worths(was, is),
  }
}

function worths(was: HeldAct, is: HeldAct): Pick<Done, 'before' | 'after'> {
  const of = ({ shownG, creditedG, emittedG }: HeldAct) =>
    ({ shownG, creditedG, emittedG }) as NonNullable<Done['before']>
  return { before: of(was), after: of(is) }
}

/** The subject is, or was, this person, or waits under this pseudonym. */
async function isSame(tx: Tx, providerId: string, subject: string, participantId: string): Promise<boolean> {
  if (waitingParticipant(providerId, 'subject', subject) === participantId) return true
  return isSubjectOf(tx, { providerId, subject, participantId })
}

/** An issued act keeps its place in its batch: what it became is in the ledger. Any other leaves its batch. */
function withdrawn(was: HeldAct, isIssued: boolean): HeldAct {
  return {
    ...was,
    shownG: 0,
    creditedG: 0,
    emittedG: 0,
    status: isIssued ? 'pooled' : 'rejected',
    reasons: [...was.reasons, 'reductions.withdrawn'],
    batchId: isIssued ? was.batchId : null,
  }
}

/** How many pieces its month had already, of an act that is counted by the month. */
function monthBefore({ input }: HeldAct): number {
  const before = (input as { before?: unknown } | null | undefined)?.before
  return typeof before === 'number' ? before : 0
}

type Displaced = Parameters<typeof giveWay>[1]

/** The act as the line says it was, judged and calculated as when it came, with the edition it came under. */
async function corrected(
  deps: Deps,
  tx: Tx,
  was: HeldAct,
  draft: Draft,
  { registry, known, format }: Facts,
): Promise<{ is: HeldAct; displaced: Displaced }> {
  const isIssued = was.batchState === 'issued'
  const told: HeldAct = {
    ...was,
    type: draft.type,
    mode: draft.mode,
    startedAt: new Date(draft.startMs).toISOString(),
    endedAt: new Date(draft.endMs).toISOString(),
    day: Day.parse(draft.day),
    quantity: draft.quantity,
    fromMunicipality: draft.fromMunicipality,
    toMunicipality: draft.toMunicipality,
    fromMesh: draft.fromMesh ?? null,
    toMesh: draft.toMesh ?? null,
    placeRef: draft.placeRef,
    purpose: draft.purpose,
    input: draft.ofMonth ? draft.ofMonth(monthBefore(was)).input : (format.questionAgain?.(was, draft) ?? draft.input),
    reasons: ['reductions.corrected'],
    duplicateOf: null,
  }
  const { factorSet } = await basisOf(tx, was.basisId)
  const figures = computeAgain(told, { factorSet }, known.classOf(told.fromMunicipality), registry)
  const bases = await pinBases(deps.db, [figures.basis])
  const basisId = bases.get(figures.basis) as number
  const { shownG, creditedG, emittedG } = figures
  const worth: HeldAct = { ...told, shownG, creditedG, emittedG, basisId }
  const worthless = { ...worth, shownG: 0, creditedG: 0, batchId: null }

  if (draft.doubt) {
    // What was issued is not set aside: the record must be right, or withdrawn.
    if (isIssued) return refuse(draft.doubt.code, draft.doubt.facts)
    return { is: { ...worthless, status: 'quarantined', reasons: [draft.doubt.code] }, displaced: [] }
  }
  const { verdict, others } = await meetings(tx, worth)
  if (verdict.kind !== 'counts') {
    const code = verdict.kind === 'duplicate' ? 'reductions.better-report' : 'reductions.overlap'
    if (isIssued) return refuse(code)
    const status = verdict.kind === 'duplicate' ? 'duplicate' : 'quarantined'
    return { is: { ...worthless, status, reasons: [code], duplicateOf: verdict.of }, displaced: [] }
  }
  const displaced = verdict.displaced.flatMap(({ id, as }): Displaced => {
    const gone = others.find((other) => other.id === id)
    return gone ? [{ ...gone, as: as === 'duplicate' ? 'duplicate' : 'quarantined' }] : []
  })
  const limit = limitDay(await restOfDay(tx, worth, [was, ...displaced]), worth)
  if (limit.kind === 'review') {
    if (isIssued) return refuse(limit.code)
    return { is: { ...worthless, status: 'quarantined', reasons: [limit.code] }, displaced: [] }
  }
  if (limit.isCapped) worth.reasons = [...worth.reasons, 'reductions.daily-active-cap']
  worth.creditedG = limit.creditedG
  if (!isIssued) return { is: { ...worth, status: countingStatus(was), batchId: null }, displaced }
  // More than was issued cannot be issued again.
  const isCapped = limit.creditedG > was.creditedG
  const reasons = isCapped ? [...worth.reasons, 'reductions.issued-cap'] : worth.reasons
  return {
    is: { ...worth, creditedG: Math.min(limit.creditedG, was.creditedG), reasons, status: 'pooled' },
    displaced,
  }
}

/** Changes the act, the sums, and what its issued grams became. */
async function change(
  deps: Deps,
  tx: Tx,
  was: HeldAct,
  is: HeldAct,
  by: {
    kind: 'corrected' | 'withdrawn'
    reason: string
    facts: Facts
    elsewhere: Pick<Elsewhere, 'adjust'>
    displaced?: Displaced
  },
): Promise<Adjusted | null> {
  const { kind, reason, facts, elsewhere, displaced = [] } = by
  const sums = new SumDeltas()
  const at = deps.now()
  await giveWay(tx, displaced, was.id, sums)
  await reviseAct(tx, was, is, { kind, reason, organisationId: facts.providerId, at }, sums)
  let adjusted: Adjusted | null = null
  if (was.batchState === 'issued') {
    const { participantId, id: reductionId } = was
    const grams = { beforeG: was.creditedG, afterG: is.creditedG }
    adjusted = await elsewhere.adjust(tx, deps, { participantId, reductionId, kind, ...grams, at })
    const { soldG } = adjusted
    await recordPassed(tx, { participantId, reductionId, soldG })
    // Under its old mode, month and place it is nobody's contribution any more; under the new ones what exists is.
    sums.contribute(was, -contributedOf(soldG, was))
    sums.contribute(is, contributedOf(soldG, is))
  }
  await addToSums(tx, sums)
  return adjusted
}
