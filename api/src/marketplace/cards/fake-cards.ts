import { hkdfSync } from 'node:crypto'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { z } from 'zod'
import type { Deps } from '../../platform/deps.ts'
import type { CardProvider } from './card-provider.ts'
import { isSigned } from './event-signature.ts'
import { creditFakeSession, openFakeSession } from './fake-store.ts'

// The adapter of the demo world's card company. It behaves like a real one: a page of its own, and signed events that may
// come late or more than once.

export const FAKE_HEADER = 'x-fake-card-signature'
const SESSION_MS = 3_600_000

export const FakeEvent = z.object({
  id: z.string(),
  kind: z.enum(['paid', 'failed', 'expired']),
  session: z.string(),
  clientReference: z.string(),
  amountYen: z.int(),
  failure: z.string().nullable(),
})
export type FakeEvent = z.infer<typeof FakeEvent>

export function fakeCards(deps: Deps): CardProvider {
  return {
    name: 'fake',
    async start({ paymentId, orderId, amountYen, text, seller, returnUrl, cancelUrl, now }) {
      const id = `fcs_${paymentId}`
      const expiresAt = new Date(Date.parse(now) + SESSION_MS).toISOString()
      await openFakeSession(deps.db, { id, orderId, amountYen, text, seller, returnUrl, cancelUrl, expiresAt })
      return { reference: id, url: `${deps.settings.publicUrl}/fake-card/${id}` }
    },
    readEvent(body, headers, now) {
      if (!isSigned(fakeSecret(deps), body, headers[FAKE_HEADER], Date.parse(now))) {
        refuse('marketplace.event-signature')
      }
      const { success, data: said } = FakeEvent.safeParse(JSON.parse(body))
      if (!success) return refuse('marketplace.event-unreadable')
      const { id, kind, session, clientReference, amountYen, failure } = said
      return { id, kind, reference: session, orderId: clientReference, charge: session, amountYen, failure }
    },
    async credit({ key, reference, allYen }) {
      if (!(await creditFakeSession(deps.db, reference, allYen))) {
        throw new Error(`the fictional card company has nothing to credit for ${reference}`)
      }
      return { reference: `fcr_${key}` }
    },
  }
}

/** What the fictional company signs with. */
export function fakeSecret({ settings }: Deps): string {
  return Buffer.from(hkdfSync('sha256', settings.secret, '', 'morinowa fake card', 32)).toString('hex')
}
