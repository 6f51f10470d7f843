import {
  giveConsentEndpoint,
  listBenefitsEndpoint,
  listConsentsEndpoint,
  moveBenefitEndpoint,
  promiseBenefitEndpoint,
  retireForClientEndpoint,
  withdrawConsentEndpoint,
} from '@morinowa/shared/marketplace/benefits-contract.ts'
import type { FastifyInstance } from 'fastify'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { listBenefits, moveBenefit, promiseBenefit } from './benefits.ts'
import { consentsOf } from './benefits-store.ts'
import { giveConsent, retireForClient, withdrawConsent } from './retire-for-client.ts'

/** What buyers are promised besides credits, and retiring in a client's name. */
export function benefitRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, promiseBenefitEndpoint, ({ deps, actor, params, body }) =>
    promiseBenefit(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, moveBenefitEndpoint, ({ deps, actor, params, body }) =>
    moveBenefit(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, listBenefitsEndpoint, ({ actor, query }) => listBenefits(deps, actor, query.side))
  route(app, deps, giveConsentEndpoint, ({ deps, actor, body }) => giveConsent(deps, actor, body))
  route(app, deps, withdrawConsentEndpoint, ({ deps, actor, params }) => withdrawConsent(deps, actor, params.id))
  route(app, deps, listConsentsEndpoint, async ({ actor }) => ({
    items: await consentsOf(deps.db, { partyId: actingFor(actor).id }),
  }))
  route(app, deps, retireForClientEndpoint, ({ deps, actor, body }) => retireForClient(deps, actor, body))
}
