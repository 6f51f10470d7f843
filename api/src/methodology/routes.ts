import {
  constantsEndpoint,
  estimateEndpoint,
  factorEndpoint,
  factorSetsEndpoint,
  factorsEndpoint,
  methodEndpoint,
  methodsEndpoint,
  registryEndpoint,
} from '@morinowa/shared/methodology/contract.ts'
import { CONSTANTS } from '@morinowa/shared/methodology/constants.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { estimateAct } from './estimate-act.ts'
import { describeFactor, findFactors } from './find-factors.ts'
import { keepAnswers } from './keep-answers.ts'
import { listMethods, readMethod, readRegistry } from './read-methods.ts'
import { currentRegistry, loadRegistry } from './registry.ts'

export function methodologyRoutes(app: FastifyInstance, deps: Deps): void {
  app.register(async (scope) => {
    keepAnswers(scope, () => currentRegistry(deps))
    route(scope, deps, estimateEndpoint, ({ actor, body }) => estimateAct(deps, actor, body))
  })
  route(app, deps, methodsEndpoint, ({ actor }) => listMethods(deps, actor))
  route(app, deps, constantsEndpoint, () => ({ items: [...CONSTANTS] }))
  route(app, deps, registryEndpoint, () => readRegistry(deps))
  route(app, deps, methodEndpoint, ({ actor, params }) => readMethod(deps, actor, params))
  route(app, deps, factorsEndpoint, ({ actor, query }) => findFactors(deps, actor, query))
  route(app, deps, factorEndpoint, ({ actor, params, query }) => describeFactor(deps, actor, { ...params, ...query }))
  route(app, deps, factorSetsEndpoint, async () => {
    const { sets } = await loadRegistry(deps)
    return { items: sets.map(({ members, ...set }) => ({ ...set, rows: members.length })) }
  })
}
