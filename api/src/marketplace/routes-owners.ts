import {
  announceHarvestEndpoint,
  endHarvestEndpoint,
  projectGuardEndpoint,
  projectOwnersEndpoint,
  registerOwnerEndpoint,
} from '@morinowa/shared/forest/owners-contract.ts'
import type { FastifyInstance } from 'fastify'
import { registerOwner, showGuard, showOwners } from '../forest/project-owners.ts'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { announceHarvest, endHarvest } from './announce-harvest.ts'

/** Owners behind projects; a harvest empties the market's shelves, so all of it is hung up here. */
export function ownerRoutes(app: FastifyInstance, deps: Deps): void {
  route(app, deps, registerOwnerEndpoint, ({ deps, actor, params, body }) =>
    registerOwner(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, projectOwnersEndpoint, ({ actor, params }) => showOwners(deps, actor, params.id))
  route(app, deps, projectGuardEndpoint, ({ params }) => showGuard(deps, params.id))
  route(app, deps, announceHarvestEndpoint, ({ deps, actor, params, body }) =>
    announceHarvest(deps, actor, { ...body, id: params.id }),
  )
  route(app, deps, endHarvestEndpoint, ({ deps, actor, params, body }) =>
    endHarvest(deps, actor, { ...body, id: params.id }),
  )
}
