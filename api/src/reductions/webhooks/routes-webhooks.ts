import type { Readable } from 'node:stream'
import {
  channelsEndpoint,
  deliverEndpoint,
  openChannelEndpoint,
  revokeChannelEndpoint,
  rotateChannelEndpoint,
} from '@morinowa/shared/reductions/webhooks/contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../platform/deps.ts'
import { route } from '../../platform/http.ts'
import { closeChannel, listChannels, openNewChannel, rotateChannel } from './keep-channels.ts'
import { type Importers, takeLines } from './take-lines.ts'

/** @param importers how each pool records lines: words above this one know. */
export function webhookRoutes(app: FastifyInstance, deps: Deps, importers: Importers): void {
  route(app, deps, openChannelEndpoint, ({ deps, actor, body }) => openNewChannel(deps, actor, body))
  route(app, deps, channelsEndpoint, ({ deps, actor }) => listChannels(deps, actor))
  route(app, deps, rotateChannelEndpoint, ({ deps, actor, params }) => rotateChannel(deps, actor, params.id))
  route(app, deps, revokeChannelEndpoint, ({ deps, actor, params }) => closeChannel(deps, actor, params.id))
  route(app, deps, deliverEndpoint, ({ deps, params, request, body }) =>
    takeLines(deps, { id: params.id, headers: request.headers, body: body as Readable }, importers),
  )
}
