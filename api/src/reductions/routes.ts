import { Readable } from 'node:stream'
import {
  changeConsentEndpoint,
  disputeReductionEndpoint,
  eraseMeEndpoint,
  exportMeEndpoint,
  importEndpoint,
  importRowsEndpoint,
  importsEndpoint,
  linkProviderEndpoint,
  makeLinkCodeEndpoint,
  myConsentsEndpoint,
  myLinksEndpoint,
  myReductionEndpoint,
  myReductionsEndpoint,
  mySummaryEndpoint,
  revokeLinkEndpoint,
} from '@morinowa/shared/reductions/contract.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { askingPerson } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { changeConsent, myConsents } from './change-consent.ts'
import { disputeReduction } from './dispute-reduction.ts'
import type { Elsewhere } from './elsewhere.ts'
import { eraseMe } from './erase-me.ts'
import { explainReduction } from './explain-reduction.ts'
import { exportMe } from './export-me.ts'
import { linkProvider, makeLinkCode, revokeLink } from './link-provider.ts'
import { linksOf } from './link-store.ts'
import { listReductions } from './list-reductions.ts'
import { importRowsCsv, listImportRows, listImports, readImport } from './read-imports.ts'
import { summariseMe } from './summarise-me.ts'

/** @param elsewhere what words below know of a person's grams. */
export function reductionRoutes(app: FastifyInstance, deps: Deps, elsewhere: Elsewhere): void {
  route(app, deps, mySummaryEndpoint, ({ actor, query }) => summariseMe(deps, actor, query, elsewhere))
  route(app, deps, myReductionsEndpoint, ({ actor, query }) => listReductions(deps, actor, query))
  route(app, deps, myReductionEndpoint, ({ actor, params }) => explainReduction(deps, actor, params.id, elsewhere))
  route(app, deps, disputeReductionEndpoint, ({ deps, actor, params, body }) =>
    disputeReduction(deps, actor, { ...body, id: params.id }),
  )

  route(app, deps, linkProviderEndpoint, ({ deps, actor, body }) => linkProvider(deps, actor, body))
  route(app, deps, myLinksEndpoint, async ({ actor }) => ({
    items: await linksOf(deps.db, askingPerson(actor).personId),
  }))
  route(app, deps, revokeLinkEndpoint, ({ actor, params }) => revokeLink(deps, actor, params.id))
  route(app, deps, makeLinkCodeEndpoint, ({ deps, actor, body }) => makeLinkCode(deps, actor, body))
  route(app, deps, myConsentsEndpoint, async ({ actor }) => ({ items: await myConsents(deps, actor) }))
  route(app, deps, changeConsentEndpoint, ({ actor, params, body }) =>
    changeConsent(deps, actor, { ...params, ...body }),
  )

  route(app, deps, exportMeEndpoint, async ({ actor, reply }) => {
    const zip = await exportMe(deps, actor, elsewhere)
    return reply
      .type('application/zip')
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="morinowa-export.zip"')
      .send(zip)
  })
  route(app, deps, eraseMeEndpoint, async ({ actor, reply }) => {
    const erased = await eraseMe(deps, actor)
    for (const name of SESSION_COOKIES)
      reply.header('set-cookie', `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`)
    return erased
  })

  route(app, deps, importsEndpoint, ({ actor, query }) => listImports(deps, actor, query))
  route(app, deps, importEndpoint, ({ actor, params }) => readImport(deps, actor, params.id))
  route(app, deps, importRowsEndpoint, ({ actor, params, query, request, reply }) => {
    const ask = { ...query, ...params, language: languageOf(request) }
    if (!request.headers.accept?.includes('text/csv')) return listImportRows(deps, actor, ask)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="import-${params.id}.csv"`)
      .send(Readable.from(importRowsCsv(deps, actor, ask)))
  })
}

/** The cookies of a session, which would otherwise be believed for another minute. */
const SESSION_COOKIES = ['better-auth.session_token', 'better-auth.session_data']

function languageOf(request: FastifyRequest): 'ja' | 'en' {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'ja'
}
