import { withApi, provider } from './api-process.ts'
import { driveMillion, PROVIDERS, seeded } from './million-drive.ts'

// A million rides of four providers at once, against the API as a process of its own: what it says afterwards is compared
// with a recount that shares no code with it, and its memory is watched.

const BATCH = 5_000

/** Drives, compares and prints. @throws when any total differs. */
export async function run({ rides = Number(process.argv[3] ?? 1_000_000) } = {}): Promise<void> {
  await withApi(async ({ address, pool, idleMb, highestMb }) => {
    const providers = await Promise.all(Array.from({ length: PROVIDERS }, () => provider(pool)))
    const began = Date.now()
    const say = (done: number, of: number) => {
      if (done % 20 === 0)
        console.log(`${done}/${of}, ${Math.round((Date.now() - began) / 1_000)} s, ${highestMb() - idleMb} MB`)
    }
    const driven = await driveMillion({ address, pool, providers, batch: BATCH, random: seeded(4), say }, rides)
    const seconds = (Date.now() - began) / 1_000
    console.log('million', {
      rides,
      'lines sent, each twice': driven.lines,
      uploads: driven.batches,
      'cut off at a random byte': driven.cuts,
      'typed by travellers too': driven.typed,
      seconds: Math.round(seconds),
      'memory of the API above idle, MB': highestMb() - idleMb,
      'totals that differ from the recount': driven.differences.length,
    })
    if (driven.differences.length > 0) throw new Error(driven.differences.slice(0, 20).join('\n'))
  })
}

if (process.argv[1]?.endsWith('million.mjs')) await run({ rides: Number(process.argv[2] ?? 1_000_000) })
