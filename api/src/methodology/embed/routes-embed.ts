import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { InvalidInput } from '../../platform/validation.ts'
import { currentRegistry } from '../registry.ts'
import { BadgeQuery, badgeSvg } from './badge.ts'
import { comparatorPage, ComparatorQuery } from './comparator.ts'
import { comparatorCss } from './comparator-css.ts'
import { comparatorFrameJs, comparatorJs } from './comparator-scripts.ts'

// What other sites may show. Only here may a page be framed by anybody and a file be used from anywhere; nothing here
// knows who is signed in, so there is nothing to be tricked out of a visitor.

const ELSEWHERE = {
  frameguard: false,
  crossOriginResourcePolicy: { policy: 'cross-origin' as const },
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      scriptSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ['*'],
    },
  },
}

const HOUR = 'public, max-age=3600'
const route = { schema: { hide: true }, helmet: ELSEWHERE }

export function embedRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/embed/badge.svg', route, (request, reply) => {
    const asked = BadgeQuery.safeParse(request.query)
    if (!asked.success) throw new InvalidInput('query', asked.error.issues)
    return reply.type('image/svg+xml').header('cache-control', HOUR).send(badgeSvg(asked.data))
  })
  app.get('/embed/comparator', route, async (request, reply) => {
    const asked = ComparatorQuery.parse(request.query)
    const page = comparatorPage(asked, await currentRegistry(deps), dayOf(deps.now()))
    return reply.type('text/html; charset=utf-8').header('cache-control', HOUR).send(page)
  })
  const files = {
    '/embed/comparator.js': ['text/javascript; charset=utf-8', comparatorJs],
    '/embed/comparator-frame.js': ['text/javascript; charset=utf-8', comparatorFrameJs],
    '/embed/comparator.css': ['text/css; charset=utf-8', comparatorCss],
  } as const
  for (const [path, [type, content]] of Object.entries(files)) {
    app.get(path, route, (_request, reply) => reply.type(type).header('cache-control', HOUR).send(content))
  }
}
