import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { grams } from '@morinowa/shared/kernel/units.ts'
import type { GiveConsent, ProxyConsent, RetireForClient } from '@morinowa/shared/marketplace/benefits-contract.ts'
import { retire } from '../credits/ledger.ts'
import { actingFor, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { consentsOf, lockConsent, recordConsent, recordConsentUsed, recordConsentWithdrawn } from './benefits-store.ts'
import { organisationsKnown } from './money-store.ts'

/** A client allows an agent to retire in its name. */
export function giveConsent(deps: Deps, actor: Actor, ask: GiveConsent): Promise<ProxyConsent> {
  const { id: clientId } = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    if (!(await organisationsKnown(tx, [ask.agentId]))) refuse('identity.organisation-missing', {}, '/agentId')
    if (ask.agentId === clientId) refuse('marketplace.agent-self')
    const id = deps.newId()
    await recordConsent(tx, { ...ask, id, clientId, by: auditName(actor), at: deps.now() })
    const [consent] = await consentsOf(tx, { id })
    return consent ?? refuse('marketplace.consent-missing')
  })
}

export function withdrawConsent(deps: Deps, actor: Actor, id: string): Promise<ProxyConsent> {
  const client = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const consent = await lockConsent(tx, id)
    if (consent?.clientId !== client.id) return refuse('marketplace.consent-missing')
    await recordConsentWithdrawn(tx, id, deps.now())
    return (await consentsOf(tx, { id }))[0] ?? refuse('marketplace.consent-missing')
  })
}

/** Retires an agent's own credits in its client's name. The consent is used up in the transaction that retires. */
export function retireForClient(deps: Deps, actor: Actor, ask: RetireForClient) {
  const { id: organisationId } = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const consent = await lockConsent(tx, ask.consentId)
    if (consent?.agentId !== organisationId || consent.withdrawnAt !== null)
      return refuse('marketplace.consent-missing')
    const { fromDay, toDay, mostG, usedG, clientName: beneficiary, purpose, publicName } = consent
    const today = dayOf(deps.now())
    if (today < fromDay || today > toDay) refuse('marketplace.consent-over', { fromDay, toDay })
    const leftG = mostG - usedG
    if (ask.massG > leftG) refuse('marketplace.consent-mass', { leftG })
    const { id, certificateId, massG } = await retire(tx, {
      key: deps.newId(),
      organisationId,
      lotId: ask.lotId,
      massG: ask.massG,
      retirement: { beneficiary, purpose, publicName, ...(ask.note !== undefined && { note: ask.note }) },
    })
    await recordConsentUsed(tx, consent.id, ask.massG)
    await deps.jobs.enqueue(tx, 'certificates.render', { certificateId })
    await recordAudit(tx, {
      actor: auditName(actor),
      organisationId,
      act: 'credits.retire-for-client',
      subject: id,
      facts: { consentId: consent.id, clientId: consent.clientId, massG },
    })
    return { retirementId: id, certificateId, massG, beneficiary, leftG: grams(leftG - massG) }
  })
}
