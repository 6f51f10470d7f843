import { request } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { provider, withApi } from './api-process.ts'
import { people, ndjson } from './imports.ts'

// What the API holds of the machine's memory while one provider streams a million rides in one upload.

const LINES = 1_000_000
const HIGHEST_MB = 300

/** Streams and prints. @throws when it held more than it may. */
export async function run({ lines = Number(process.argv[3] ?? LINES) } = {}): Promise<void> {
  await withApi(async ({ address, pool, idleMb, highestMb }) => {
    const { id, key } = await provider(pool)
    await people(pool, id)
    const began = Date.now()
    const counts = await send(address, key, Readable.from(ndjson(lines)))
    const aboveMb = highestMb() - idleMb
    console.log('import-memory', {
      lines: counts.lines,
      accepted: counts.accepted,
      seconds: Math.round((Date.now() - began) / 1_000),
      'idle, MB': idleMb,
      'at the most, MB': highestMb(),
      'above idle, MB': aboveMb,
    })
    if (counts.lines !== lines) throw new Error('not every line came in')
    if (aboveMb > HIGHEST_MB) throw new Error(`${aboveMb} MB above idle is more than ${HIGHEST_MB}`)
  })
}

function send(address: string, key: string, body: Readable): Promise<{ lines: number; accepted: number }> {
  return new Promise((resolve, reject) => {
    const sending = request(`${address}/api/v1/mobility/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    })
    sending.on('error', reject)
    sending.on('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => {
        text += piece
      })
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(JSON.parse(text))
        else reject(new Error(`${answer.statusCode} ${text}`))
      })
    })
    pipeline(body, sending).catch(reject)
  })
}

if (process.argv[1]?.endsWith('import-memory.mjs')) await run({ lines: Number(process.argv[2] ?? LINES) })
