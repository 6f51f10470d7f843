import { passkey } from '@better-auth/passkey'
import { type BetterAuthPlugin, betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import type { Deps } from '../platform/deps.ts'
import { appointOperator } from './appoint-operator.ts'
import { mailsTo } from './mails.ts'

const HOUR_S = 3_600
const DAY_S = 24 * HOUR_S

/** People's sign-up, sign-in, passkeys and sessions, by better-auth over our own tables. */
export function openPeople(deps: Pick<Deps, 'prisma' | 'settings' | 'db' | 'newId' | 'jobs'>) {
  const { prisma, settings } = deps
  const mails = mailsTo(deps)
  const url = new URL(settings.publicUrl)
  async function confirmed(person: { id: string; email: string; emailVerified: boolean }): Promise<void> {
    if (person.emailVerified) return
    await prisma.person.update({ where: { id: person.id }, data: { emailVerified: true } })
    await appointOperator(deps, person)
  }
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
    databaseHooks: {
      user: { create: { after: (person) => (mails ? Promise.resolve() : appointOperator(deps, person)) } },
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      autoSignIn: true,
      // Where mail goes out, an address is believed once its owner has answered from it.
      requireEmailVerification: mails !== undefined,
      revokeSessionsOnPasswordReset: true,
      ...(mails && {
        onExistingUserSignUp: mails.alreadyRegistered,
        sendResetPassword: mails.resetPassword,
        resetPasswordTokenExpiresIn: HOUR_S,
        // Who reads the mail of an address has proved that it is theirs.
        onPasswordReset: ({ user }) => confirmed(user),
      }),
    },
    ...(mails && {
      emailVerification: {
        sendVerificationEmail: mails.confirmAddress,
        sendOnSignUp: true,
        sendOnSignIn: true,
        autoSignInAfterVerification: true,
        expiresIn: DAY_S,
        afterEmailVerification: (user: { id: string; email: string }) => appointOperator(deps, user),
      },
    }),
    session: { expiresIn: 30 * DAY_S, updateAge: DAY_S, cookieCache: { enabled: true, maxAge: 60 } },
    // By address. A hotel's guests share one, so these are wider than the library's own three in ten seconds.
    rateLimit: {
      enabled: settings.production,
      window: 60,
      max: 100,
      customRules: { '/sign-in/*': { window: 60, max: 30 }, '/sign-up/*': { window: 60, max: 30 } },
    },
    // The plugin's declared types lag one patch of a shared dependency behind the core's; at run time they agree.
    plugins: [passkey({ rpID: url.hostname, rpName: 'Morinowa', origin: url.origin }) as unknown as BetterAuthPlugin],
  })
}

export type People = ReturnType<typeof openPeople>
