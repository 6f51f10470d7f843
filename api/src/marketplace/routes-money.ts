import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import {
  acceptAgencyEndpoint,
  endAgencyEndpoint,
  listAgentsEndpoint,
  sellerAgentsEndpoint,
  offerAgencyEndpoint,
} from '@morinowa/shared/marketplace/agents-contract.ts'
import {
  cardEventsEndpoint,
  getFakeCardEndpoint,
  getOrderMoneyEndpoint,
  listProceedsPlansEndpoint,
  orderProceedsEndpoint,
  ownProceedsEndpoint,
  payFakeCardEndpoint,
  reconciliationEndpoint,
  returnMoneyEndpoint,
  setProceedsPlanEndpoint,
} from '@morinowa/shared/marketplace/money-contract.ts'
import {
  listStandingEndpoint,
  openStandingEndpoint,
  stopStandingEndpoint,
} from '@morinowa/shared/marketplace/standing-contract.ts'
import type { FastifyInstance } from 'fastify'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { payFakeCard, showFakeCard } from './cards/pay-fake-card.ts'
import { receiveEvent } from './cards/receive-event.ts'
import { plansOf } from './money-store.ts'
import { acceptAgency, endAgency, listAgents, offerAgency, sellerAgents } from './sales-agents.ts'
import { ownProceeds, reconcile, returnMoney, setProceedsPlan, showMoney, showProceeds } from './show-money.ts'
import { listStanding, openStanding, stopStanding } from './standing-orders.ts'

const MOST_EVENT_BYTES = 1_000_000

/** Payments, the division of proceeds, standing orders and those who sell for others. */
export function moneyRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, getOrderMoneyEndpoint, ({ actor, params }) => showMoney(deps.db, actingFor(actor), params.id))
  route(app, deps, returnMoneyEndpoint, ({ deps, actor, params, body }) =>
    returnMoney(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, cardEventsEndpoint, async ({ params, body, request }) =>
    receiveEvent(deps, params.provider, await textOf(body), request.headers),
  )
  route(app, deps, getFakeCardEndpoint, ({ params }) => showFakeCard(deps, params.session))
  route(app, deps, payFakeCardEndpoint, ({ params, body }) => payFakeCard(deps, { ...body, session: params.session }))

  route(app, deps, setProceedsPlanEndpoint, ({ deps, actor, body }) => setProceedsPlan(deps, actor, body))
  route(app, deps, listProceedsPlansEndpoint, async ({ actor }) => ({
    items: await plansOf(deps.db, actingFor(actor).id),
  }))
  route(app, deps, orderProceedsEndpoint, ({ actor, params }) => showProceeds(deps, actor, params.id))
  route(app, deps, ownProceedsEndpoint, ({ actor, query }) => ownProceeds(deps, actor, query))
  route(app, deps, reconciliationEndpoint, ({ actor }) => reconcile(deps, actor))

  route(app, deps, openStandingEndpoint, ({ deps, actor, body }) => openStanding(deps, actor, body))
  route(app, deps, listStandingEndpoint, ({ actor }) => listStanding(deps, actor))
  route(app, deps, stopStandingEndpoint, ({ deps, actor, params }) => stopStanding(deps, actor, params.id))

  route(app, deps, offerAgencyEndpoint, ({ deps, actor, body }) => offerAgency(deps, actor, body))
  route(app, deps, acceptAgencyEndpoint, ({ deps, actor, params }) => acceptAgency(deps, actor, params.sellerId))
  route(app, deps, endAgencyEndpoint, ({ deps, actor, params }) => endAgency(deps, actor, params))
  route(app, deps, listAgentsEndpoint, ({ actor }) => listAgents(deps, actor))
  route(app, deps, sellerAgentsEndpoint, ({ params }) => sellerAgents(deps, params.id))
}

/** The bytes as they came: a signature covers them, not what they mean. */
async function textOf(stream: unknown): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_EVENT_BYTES) refuse('marketplace.event-unreadable')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
