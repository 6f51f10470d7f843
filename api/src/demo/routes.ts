import type { AddressInfo } from 'node:net'
import { walkTourEndpoint } from '@morinowa/shared/demo/contract.ts'
import { demoAccountsEndpoint } from '@morinowa/shared/identity/contract.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { DEMO_PASSWORD, demoAccounts, demoOrganisations } from './accounts.ts'
import { tourWalker } from './walk-tour.ts'

export function demoRoutes(app: FastifyInstance, deps: Deps): void {
  const { demo, production } = deps.settings
  const here = demo && !production
  const items = here
    ? demoAccounts.map(({ kind, name, email, organisation }) => ({
        kind,
        name,
        email,
        password: DEMO_PASSWORD,
        organisation: demoOrganisations.find(({ key }) => key === organisation)?.name ?? null,
      }))
    : []
  route(app, deps, demoAccountsEndpoint, () => ({ items }))

  const walk = tourWalker(deps, () => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`)
  route(app, deps, walkTourEndpoint, ({ reply }) =>
    reply.type('application/x-ndjson').send(here ? walk() : refuse('request.not-found')),
  )
}
