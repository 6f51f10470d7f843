import {
  addMemberEndpoint,
  createApiKeyEndpoint,
  createOrganisationEndpoint,
  decideOrganisationEndpoint,
  findOrganisationsEndpoint,
  listApiKeysEndpoint,
  listMembersEndpoint,
  meEndpoint,
  removeMemberEndpoint,
  revokeApiKeyEndpoint,
  waitingOrganisationsEndpoint,
} from '@morinowa/shared/identity/contract.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { addMember } from './add-member.ts'
import { requireAdministrator } from './asking-person.ts'
import { createApiKey } from './create-api-key.ts'
import { createOrganisation } from './create-organisation.ts'
import { decideOrganisation } from './decide-organisation.ts'
import { describeMe } from './describe-me.ts'
import { removeMember } from './remove-member.ts'
import { apiKeysOf, membersOf, organisationsMatching, revokeApiKey, waitingOrganisations } from './store.ts'

export function identityRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, meEndpoint, ({ actor }) => describeMe(deps, actor))
  route(app, deps, createOrganisationEndpoint, ({ deps, actor, body }) => createOrganisation(deps, actor, body))
  route(app, deps, findOrganisationsEndpoint, async ({ query }) => ({
    items: await organisationsMatching(deps.db, query),
  }))
  route(app, deps, addMemberEndpoint, ({ deps, actor, params, body }) =>
    addMember(deps, actor, { ...body, organisationId: params.id }),
  )
  route(app, deps, listMembersEndpoint, async ({ actor, params }) => {
    await requireAdministrator(deps.db, actor, params.id)
    return { items: await membersOf(deps.db, params.id) }
  })
  route(app, deps, removeMemberEndpoint, ({ actor, params }) =>
    removeMember(deps, actor, { organisationId: params.id, personId: params.personId }),
  )
  route(app, deps, waitingOrganisationsEndpoint, async () => ({ items: await waitingOrganisations(deps.db) }))
  route(app, deps, decideOrganisationEndpoint, ({ deps, actor, params, body }) =>
    decideOrganisation(deps, actor, { ...body, organisationId: params.id }),
  )
  route(app, deps, createApiKeyEndpoint, ({ actor, params, body }) =>
    createApiKey(deps, actor, { ...body, organisationId: params.id }),
  )
  route(app, deps, listApiKeysEndpoint, async ({ actor, params }) => {
    await requireAdministrator(deps.db, actor, params.id)
    return { items: await apiKeysOf(deps.db, params.id) }
  })
  route(app, deps, revokeApiKeyEndpoint, ({ actor, params }) =>
    deps.db.transaction(async (tx) => {
      await requireAdministrator(tx, actor, params.id)
      return (await revokeApiKey(tx, params.id, params.keyId)) ?? refuse('request.not-found')
    }),
  )
}
