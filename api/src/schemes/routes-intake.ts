import type { Readable } from 'node:stream'
import {
  addTerminalEndpoint,
  deliverSalesEndpoint,
  importSalesEndpoint,
  listTerminalsEndpoint,
  revokeTerminalEndpoint,
} from '@morinowa/shared/schemes/intake/contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { connectTerminal, listTerminals, revokeTerminal } from './connect-terminal.ts'
import { importSales } from './import-sales.ts'
import { takeDelivery } from './take-delivery.ts'

export function schemeIntakeRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, importSalesEndpoint, ({ actor, params, body, request }) => {
    const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1]
    return importSales(deps, actor, { id: params.id, file: body as Readable, charset })
  })
  route(app, deps, addTerminalEndpoint, ({ deps, actor, params, body }) =>
    connectTerminal(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, listTerminalsEndpoint, ({ actor, params }) => listTerminals(deps, actor, params.id))
  route(app, deps, revokeTerminalEndpoint, ({ deps, actor, params }) => revokeTerminal(deps, actor, params))
  route(app, deps, deliverSalesEndpoint, ({ params, body, request }) =>
    takeDelivery(deps, { ...params, headers: request.headers, body: body as Readable }),
  )
}
