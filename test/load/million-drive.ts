import { request } from 'node:http'
import type pg from 'pg'
import { compare } from './million-compare.ts'
import {
  isLinked,
  isRepeated,
  isTypist,
  lineOf,
  PROVIDERS,
  RIDES_EACH,
  recount,
  rideOf,
  typedOf,
} from './million-plan.ts'

/** What the rides are sent to. */
export type Target = {
  address: string
  pool: pg.Pool
  /** Four providers and their keys. */
  providers: readonly { id: string; key: string }[]
  /** How many lines a batch has. */
  batch: number
  /** Numbers from 0 to 1, always the same ones. */
  random(): number
  say?(done: number, of: number): void
}

export type Driven = { lines: number; batches: number; cuts: number; typed: number; differences: string[] }

/**
 * Sends rides of four providers at once, in shuffled batches, each batch twice and some of them cut off at a random byte
 * before, while travellers type some of the same rides in; then compares everything that the database says with the
 * recount. An empty list of differences is the proof.
 */
export async function driveMillion(target: Target, rides: number): Promise<Driven> {
  const people = Math.ceil(rides / RIDES_EACH)
  const cookies = await settle(target, people)
  const files = await Promise.all(
    target.providers.map((_, n) => send(target, n, rides, people)).concat(type(target, cookies, rides, people)),
  )
  const sent = files.slice(0, -1)
  const typed = files.at(-1) as Sent
  const differences = sent.flatMap((one) => one.differences)
  differences.push(...typed.differences, ...(await compare(target, recount(rides, people))))
  return {
    lines: sum(sent, (one) => one.lines),
    batches: sum(sent, (one) => one.batches),
    cuts: sum(sent, (one) => one.cuts),
    typed: typed.lines,
    differences,
  }
}

type Sent = { lines: number; batches: number; cuts: number; differences: string[] }

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0)

/** People, their links to all providers, and sessions of those who type. */
export async function settle(
  { address, pool, providers }: Pick<Target, 'address' | 'pool' | 'providers'>,
  people: number,
): Promise<Map<number, string>> {
  const cookies = new Map<number, string>()
  for (let person = 0; person < people; person++) {
    if (!isTypist(person)) continue
    const answer = await fetch(`${address}/api/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address },
      body: JSON.stringify({ name: 'M', email: emailOf(person), password: 'a long pass phrase' }),
    })
    if (!answer.ok) throw new Error(`nobody signed up: ${answer.status} ${await answer.text()}`)
    cookies.set(
      person,
      answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; '),
    )
  }
  const named = Array.from({ length: people }, (_, person) => person).filter(isLinked)
  await pool.query(
    `insert into person (name, email) select 'M', e from unnest($1::text[]) e on conflict (email) do nothing`,
    [named.map(emailOf)],
  )
  await pool.query(
    `insert into provider_link (id, provider_id, subject, person_id, participant_id, proof)
     select uuidv7(), q.id, 'M-' || w.n, p.id, p.participant_id, 'code'
       from unnest($1::int[], $2::text[]) as w (n, email) join person p using (email), unnest($3::uuid[]) q (id)`,
    [named, named.map(emailOf), providers.map(({ id }) => id)],
  )
  await pool.query('vacuum analyze person, provider_link')
  return cookies
}

const emailOf = (person: number): string => `million-${person}@people.example`

/** One provider's lines, batch by batch. */
async function send(target: Target, provider: number, rides: number, people: number): Promise<Sent> {
  const numbers: number[] = []
  for (let n = 0; n < rides; n++) {
    if (rideOf(n, people).provider !== provider) continue
    numbers.push(n)
    if (isRepeated(n)) numbers.push(n)
  }
  shuffle(numbers, target.random)
  const batches: number[][] = []
  for (let at = 0; at < numbers.length; at += target.batch) batches.push(numbers.slice(at, at + target.batch))
  // Each batch comes twice, and the second time not right after the first.
  const order = shuffle([...batches.keys(), ...batches.keys()], target.random)
  const came = new Set<number>()
  const sent: Sent = { lines: numbers.length, batches: order.length, cuts: 0, differences: [] }
  let done = 0
  for (const at of order) {
    const batch = batches[at] as number[]
    const body = Buffer.from(`${batch.map((n) => lineOf(rideOf(n, people))).join('\n')}\n`)
    const key = target.providers[provider]?.key as string
    if (target.random() < 0.25) {
      await post(target.address, key, body, Math.floor(target.random() * body.length))
      sent.cuts++
    }
    const counts = await post(target.address, key, body)
    if (!counts) throw new Error('an upload that was not cut did not end')
    const malformed = sum(batch, (n) => (rideOf(n, people).kind === 'malformed' ? 1 : 0))
    const expected = { lines: batch.length, rejected: malformed }
    if (counts.lines !== expected.lines || counts.rejected !== expected.rejected) {
      sent.differences.push(`batch: ${JSON.stringify(counts)} instead of ${JSON.stringify(expected)}`)
    }
    if (came.has(at) && counts.duplicate !== batch.length - malformed) {
      sent.differences.push(`second sending: ${counts.duplicate} repetitions of ${batch.length - malformed}`)
    }
    came.add(at)
    target.say?.(++done, order.length)
  }
  return sent
}

export function shuffle<T>(items: T[], random: () => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[items[i], items[j]] = [items[j] as T, items[i] as T]
  }
  return items
}

type Counts = { lines: number; accepted: number; duplicate: number; quarantined: number; rejected: number }

/** Sends a body, or only its beginning and hangs up. */
function post(address: string, key: string, body: Buffer, cutAt?: number): Promise<Counts | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request(`${address}/api/v1/mobility/imports`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/x-ndjson',
        'content-length': body.length,
      },
    })
    sending.on('error', (error) => (cutAt === undefined ? reject(error) : resolve(undefined)))
    if (cutAt !== undefined) {
      sending.on('close', () => resolve(undefined))
      sending.write(body.subarray(0, cutAt), () => setTimeout(() => sending.destroy(), 20))
      return
    }
    sending.on('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => {
        text += piece
      })
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(JSON.parse(text) as Counts)
        else reject(new Error(`${answer.statusCode} ${text}`))
      })
    })
    sending.end(body)
  })
}

/** Travellers type their rides in, some before and some after the provider's record came. */
async function type(target: Target, cookies: Map<number, string>, rides: number, people: number): Promise<Sent> {
  const numbers: number[] = []
  for (let n = 0; n < rides; n++) if (cookies.has(rideOf(n, people).person)) numbers.push(n)
  shuffle(numbers, target.random)
  const sent: Sent = { lines: numbers.length, batches: 0, cuts: 0, differences: [] }
  const worker = async () => {
    for (let n = numbers.pop(); n !== undefined; n = numbers.pop()) {
      const ride = rideOf(n, people)
      const answer = await fetch(`${target.address}/api/v1/mobility/trips`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: cookies.get(ride.person) as string },
        body: JSON.stringify(typedOf(ride)),
      })
      if (answer.status !== 201) sent.differences.push(`a typed trip: ${answer.status} ${await answer.text()}`)
      else await answer.arrayBuffer()
    }
  }
  await Promise.all([worker(), worker()])
  return sent
}

/** Numbers from 0 to 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = state
    x = Math.imul(x ^ (x >>> 15), x | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296
  }
}

export { PROVIDERS }
