import { randomInt } from 'node:crypto'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { ShortCode } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { type Link, type LinkProvider, linkProviderEndpoint } from '@morinowa/shared/reductions/contract.ts'
import type { z } from 'zod'
import { actingFor, askingPerson } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import {
  holderOf,
  lockLinks,
  providerName,
  recordFirstConsent,
  recordLink,
  recordLinkCode,
  revokeLinkOf,
  spendLinkCode,
} from './link-store.ts'
import { ownParticipant } from './own-participant.ts'
import { places } from './places.ts'
import { takeUpWaiting } from './take-up-waiting.ts'
import { waitingParticipant } from './waiting-participant.ts'

export type Linked = z.output<typeof linkProviderEndpoint.reply>

/** Ties a provider's subject to the asking person, and takes up what waited for it: both or neither. */
export async function linkProvider({ db, now, newId }: Deps, actor: Actor, ask: LinkProvider): Promise<Linked> {
  const { personId } = askingPerson(actor)
  const known = await places(db)
  const { provider: providerId } = ask
  return db.transaction(async (tx) => {
    const name = await providerName(tx, providerId)
    if (name === null) return refuse('reductions.provider-missing', {}, '/provider')
    // First of all: imports that are under way end, others wait until what waits has moved.
    await lockLinks(tx, providerId)
    const at = now()
    const subject = await provenSubject(tx, ask, at)
    for (const purpose of ask.consents) await recordFirstConsent(tx, personId, purpose, at)
    const me = await ownParticipant(tx, personId)

    const holder = await holderOf(tx, providerId, subject)
    if (holder && holder.personId !== personId) return refuse('reductions.subject-taken', {}, '/memberNumber')
    const id = holder?.id ?? newId()
    const proof = ask.code === undefined ? 'member-number' : 'code'
    if (!holder) {
      await recordLink(tx, { id, providerId, subject, personId, participantId: me.participantId, proof, at })
    }
    const waitingId = waitingParticipant(providerId, 'subject', subject)
    const takenUp = await takeUpWaiting(tx, { providerId, waitingId, to: me, places: known })
    return {
      id,
      provider: { id: providerId, name },
      subject,
      proof,
      linkedAt: at,
      revokedAt: null,
      takenUp,
    } as Linked
  })
}

/** A code proves its subject; a member number is taken at its word, once. */
async function provenSubject(tx: Tx, { provider, memberNumber, code }: LinkProvider, at: string): Promise<string> {
  if (memberNumber !== undefined) return memberNumber
  if (code === undefined) throw new Error('the contract asks for one of the two')
  return (await spendLinkCode(tx, provider, code, at)) ?? refuse('reductions.code-unknown', {}, '/code')
}

/** Ends a link. What came is mine; what comes waits again. */
export function revokeLink({ db, now }: Deps, actor: Actor, id: string): Promise<Link> {
  const { personId } = askingPerson(actor)
  return db.transaction(async (tx) => {
    const link = await revokeLinkOf(tx, personId, id, now())
    if (!link) return refuse('reductions.link-missing')
    // The log is never changed, so it does not name the person: the link does, for as long as they are known.
    await recordAudit(tx, { actor: 'person', organisationId: link.provider.id, act: 'link.revoke', subject: id })
    return link
  })
}

const CODE_LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LENGTH = 8
const CODE_MINUTES = 15

/** Makes a one-time code by which a subject of the provider shows who they are. */
export function makeLinkCode({ db, now }: Deps, actor: Actor, { subject }: { subject: string }) {
  const { id: providerId } = actingFor(actor)
  const code = ShortCode.parse(Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(32)]).join(''))
  const expiresAt = new Date(Date.parse(now()) + CODE_MINUTES * 60_000).toISOString()
  return db.transaction(async (tx) => {
    await recordLinkCode(tx, { providerId, code, subject, expiresAt })
    return { code, subject, expiresAt }
  })
}
