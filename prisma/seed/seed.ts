import pg from 'pg'
import { seedFactors } from './factors.ts'
import { seedMunicipalities } from './municipalities.ts'

/** The key of the advisory lock under which one process seeds while the others wait: "seed" in ASCII. */
const LOCK = 0x73656564

/**
 * Writes the facts every installation needs, in one transaction. Each seed leaves what is already right alone, so this
 * runs at every start and may run in many processes at once.
 */
export async function seed(target: string | pg.Pool): Promise<void> {
  const options = typeof target === 'string' ? { connectionString: target } : target.options
  const client = new pg.Client({ ...options, application_name: 'morinowa-seed' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    await seedMunicipalities(client)
    await seedFactors(client)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
