import {
  adoptEditionEndpoint,
  editionReportEndpoint,
  factorDifferencesEndpoint,
  proposedEditionsEndpoint,
  proposeEditionEndpoint,
} from '@morinowa/shared/methodology/editions-contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { adoptEdition } from './adopt-edition.ts'
import { listProposals, reportEdition } from './edition-report.ts'
import { findDifferences } from './find-differences.ts'
import { proposeEdition } from './propose-edition.ts'

export function editionRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, proposeEditionEndpoint, ({ deps, actor, body }) => proposeEdition(deps, actor, body))
  route(app, deps, proposedEditionsEndpoint, ({ deps, actor }) => listProposals(deps, actor))
  route(app, deps, editionReportEndpoint, ({ deps, actor, params, query }) =>
    reportEdition(deps, actor, { ...params, ...query }),
  )
  route(app, deps, adoptEditionEndpoint, ({ deps, actor, params }) => adoptEdition(deps, actor, params.id))
  route(app, deps, factorDifferencesEndpoint, ({ deps, query }) => findDifferences(deps, query))
}
