import type { PrismaClient } from '@morinowa/prisma/client'
import type { Db } from './db.ts'
import type { Jobs } from './jobs.ts'

/** What use-cases are given. Time and identity come from here, so that rules and tests can set them. */
export type Deps = {
  db: Db
  prisma: PrismaClient
  jobs: Jobs
  /** RFC 3339, UTC. */
  now: () => string
  /** A new UUID, ordered by time. */
  newId: () => string
  settings: Settings
}

export type StripeSettings = { secretKey: string; webhookSecret: string; apiBase: string }

export type MailSettings = { smtpUrl: string; from: string }

/** The settings that use-cases may read; the environment is read in config.ts alone. */
export type Settings = {
  publicUrl: string
  dataDir: string
  /** The secret that sessions and derived keys are made from. */
  secret: string
  demo: boolean
  production: boolean
  adminEmail: string | undefined
  /** Card payments, where they are set up. */
  stripe: StripeSettings | undefined
  /** Mail, where a server takes it. */
  mail: MailSettings | undefined
}
