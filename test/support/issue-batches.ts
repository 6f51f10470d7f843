import { issueBatch } from '@morinowa/api/credits/issue-batch.ts'
import { readConfig } from '@morinowa/api/platform/config.ts'
import { openDeps } from '@morinowa/api/platform/open-deps.ts'
import { isUnavailable } from '@morinowa/api/platform/unavailable.ts'
import { BatchId } from '@morinowa/shared/credits/ids.ts'
import { OrganisationId, PersonId } from '@morinowa/shared/kernel/ids.ts'
import { setTimeout as sleep } from 'node:timers/promises'

// A process that issues every batch it is given, over and over until each is done, whatever happens to the database:
// node scripts/run.mjs test/support/issue-batches.ts <person> <organisation> <batch>…

const [person, organisation, ...batches] = process.argv.slice(2)
const config = readConfig()
if (!config.databaseUrl) throw new Error('DATABASE_URL is needed')
const { deps, close } = await openDeps(config, config.databaseUrl, { worker: false })
const actor = {
  kind: 'person' as const,
  personId: PersonId.parse(person),
  email: 'operator@example.jp',
  organisation: {
    id: OrganisationId.parse(organisation),
    kind: 'operator' as const,
    role: 'administrator' as const,
    standing: 'approved' as const,
  },
}
process.stdout.write('begun\n')
for (const batch of batches) {
  for (;;) {
    try {
      const { id } = await issueBatch(deps, actor, BatchId.parse(batch))
      process.stdout.write(`${batch} ${id}\n`)
      break
    } catch (error) {
      if (!isUnavailable(error)) throw error
      await sleep(20)
    }
  }
}
await close()
