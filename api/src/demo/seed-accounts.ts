import { hashPassword } from 'better-auth/crypto'
import type { Deps } from '../platform/deps.ts'
import { DEMO_PASSWORD, demoAccounts, demoId, demoOrganisations } from './accounts.ts'

/** Makes the demo's people and organisations; a second run finds them and changes nothing. */
export async function seedAccounts({ prisma }: Pick<Deps, 'prisma'>): Promise<void> {
  await prisma.organisation.createMany({
    data: demoOrganisations.map(({ key, name, kind, municipalityCode }) => ({
      id: demoId(`organisation:${key}`),
      name,
      kind,
      municipalityCode,
    })),
    skipDuplicates: true,
  })
  const missing = await withoutAccount(prisma)
  if (missing.length === 0) return
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

async function withoutAccount(prisma: Deps['prisma']) {
  const known = await prisma.person.findMany({
    where: { email: { in: demoAccounts.map(({ email }) => email) } },
    select: { email: true },
  })
  const emails = new Set(known.map(({ email }) => email))
  return demoAccounts.filter(({ email }) => !emails.has(email))
}
