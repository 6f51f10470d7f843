import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import {
  areaGeometryEndpoint,
  findMunicipalitiesEndpoint,
  municipalityEndpoint,
} from '@morinowa/shared/municipalities/contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { findMunicipalities } from './find-municipalities.ts'
import { serveGeometry } from './serve-geometry.ts'
import { municipalityOf } from './store.ts'

export function municipalityRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, findMunicipalitiesEndpoint, ({ actor, query }) => findMunicipalities(deps, actor, query))
  route(app, deps, areaGeometryEndpoint, ({ query, request, reply }) => serveGeometry(deps, query.v, request, reply))
  route(
    app,
    deps,
    municipalityEndpoint,
    async ({ params }) => (await municipalityOf(deps.db, params.code)) ?? refuse('request.not-found'),
  )
}
