import {
  createAppEndpoint,
  decideAuthorizationEndpoint,
  disableAppEndpoint,
  listAppsEndpoint,
  myAppsEndpoint,
  revokeAppEndpoint,
  revokeTokenEndpoint,
  showAuthorizationEndpoint,
  tokenEndpoint,
} from '@morinowa/shared/identity/oauth/contract.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { route } from '../../platform/http.ts'
import { actingFor, askingPerson } from '../asking-person.ts'
import { decideAuthorization, showAuthorization } from './authorize-app.ts'
import { exchangeToken, revokeToken } from './exchange-token.ts'
import { createApp, revokeApp, stopApp } from './keep-apps.ts'
import { serverMetadata } from './metadata.ts'
import { appsOf, myApps } from './oauth-store.ts'

const FORM_LIMIT_BYTES = 8_192

export function oauthRoutes(app: FastifyInstance, deps: Deps): void {
  app.get('/.well-known/oauth-authorization-server', { schema: { hide: true } }, (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=3600')
      .header('access-control-allow-origin', '*')
      .send(serverMetadata(deps)),
  )
  route(app, deps, createAppEndpoint, ({ deps, actor, body }) => createApp(deps, actor, body))
  route(app, deps, listAppsEndpoint, async ({ actor }) => ({ items: await appsOf(deps.db, actingFor(actor).id) }))
  route(app, deps, disableAppEndpoint, ({ actor, params }) => stopApp(deps, actor, params.id))
  route(app, deps, showAuthorizationEndpoint, ({ query }) => showAuthorization(deps.db, query))
  route(app, deps, decideAuthorizationEndpoint, ({ actor, body }) => decideAuthorization(deps, actor, body))
  route(app, deps, tokenEndpoint, async ({ body, reply }) => {
    const answer = await exchangeToken(deps, await readForm(body as AsyncIterable<Buffer>))
    reply.header('cache-control', 'no-store')
    return typeof answer === 'string' ? reply.status(400).send({ error: answer }) : answer
  })
  route(app, deps, revokeTokenEndpoint, async ({ body }) => {
    await revokeToken(deps, await readForm(body as AsyncIterable<Buffer>))
    return {}
  })
  route(app, deps, myAppsEndpoint, async ({ actor }) => ({
    items: await myApps(deps.db, askingPerson(actor).personId),
  }))
  route(app, deps, revokeAppEndpoint, ({ actor, params }) => revokeApp(deps, actor, params.id))
}

async function readForm(body: AsyncIterable<Buffer>): Promise<URLSearchParams> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > FORM_LIMIT_BYTES) return refuse('request.too-large', { limit: FORM_LIMIT_BYTES })
    parts.push(part)
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'))
}
