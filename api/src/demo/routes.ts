import { demoAccountsEndpoint } from '@morinowa/shared/identity/contract.ts'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../platform/deps.ts'
import { route } from '../platform/http.ts'
import { DEMO_PASSWORD, demoAccounts, demoOrganisations } from './accounts.ts'

export function demoRoutes(app: FastifyInstance, deps: Deps): void {
  const { demo, production } = deps.settings
  const items =
    demo && !production
      ? demoAccounts.map(({ kind, name, email, organisation }) => ({
          kind,
          name,
          email,
          password: DEMO_PASSWORD,
          organisation: demoOrganisations.find(({ key }) => key === organisation)?.name ?? null,
        }))
      : []
  route(app, deps, demoAccountsEndpoint, () => ({ items }))
}
