import { Readable } from 'node:stream'
import {
  certificateEndpoint,
  certificateRecordEndpoint,
  checkpointsEndpoint,
  consistencyEndpoint,
  exportEndpoint,
  invariantsEndpoint,
  type Language,
  lotLifeEndpoint,
  proofEndpoint,
  publicRetirementEndpoint,
  publicRetirementsEndpoint,
  registrySearchEndpoint,
  rotateKeyEndpoint,
  signingKeysEndpoint,
  verifyCertificateEndpoint,
} from '@morinowa/shared/certificates/contract.ts'
import { cadTrustEndpoint, snapshotEndpoint } from '@morinowa/shared/certificates/export-contract.ts'
import { lotOriginEndpoint } from '@morinowa/shared/certificates/origin-contract.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { cursorId, page } from '../credits/paging.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { didDocument } from './did-document.ts'
import { exportCadTrust } from './export-cad-trust.ts'
import { exportLog } from './export-log.ts'
import { keptLaws } from './keep-laws.ts'
import { publicKeyOf, rotateKey } from './keys.ts'
import { checkpoints } from './log-store.ts'
import { findRetirement, lotLife, proveConsistency, proveEntry, publicCheckpoint, searchRegister } from './register.ts'
import { registerCsv } from './register-csv.ts'
import { type CertificateForm, certificateFile, publicRetirement, showCertificate } from './show-certificate.ts'
import { showOrigin } from './show-origin.ts'
import { snapshotPage } from './snapshot/snapshot-page.ts'
import { retirementsWhere, signingKeys } from './store.ts'
import { verifyCertificate } from './verify-certificate.ts'

export function certificateRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, certificateEndpoint, async ({ actor, params, query, request, reply }) => {
    const [id, suffix] = splitSuffix(params.id)
    const form = suffix ?? acceptedForm(request.headers.accept ?? '')
    reply.header('Vary', 'Accept, Cookie, X-Organisation, Accept-Language')
    if (form === 'html') return reply.redirect(`/certificates/${id}`, 303)
    const language = query.lang ?? languageOf(request)
    const file = await certificateFile(deps, actor, { id, form, language, view: query.view })
    // A plain client asked for JSON and is told that it got it.
    const type = form === 'json' && !request.headers.accept?.includes('vc+json') ? 'application/json' : file.type
    return reply
      .type(type)
      .header('Content-Disposition', `inline; filename="${file.name}"`)
      .header('Cache-Control', 'private, no-cache')
      .send(file.bytes)
  })
  route(app, deps, certificateRecordEndpoint, ({ actor, params, query }) =>
    showCertificate(deps, actor, { id: params.id, view: query.view }),
  )
  route(app, deps, verifyCertificateEndpoint, ({ body, request }) =>
    verifyCertificate(deps, body as unknown as Readable, request.headers['content-type'] ?? ''),
  )
  route(app, deps, rotateKeyEndpoint, ({ deps, actor }) => rotateKey(deps, actor))
  route(app, deps, signingKeysEndpoint, async () => ({ items: (await signingKeys(deps.db)).map(publicKeyOf) }))
  app.get('/.well-known/did.json', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('application/did+json')
      .header('Cache-Control', 'max-age=60')
      .send(JSON.stringify(await didDocument(deps))),
  )

  route(app, deps, registrySearchEndpoint, ({ query }) => searchRegister(deps.db, query.q))
  route(app, deps, publicRetirementsEndpoint, async ({ query, request, reply }) => {
    const { cursor, limit, ...filter } = query
    if (request.headers.accept?.includes('text/csv')) {
      return reply
        .type('text/csv; charset=utf-8')
        .header('Content-Disposition', 'attachment; filename="retirements.csv"')
        .send(Readable.from(registerCsv(deps.db, filter)))
    }
    const found = await retirementsWhere(deps.db, { ...filter, before: cursorId(cursor), limit: limit + 1 })
    return page(found.map(publicRetirement), limit, ({ id }) => id)
  })
  route(app, deps, publicRetirementEndpoint, ({ params }) => findRetirement(deps.db, params.serialOrId))
  route(app, deps, lotLifeEndpoint, ({ params, query: { cursor, limit } }) =>
    lotLife(deps.db, params.id, numberIn(cursor), limit),
  )
  route(app, deps, lotOriginEndpoint, ({ actor, params, query: { cursor, limit, from, to }, reply }) => {
    reply.header('Vary', 'Cookie')
    return showOrigin(deps, actor, { id: params.id, from, to, after: numberIn(cursor), limit })
  })
  route(app, deps, invariantsEndpoint, async () => {
    const [{ seen: _, ...checked }, since] = await keptLaws(deps)
    return { ...checked, since, ok: since.broken === 0 && checked.items.every(({ ok }) => ok) }
  })
  route(app, deps, checkpointsEndpoint, async ({ query: { cursor, limit } }) => {
    const found = await checkpoints(deps.db, numberIn(cursor), limit + 1)
    return page(found.map(publicCheckpoint), limit, ({ size }) => String(size))
  })
  route(app, deps, proofEndpoint, ({ params }) => proveEntry(deps, params.entry))
  route(app, deps, consistencyEndpoint, ({ query }) => proveConsistency(deps, query))
  route(app, deps, exportEndpoint, ({ reply }) =>
    reply.type('application/x-ndjson').send(Readable.from(exportLog(deps))),
  )
  route(app, deps, cadTrustEndpoint, ({ reply }) =>
    reply.type('application/json').send(Readable.from(exportCadTrust(deps))),
  )
  route(app, deps, snapshotEndpoint, ({ query, request, reply }) =>
    reply
      .type('text/html; charset=utf-8')
      // To be kept, and opened from where it is kept: here the page's own script may not run.
      .header('Content-Disposition', 'attachment; filename="morinowa-register.html"')
      .send(Readable.from(snapshotPage(deps, query.lang ?? languageOf(request)))),
  )
}

function splitSuffix(id: string): [string, CertificateForm | undefined] {
  const [, name = id, suffix] = /^(.+)\.(json|pdf|svg)$/.exec(id) ?? []
  return [name, suffix as CertificateForm | undefined]
}

/** What a client asks for; a browser asks for a page, and whoever does not say gets the JSON. */
function acceptedForm(accept: string): CertificateForm | 'html' {
  if (accept.includes('application/pdf')) return 'pdf'
  if (accept.includes('json')) return 'json'
  if (accept.includes('text/html')) return 'html'
  return accept.includes('image/svg+xml') ? 'svg' : 'json'
}

function languageOf(request: FastifyRequest): Language {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'ja'
}

function numberIn(cursor: string | undefined): number | null {
  if (cursor === undefined) return null
  return /^\d{1,15}$/.test(cursor) ? Number(cursor) : refuse('request.cursor', {}, '/query/cursor')
}
