import type { PublicScheme, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { SchemeId as SchemeIdSchema } from '@morinowa/shared/schemes/contract.ts'
import {
  keepClaimEndpoint,
  kitEndpoint,
  ownClaimsEndpoint,
  poolingEndpoint,
  statementEndpoint,
} from '@morinowa/shared/schemes/kit/contract.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../platform/deps.ts'
import { route } from '../../platform/http.ts'
import { keepClaim, listOwnClaims } from '../keep-claim.ts'
import { showPooling } from '../show-pooling.ts'
import { publicSchemeWithTerms } from '../show-public.ts'
import { showStatement } from '../show-statement.ts'
import { drawKit } from './draw-kit.ts'
import { drawStatement, statementCsv } from './draw-statement.ts'
import { schemeBadge, schemeCss, schemeFrame, schemeJs, schemeTag } from './embed.ts'
import type { Typesetting } from './sheet.ts'

/** @param typesetting fonts and line breaks, which a word below this one keeps. */
export function schemeKitRoutes(app: FastifyInstance, deps: Deps, typesetting: Typesetting): void {
  route(app, deps, kitEndpoint, async ({ params, query, reply }) => {
    const { scheme, terms } = await publicSchemeWithTerms(deps, params.id)
    const url = `${deps.settings.publicUrl}/schemes/${scheme.id}`
    const { lang: language, sku } = query
    const bytes = await drawKit(typesetting, {
      piece: params.piece,
      language,
      scheme,
      terms,
      sku,
      url,
      at: deps.now(),
    })
    return sendPdf(reply, bytes, `morinowa-${params.piece}.pdf`)
  })
  route(app, deps, statementEndpoint, async ({ actor, params, query, reply }) => {
    const statement = await showStatement(deps, actor, params)
    const name = `morinowa-${params.month}`
    if (query.format === 'csv') {
      return reply
        .type('text/csv; charset=utf-8')
        .header('Content-Disposition', `attachment; filename="${name}.csv"`)
        .send(statementCsv(statement, query.lang))
    }
    if (query.format === 'pdf') {
      return sendPdf(reply, await drawStatement(typesetting, statement, query.lang), `${name}.pdf`)
    }
    return statement
  })
  route(app, deps, poolingEndpoint, ({ actor, params }) => showPooling(deps, actor, params.id))
  route(app, deps, keepClaimEndpoint, ({ actor, params }) => keepClaim(deps, actor, params.code))
  route(app, deps, ownClaimsEndpoint, ({ actor }) => listOwnClaims(deps, actor))
  embeds(app, deps)
}

function sendPdf(reply: FastifyReply, bytes: Buffer, name: string): FastifyReply {
  return reply.type('application/pdf').header('Content-Disposition', `inline; filename="${name}"`).send(bytes)
}

// Only here may a page be framed by anybody and a file be used from anywhere; nothing here knows who is signed in.
const ELSEWHERE = {
  frameguard: false,
  crossOriginResourcePolicy: { policy: 'cross-origin' as const },
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ['*'],
    },
  },
}
const hung = { schema: { hide: true }, helmet: ELSEWHERE }
const LIVE = 'public, max-age=15'
const HOUR = 'public, max-age=3600'

// An embedded page has nobody to explain an error to: what it does not understand it leaves at the usual.
const EmbedQuery = z.object({
  lang: z.enum(['ja', 'en']).catch('ja'),
  sku: z.string().max(60).optional().catch(undefined),
})

type Shown = { scheme: PublicScheme; terms: unknown; language: 'ja' | 'en'; sku?: string | undefined }

function embeds(app: FastifyInstance, deps: Deps): void {
  const { publicUrl } = deps.settings
  const pieces: readonly [path: string, type: string, write: (shown: Shown) => string][] = [
    ['', 'text/html; charset=utf-8', (shown) => schemeFrame(shown, publicUrl)],
    ['/tag', 'text/html; charset=utf-8', (shown) => schemeTag(shown, publicUrl)],
    ['/badge.svg', 'image/svg+xml', schemeBadge],
  ]
  for (const [path, type, write] of pieces) {
    app.get(`/embed/schemes/:id${path}`, hung, async (request, reply) => {
      const { lang, sku } = EmbedQuery.parse(request.query)
      const { scheme, terms } = await publicSchemeWithTerms(deps, idOf(request.params))
      return reply
        .type(type)
        .header('cache-control', LIVE)
        .send(write({ scheme, terms, language: lang, sku }))
    })
  }
  const files = { 'scheme.css': ['text/css', schemeCss], 'scheme.js': ['text/javascript', schemeJs] } as const
  for (const [name, [type, content]] of Object.entries(files)) {
    app.get(`/embed/${name}`, hung, (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).header('cache-control', HOUR).send(content),
    )
  }
}

function idOf(params: unknown): SchemeId {
  const { success, data } = SchemeIdSchema.safeParse((params as { id?: unknown }).id)
  return success ? data : refuse('schemes.missing')
}
