import { hash } from 'node:crypto'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { Refusal } from '@morinowa/shared/kernel/refusal.ts'
import { ACT_COLUMNS_NEEDED, ACT_FIELDS, type Act, readAct } from '@morinowa/shared/destinations/act-line.ts'
import { ACT_HEADINGS } from '@morinowa/shared/destinations/act-words.ts'
import { compute, type Registry } from '@morinowa/shared/methodology/engine.ts'
import type { ImportResult } from '@morinowa/shared/reductions/contract.ts'
import { LineFault } from '@morinowa/shared/reductions/line.ts'
import { isCountedByMonth } from '@morinowa/shared/reductions/month-count.ts'
import { askOfPieces } from '@morinowa/shared/reductions/piece-ask.ts'
import { actingFor } from '../identity/asking-person.ts'
import { currentRegistry } from '../methodology/registry.ts'
import type { Deps } from '../platform/deps.ts'
import type { Claim } from '../reductions/arrival.ts'
import { CONTENT_DIGITS, type Draft, importLines, type LineFormat, type Upload } from '../reductions/import-lines.ts'
import { ofMonth } from '../reductions/of-month.ts'
import { places } from '../reductions/places.ts'

const EVIDENCE = 'E3'
const CLOCK_SLACK_MS = 15 * 60_000

/** Records a provider's services, meals and sales lines, one a line. */
export async function importActs(deps: Deps, actor: Actor, upload: Upload): Promise<ImportResult> {
  return importLines(deps, actingFor(actor).id, await actFormat(deps), upload)
}

/** What a line of a service, meal or sale means, now. */
export async function actFormat(deps: Deps): Promise<LineFormat> {
  const [registry, known] = await Promise.all([currentRegistry(deps), places(deps.db)])
  const nowMs = Date.parse(deps.now())
  return {
    pool: 'destinations',
    places: known,
    columns: ACT_FIELDS,
    headings: ACT_HEADINGS,
    needed: ACT_COLUMNS_NEEDED,
    read(raw) {
      const act = readAct(raw, known.codes)
      return act instanceof LineFault ? act : draftOf(act, registry, nowMs)
    },
  }
}

function draftOf(act: Act, registry: Registry, nowMs: number): Draft | LineFault {
  const { type, atMs, quantity } = act
  const day = dayOf(new Date(atMs).toISOString())
  let figures: ReturnType<typeof compute>
  try {
    figures = compute(askOfPieces(type, quantity, day, EVIDENCE), registry)
  } catch (error) {
    if (error instanceof Refusal) return new LineFault(error.code, error.facts)
    throw error
  }
  return {
    participantId: '',
    linked: false,
    shared: true,
    id: '',
    pool: 'destinations',
    providerId: null,
    subject: act.subject,
    externalId: act.externalId,
    claims: claimsOf(act, day),
    content: contentOf(act),
    type,
    mode: null,
    startMs: atMs,
    endMs: atMs,
    day,
    quantity,
    fromMunicipality: act.municipality,
    toMunicipality: null,
    placeRef: act.placeRef,
    purpose: null,
    evidence: EVIDENCE,
    shownG: figures.shownG,
    creditedG: figures.creditedG,
    emittedG: figures.emittedG,
    basis: figures.basis,
    doubt: atMs > nowMs + CLOCK_SLACK_MS ? { code: 'destinations.in-future', facts: {} } : undefined,
    input: null,
    note: null,
    encoded: '',
    ...(isCountedByMonth(type) && { ofMonth: ofMonth(type, quantity, day, EVIDENCE, registry) }),
  }
}

/** A room's night is claimed once for each service, whoever reports it. */
function claimsOf({ externalId, room, placeRef, type }: Act, day: string): Claim[] {
  const claims: Claim[] = [{ kind: 'record', claim: externalId }]
  if (room !== null) claims.push({ kind: 'room-night', claim: `${day}/${placeRef ?? ''}/${room}/${type}` })
  return claims
}

function contentOf(act: Act): string {
  const said = `${act.subject}\n${act.type}\n${act.atMs}\n${act.quantity}\n${act.placeRef}\n${act.municipality}\n${act.room}`
  return hash('sha256', said).slice(0, CONTENT_DIGITS)
}
