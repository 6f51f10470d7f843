import { passkey } from '@better-auth/passkey'
import { type BetterAuthPlugin, betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import type { Deps } from '../platform/deps.ts'
import { appointOperator } from './appoint-operator.ts'

const DAY_S = 86_400

/** People's sign-up, sign-in, passkeys and sessions, by better-auth over our own tables. */
export function openPeople(deps: Pick<Deps, 'prisma' | 'settings' | 'db' | 'newId'>) {
  const { prisma, settings } = deps
  const url = new URL(settings.publicUrl)
  return betterAuth({
    appName: 'Morinowa',
    baseURL: settings.publicUrl,
    basePath: '/api/auth',
    secret: settings.secret,
    telemetry: { enabled: false },
    database: prismaAdapter(prisma, { provider: 'postgresql' }),
    advanced: {
      database: { generateId: false },
      // Local addresses have no TLS; a published one must.
      useSecureCookies: url.protocol === 'https:',
    },
    user: {
      modelName: 'person',
      additionalFields: {
        language: { type: 'string', required: false, defaultValue: 'ja', input: true },
        participantId: { type: 'string', required: false, input: false },
      },
    },
    databaseHooks: { user: { create: { after: (person) => appointOperator(deps, person) } } },
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 128, autoSignIn: true },
    session: { expiresIn: 30 * DAY_S, updateAge: DAY_S, cookieCache: { enabled: true, maxAge: 60 } },
    // Sign-in attempts are limited by address in our own hook, which knows proxies.
    rateLimit: { enabled: settings.production, window: 60, max: 100 },
    // The plugin's declared types lag one patch of a shared dependency behind the core's; at run time they agree.
    plugins: [passkey({ rpID: url.hostname, rpName: 'Morinowa', origin: url.origin }) as unknown as BetterAuthPlugin],
  })
}

export type People = ReturnType<typeof openPeople>
