import http from 'node:http'
import { createInterface } from 'node:readline'

// The tills of a measurement, in a process of their own so that they take nothing from the server's. One line of JSON in
// is a turn, one line of JSON out its result.

/** One turn: so many clients one after another, or so many requests a second whatever the answers take. */
export type TillTurn = {
  url: string
  /** Addresses and keys that requests go round. */
  shops: { path: string; key: string }[]
  run: string
  ms: number
} & ({ clients: number } | { perSecond: number })

export type TillResult = { perS: number; p50Ms: number; p99Ms: number; failed: number; firstFailure: string | null }

const agent = new http.Agent({ keepAlive: true, maxSockets: 1_000 })
const AT = '2026-03-10T10:00:00+09:00'

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await turn(JSON.parse(line) as TillTurn)))
}

async function turn(asked: TillTurn): Promise<TillResult> {
  const times: number[] = []
  let failed = 0
  let firstFailure: string | null = null
  let n = 0
  const act = async (since: number) => {
    const number = n++
    const shop = asked.shops[number % asked.shops.length] as TillTurn['shops'][number]
    const said = await sell(asked.url, shop, `${asked.run}-${number}`)
    times.push(performance.now() - since)
    if (said === null) return
    failed++
    firstFailure ??= said
  }
  const began = performance.now()
  if ('clients' in asked) {
    await Promise.all(
      Array.from({ length: asked.clients }, async () => {
        while (performance.now() - began < asked.ms) await act(performance.now())
      }),
    )
  } else await steadily(asked.perSecond, asked.ms, began, act)
  const seconds = (performance.now() - began) / 1_000
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0
  return { perS: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), failed, firstFailure }
}

/** Each request is due at its own time and measured from then, so that a slow answer delays no other. */
async function steadily(perSecond: number, ms: number, began: number, act: (since: number) => Promise<void>) {
  const under: Promise<void>[] = []
  const count = Math.floor((ms * perSecond) / 1_000)
  for (let i = 0; i < count; i++) {
    const due = began + (i * 1_000) / perSecond
    const wait = due - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    under.push(act(Math.max(due, performance.now() - 1)))
  }
  await Promise.all(under)
}

/** Null when it was accepted, else what was said instead. */
function sell(url: string, { path, key }: TillTurn['shops'][number], externalId: string): Promise<string | null> {
  const body = JSON.stringify({ externalId, at: AT, sku: 'x', quantity: 1 })
  return new Promise((resolve, reject) => {
    const request = http.request(
      url + path,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          authorization: `Bearer ${key}`,
        },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => {
          text += part
        })
        answer.on('end', () => {
          const isGood = answer.statusCode === 200 && text.includes('"accepted":1')
          resolve(isGood ? null : `${answer.statusCode} ${text.slice(0, 200)}`)
        })
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}
