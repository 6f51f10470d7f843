import { hashPassword } from 'better-auth/crypto'
import { z } from 'zod'
import { type Queryable, rows } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DEMO_PASSWORD, demoAccounts, demoId, demoOrganisations } from './accounts.ts'

/** Makes the demo's people and organisations; a second run finds them and changes nothing. */
export async function seedAccounts({ db, prisma }: Pick<Deps, 'db' | 'prisma'>): Promise<void> {
  const missing = await withoutAccount(db)
  if (missing.length === 0) return
  await prisma.organisation.createMany({
    data: demoOrganisations.map(({ key, name, kind, municipalityCode }) => ({
      id: demoId(`organisation:${key}`),
      name,
      kind,
      municipalityCode,
    })),
    skipDuplicates: true,
  })
  // One hash for all: each costs 0.1 s, and the password is printed at start anyway.
  const password = await hashPassword(DEMO_PASSWORD)
  for (const { email, name, organisation } of missing) {
    await prisma.person.create({
      data: {
        id: demoId(`person:${email}`),
        email,
        name,
        emailVerified: true,
        accounts: { create: { accountId: demoId(`person:${email}`), providerId: 'credential', password } },
        ...(organisation && {
          memberships: { create: { organisationId: demoId(`organisation:${organisation}`), role: 'administrator' } },
        }),
      },
    })
  }
}

/** Asked without Prisma, whose first query takes a third of a second that every later start would pay. */
async function withoutAccount(db: Queryable) {
  const emails = demoAccounts.map(({ email }) => email)
  const known = await db.many(rows(z.object({ email: z.string() }))`
    select email from person where email = any(${emails})`)
  const found = new Set(known.map(({ email }) => email))
  return demoAccounts.filter(({ email }) => !found.has(email))
}
