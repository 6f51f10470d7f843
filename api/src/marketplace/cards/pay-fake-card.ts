import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FakeCardSession, PayFakeCard } from '@morinowa/shared/marketplace/money-contract.ts'
import type { Deps } from '../../platform/deps.ts'
import { signEvent } from './event-signature.ts'
import { FAKE_HEADER, type FakeEvent, fakeSecret } from './fake-cards.ts'
import {
  dueFakeEvents,
  type FakeSessionRow,
  fakeSession,
  lockFakeSession,
  queueFakeEvent,
  recordFakeSent,
  recordFakeState,
} from './fake-store.ts'
import { receiveEvent } from './receive-event.ts'

const LATE_MS = 120_000

export async function showFakeCard(deps: Deps, id: string): Promise<FakeCardSession> {
  const session = exists(deps) ? await fakeSession(deps.db, id) : null
  return session ? shown(session) : refuse('marketplace.payment-missing')
}

/** Presses pay: the session changes and its event is queued in one transaction, then what is due is sent. */
export async function payFakeCard(deps: Deps, ask: PayFakeCard & { session: string }): Promise<FakeCardSession> {
  if (!exists(deps)) return refuse('marketplace.payment-missing')
  const paid = await deps.db.transaction(async (tx) => {
    const session = await lockFakeSession(tx, ask.session)
    if (!session) return refuse('marketplace.payment-missing')
    const now = Date.parse(deps.now())
    const isOver = Date.parse(session.expiresAt) <= now
    if (session.state === 'paid' || session.state === 'expired') {
      return refuse('marketplace.payment-state', { state: session.state })
    }
    const state = isOver ? 'expired' : ask.card === 'good' ? 'paid' : 'failed'
    await recordFakeState(tx, session.id, state)
    const event: FakeEvent = {
      id: `fce_${deps.newId()}`,
      kind: state,
      session: session.id,
      clientReference: session.clientReference,
      amountYen: session.amountYen,
      failure: state === 'failed' ? ask.card : null,
    }
    for (const dueAt of whenDue(ask.event, now)) await queueFakeEvent(tx, JSON.stringify(event), dueAt)
    return { ...session, state } as FakeSessionRow
  })
  await sendFakeEvents(deps)
  return shown(paid)
}

/** Sends every event that is due, signed, through the same door as a real company's; a refused one is sent again. */
export async function sendFakeEvents(deps: Deps): Promise<void> {
  if (!exists(deps)) return
  for (const { number, body } of await dueFakeEvents(deps.db, deps.now())) {
    const signature = signEvent(fakeSecret(deps), body, Date.parse(deps.now()))
    await receiveEvent(deps, 'fake', body, { [FAKE_HEADER]: signature })
    await recordFakeSent(deps.db, number, deps.now())
  }
}

function whenDue(event: PayFakeCard['event'], now: number): string[] {
  const [atOnce, late, later] = [0, LATE_MS, 2 * LATE_MS].map((ms) => new Date(now + ms).toISOString()) as [
    string,
    string,
    string,
  ]
  if (event === 'at-once') return [atOnce]
  return event === 'late' ? [late] : event === 'three-times' ? [atOnce, atOnce, late] : [later]
}

function exists({ settings }: Deps): boolean {
  return settings.demo && !settings.production
}

function shown({ clientReference: _reference, expiresAt: _expires, ...session }: FakeSessionRow): FakeCardSession {
  return session
}
