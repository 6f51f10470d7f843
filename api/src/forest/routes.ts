import {
  checkLotEndpoint,
  getProjectEndpoint,
  importLotEndpoint,
  listForestLotsEndpoint,
  listProjectsEndpoint,
} from '@morinowa/shared/forest/contract.ts'
import type { FastifyInstance } from 'fastify'
import { cursorId } from '../credits/paging.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { checkLot } from './check-lot.ts'
import { importLot } from './import-lot.ts'
import { listProjects, showProject } from './show-projects.ts'
import { importedLots } from './store.ts'

export function forestRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, importLotEndpoint, ({ deps, actor, body }) => importLot(deps, actor, body))
  route(app, deps, checkLotEndpoint, ({ deps, actor, params, body }) =>
    checkLot(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, listForestLotsEndpoint, async ({ actor, query }) => {
    const acting = actingFor(actor)
    const { cursor, limit, proof } = query
    const before = cursorId(cursor)
    const organisationId = acting.kind === 'operator' ? undefined : acting.id
    const found = await importedLots(deps.db, { organisationId, proof, before, limit: limit + 1 })
    const items = found.slice(0, limit)
    return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
  })
  route(app, deps, listProjectsEndpoint, ({ query }) => listProjects(deps, query))
  route(app, deps, getProjectEndpoint, ({ params }) => showProject(deps, params.id))
}
