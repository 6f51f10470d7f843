import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Unable } from '@morinowa/shared/kernel/unable.ts'
import { z } from 'zod'
import type { Settings } from './deps.ts'
import { root } from './root.ts'

// Every setting there is. Nothing else reads the environment.

const flag = z.enum(['0', '1']).transform((value) => value === '1')
// A variable that is set to nothing counts as unset, as shells and compose files like to do it.
const given = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema)

const Environment = z.object({
  PORT: given(z.coerce.number().int().min(0).max(65_535).default(3000)).describe('Where the server listens; 0: any.'),
  HOST: given(z.string().default('127.0.0.1')).describe('The address it listens on; 0.0.0.0 for every network.'),
  DATABASE_URL: given(z.url({ protocol: /^postgres(ql)?$/ }).optional()).describe(
    'A PostgreSQL 18; without it, one of our own runs in the data folder.',
  ),
  MORINOWA_DATA_DIR: given(z.string().default('.data')).describe(
    'Data, keys and boundaries; relative to the repository.',
  ),
  MORINOWA_DEMO: given(flag.optional()).describe('1 makes the demo world; that is the default outside production.'),
  MORINOWA_ADMIN_EMAIL: given(z.email().optional()).describe('Who becomes the first operator on signing up.'),
  MORINOWA_PUBLIC_URL: given(z.url({ protocol: /^https?$/ }).optional()).describe(
    'The address people use, without a path; certificates and passkeys carry it.',
  ),
  MORINOWA_SECRET: given(z.string().min(32).optional()).describe(
    'What sessions are signed with, the same for all processes; without it, one is made and kept in the data folder.',
  ),
  MORINOWA_STRIPE_KEY: given(z.string().min(8).optional()).describe(
    'The secret key of a Stripe account: cards are then taken there. Needs MORINOWA_STRIPE_WEBHOOK_SECRET.',
  ),
  MORINOWA_STRIPE_WEBHOOK_SECRET: given(z.string().min(8).optional()).describe(
    'What Stripe signs its events with, for /api/v1/marketplace/payments/stripe/events.',
  ),
  MORINOWA_STRIPE_API: given(z.url({ protocol: /^https?$/ }).default('https://api.stripe.com')).describe(
    'Where Stripe answers; another address for tests.',
  ),
  MORINOWA_SMTP_URL: given(z.url({ protocol: /^smtps?$/ }).optional()).describe(
    'The server that takes our mail, smtps://user:password@host:465. With it, new addresses are confirmed and passwords can be reset. Needs MORINOWA_MAIL_FROM.',
  ),
  MORINOWA_MAIL_FROM: given(z.string().max(200).optional()).describe(
    'Whom our mail is from: an address, or a name with an address in angle brackets.',
  ),
  NODE_ENV: given(z.enum(['development', 'test', 'production']).default('development')).describe(
    'production: no demo, limits on, a log line per request.',
  ),
})

export type Config = Settings & { port: number; host: string; databaseUrl: string | undefined }

/**
 * Reads the environment and makes the secrets that are missing.
 * @throws Unable naming every variable that cannot be used.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const { success, data, error } = Environment.safeParse(environment)
  if (!success) {
    const names = [...new Set(error.issues.map(({ path }) => String(path[0])))].join(', ')
    throw new Unable(
      `環境変数 ${names} の値が正しくありません。`,
      `The environment variable ${names} has a value that cannot be used.`,
    )
  }
  const { MORINOWA_STRIPE_KEY: secretKey, MORINOWA_STRIPE_WEBHOOK_SECRET: webhookSecret } = data
  if ((secretKey === undefined) !== (webhookSecret === undefined))
    throw together('MORINOWA_STRIPE_KEY', 'MORINOWA_STRIPE_WEBHOOK_SECRET')
  const { MORINOWA_SMTP_URL: smtpUrl, MORINOWA_MAIL_FROM: from } = data
  if ((smtpUrl === undefined) !== (from === undefined)) throw together('MORINOWA_SMTP_URL', 'MORINOWA_MAIL_FROM')
  const production = data.NODE_ENV === 'production'
  const dataDir = resolve(root(), data.MORINOWA_DATA_DIR)
  return {
    port: data.PORT,
    host: data.HOST,
    databaseUrl: data.DATABASE_URL,
    dataDir,
    production,
    demo: data.MORINOWA_DEMO ?? !production,
    adminEmail: data.MORINOWA_ADMIN_EMAIL,
    stripe: secretKey && webhookSecret ? { secretKey, webhookSecret, apiBase: data.MORINOWA_STRIPE_API } : undefined,
    mail: smtpUrl && from ? { smtpUrl, from } : undefined,
    publicUrl: data.MORINOWA_PUBLIC_URL ?? `http://${publicName(data.HOST)}:${data.PORT}`,
    secret: data.MORINOWA_SECRET ?? keptSecret(dataDir, 'session.secret'),
  }
}

const together = (one: string, other: string): Unable =>
  new Unable(
    `環境変数 ${one} と ${other} は両方とも指定してください。`,
    `The environment variables ${one} and ${other} belong together.`,
  )

/** Passkeys need a name, so this machine is called by its own. */
function publicName(host: string): string {
  return ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host
}

/**
 * A secret that is made once and kept in the data folder, readable by its owner alone.
 * @throws Unable when the folder cannot be written.
 */
export function keptSecret(dataDir: string, name: string): string {
  const file = join(dataDir, name)
  try {
    mkdirSync(dataDir, { recursive: true })
  } catch (error) {
    throw unwritable(dataDir, error)
  }
  try {
    // Created exclusively: of two that begin together, both end with the first one's.
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(dataDir, error)
  }
  return readFileSync(file, 'utf8').trim()
}

/** The one sentence for a data folder that cannot be used. */
export function unwritable(dataDir: string, cause: unknown): Unable {
  return new Unable(
    `データフォルダー ${dataDir} に書き込めません。権限を直すか、MORINOWA_DATA_DIR で別の場所を指定してください。`,
    `The data folder ${dataDir} cannot be written; mend its permissions or set MORINOWA_DATA_DIR to another place.`,
    cause,
  )
}
