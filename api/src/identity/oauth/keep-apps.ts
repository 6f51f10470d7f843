import type { App, CreateApp } from '@morinowa/shared/identity/oauth/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Deps } from '../../platform/deps.ts'
import { actingFor, askingPerson, auditName, requireAdministrator } from '../asking-person.ts'
import { recordAudit } from '../store.ts'
import { disableApp, endGrantsOfApp, endGrantsOfPerson, recordApp } from './oauth-store.ts'

/** Registers an app of the provider for which somebody acts. */
export function createApp({ db, newId, now }: Deps, actor: Actor, ask: CreateApp): Promise<App> {
  return db.transaction(async (tx) => {
    const { id: organisationId } = actingFor(actor)
    await requireAdministrator(tx, actor, organisationId)
    if (!ask.redirectUris.every((uri) => URL.canParse(uri))) refuse('identity.app-address')
    const app = await recordApp(tx, { ...ask, id: newId(), organisationId, at: now() })
    await recordAudit(tx, { actor: auditName(actor), organisationId, act: 'app.create', subject: app.id })
    return app
  })
}

/** Stops an app: nobody can be asked by it any more, and what it holds works no longer. */
export function stopApp({ db, now }: Deps, actor: Actor, id: string): Promise<App> {
  return db.transaction(async (tx) => {
    const { id: organisationId } = actingFor(actor)
    await requireAdministrator(tx, actor, organisationId)
    const app = (await disableApp(tx, organisationId, id, now())) ?? refuse('identity.app-missing')
    await endGrantsOfApp(tx, id, now())
    await recordAudit(tx, { actor: auditName(actor), organisationId, act: 'app.stop', subject: id })
    return app
  })
}

/** Takes back everything a person ever let an app do. */
export function revokeApp({ db, now }: Deps, actor: Actor, id: string): Promise<{ ended: number }> {
  return db.transaction(async (tx) => {
    const ended = await endGrantsOfPerson(tx, askingPerson(actor).personId, id, now())
    return ended > 0 ? { ended } : refuse('identity.app-missing')
  })
}
