import { existsSync } from 'node:fs'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import staticFiles from '@fastify/static'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import underPressure from '@fastify/under-pressure'
import { ANONYMOUS } from '@morinowa/shared/kernel/actor.ts'
import Fastify, { type FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { adjustIssued } from './credits/adjust-issued.ts'
import { followReduction } from './credits/follow-reduction.ts'
import { brokenLines } from './certificates/line-breaks.ts'
import { certificateRoutes } from './certificates/routes.ts'
import { drawable, runsOf, typeface } from './certificates/typeface.ts'
import { adjustmentRoutes } from './certificates/routes-adjustments.ts'
import { creditRoutes } from './credits/routes.ts'
import { demoRoutes } from './demo/routes.ts'
import { destinationRoutes } from './destinations/routes.ts'
import { actCorrectionRoutes } from './destinations/routes-corrections.ts'
import { forestRoutes } from './forest/routes.ts'
import { forestEstimateRoutes } from './forest/routes-estimates.ts'
import { forestOfficialRoutes } from './forest/routes-official.ts'
import { mountPeople } from './identity/mount-people.ts'
import { openPeople } from './identity/people.ts'
import { actorReader } from './identity/recognise-actor.ts'
import { oauthRoutes } from './identity/oauth/routes-oauth.ts'
import { identityRoutes } from './identity/routes.ts'
import { embedRoutes } from './methodology/embed/routes-embed.ts'
import { methodologyRoutes } from './methodology/routes.ts'
import { editionRoutes } from './methodology/routes-editions.ts'
import { marketplaceRoutes } from './marketplace/routes.ts'
import { benefitRoutes } from './marketplace/routes-benefits.ts'
import { moneyRoutes } from './marketplace/routes-money.ts'
import { ownerRoutes } from './marketplace/routes-owners.ts'
import { personalRecords } from './personal-records.ts'
import { programmeRoutes } from './programmes/routes.ts'
import { tenderRoutes } from './marketplace/routes-tenders.ts'
import { mobilityRoutes } from './mobility/routes.ts'
import { rideCorrectionRoutes } from './mobility/routes-corrections.ts'
import { municipalityIndex } from './municipalities/geometry.ts'
import { municipalityRoutes } from './municipalities/routes.ts'
import { areaFlowRoutes } from './municipalities/routes-flows.ts'
import { areaSumRoutes } from './municipalities/routes-sums.ts'
import type { Deps } from './platform/deps.ts'
import { compressReads } from './platform/compress.ts'
import { tagReads } from './platform/etags.ts'
import { API_ROOT } from './platform/http.ts'
import { readJsonBodies } from './platform/json-body.ts'
import { serveMetrics } from './platform/metrics.ts'
import { answerProblems, answerUnroutable } from './platform/problems.ts'
import { useContracts } from './platform/validation.ts'
import { reductionRoutes } from './reductions/routes.ts'
import { journeyRoutes } from './reductions/routes-journeys.ts'
import { reviewRoutes } from './reductions/routes-review.ts'
import { shareRoutes } from './reductions/routes-shares.ts'
import { schemeKitRoutes } from './schemes/kit/routes-kit.ts'
import { webhookRoutes } from './reductions/webhooks/routes-webhooks.ts'
import { importRides } from './mobility/import-rides.ts'
import { importActs } from './destinations/import-acts.ts'
import { schemeRoutes } from './schemes/routes.ts'
import { schemeIntakeRoutes } from './schemes/routes-intake.ts'

export type AppOptions = {
  /** The built web; without it only the API is served. */
  webRoot?: string
  logger?: boolean
  /** Checks every answer against its contract: for tests. */
  strictReplies?: boolean
  /** Requests a minute per key or address. */
  requestsPerMinute?: number
}

const BODY_LIMIT_BYTES = 8_388_608
const READY_WITHIN_MS = 2_000
const MOST_DELAY_MS = 5_000

/** The server on one page. */
export async function buildApp(deps: Deps, options: AppOptions = {}): Promise<FastifyInstance> {
  const app = Fastify({
    logger: options.logger ? { redact: ['req.headers.authorization', 'req.headers.cookie'] } : false,
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: deps.settings.production ? 'loopback, uniquelocal' : false,
    genReqId: () => deps.newId(),
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: answerUnroutable,
  })
  useContracts(app, { strict: options.strictReplies ?? false })
  answerProblems(app)
  readJsonBodies(app)

  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:', 'https://cyberjapandata.gsi.go.jp'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        scriptSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'self'"],
        upgradeInsecureRequests: deps.settings.publicUrl.startsWith('https:') ? [] : null,
      },
    },
    strictTransportSecurity: deps.settings.publicUrl.startsWith('https:'),
  })
  await app.register(rateLimit, {
    max: options.requestsPerMinute ?? (deps.settings.production ? 3_000 : 1_000_000),
    timeWindow: 60_000,
    enableDraftSpec: true,
    keyGenerator: (request) => request.headers.authorization ?? request.ip,
  })
  tagReads(app)
  compressReads(app)
  // Only where people depend on it: on a desk, a build beside it is no reason to turn anybody away.
  if (deps.settings.production) await app.register(underPressure, { maxEventLoopDelay: MOST_DELAY_MS })
  serveMetrics(app)
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Morinowa', version: '1', license: { name: 'Apache-2.0' } } },
    transform: jsonSchemaTransform,
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true })
  app.get(`${API_ROOT}/openapi.json`, { schema: { hide: true } }, () => app.swagger())
  app.get('/healthz', { schema: { hide: true } }, () => ({ status: 'ok' }))
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const ready = await answersWithin(deps, READY_WITHIN_MS)
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' })
  })

  const people = openPeople(deps)
  const readActor = actorReader(deps, people)
  app.decorateRequest('actor')
  app.addHook('onRequest', async (request) => {
    request.actor = request.url.startsWith(API_ROOT) ? await readActor(request) : ANONYMOUS
  })
  mountPeople(app, people, deps.settings.publicUrl)

  const elsewhere = { follow: followReduction, adjust: adjustIssued, personal: personalRecords }
  // A line per word.
  identityRoutes(app, deps)
  oauthRoutes(app, deps)
  methodologyRoutes(app, deps)
  editionRoutes(app, deps)
  embedRoutes(app, deps)
  municipalityRoutes(app, deps)
  areaSumRoutes(app, deps)
  areaFlowRoutes(app, deps)
  reductionRoutes(app, deps, elsewhere)
  reviewRoutes(app, deps)
  journeyRoutes(app, deps)
  shareRoutes(app, deps)
  mobilityRoutes(app, deps, () => municipalityIndex(deps.settings.dataDir))
  rideCorrectionRoutes(app, deps, elsewhere, () => municipalityIndex(deps.settings.dataDir))
  destinationRoutes(app, deps)
  webhookRoutes(app, deps, {
    mobility: (deps, actor, upload) => importRides(deps, actor, upload, () => municipalityIndex(deps.settings.dataDir)),
    destinations: importActs,
  })
  actCorrectionRoutes(app, deps, elsewhere)
  creditRoutes(app, deps)
  certificateRoutes(app, deps)
  adjustmentRoutes(app, deps)
  forestRoutes(app, deps)
  forestEstimateRoutes(app, deps)
  forestOfficialRoutes(app, deps)
  marketplaceRoutes(app, deps)
  tenderRoutes(app, deps)
  moneyRoutes(app, deps)
  ownerRoutes(app, deps)
  benefitRoutes(app, deps)
  schemeRoutes(app, deps)
  schemeIntakeRoutes(app, deps)
  schemeKitRoutes(app, deps, { typeface, drawable, runsOf, brokenLines })
  programmeRoutes(app, deps)
  demoRoutes(app, deps)

  if (options.webRoot && existsSync(join(options.webRoot, 'index.html'))) serveWeb(app, options.webRoot)
  return app
}

async function answersWithin({ db }: Deps, ms: number): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), ms).unref())
  return Promise.race([
    late,
    db.pool.query('select 1').then(
      () => true as const,
      () => false as const,
    ),
  ])
}

/** Files of the built web; every other address that wants a page gets the one page, which knows all addresses. */
function serveWeb(app: FastifyInstance, root: string): void {
  app.register(staticFiles, {
    root,
    wildcard: false,
    cacheControl: false,
    // The build left a compressed copy beside each file that is worth one.
    preCompressed: true,
    setHeaders(reply, path) {
      const immutable = path.includes(`${join(root, 'assets')}`)
      reply.setHeader('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    const [path = ''] = request.url.split('?')
    const { accept = '*/*' } = request.headers
    // A certificate's name is its page's address; whoever asks there for a file gets it.
    if (/^\/certificates\/[\w-]+(\.(json|pdf|svg)$|$)/.test(path) && (path.includes('.') || /json|pdf/.test(accept)))
      return reply.redirect(API_ROOT + request.url, 303)
    const wantsPage = accept.includes('text/html') || (accept.includes('*/*') && !/\.\w+$/.test(path))
    if (path.startsWith('/api/') || !wantsPage) return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
