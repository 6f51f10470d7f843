import { createHmac, randomUUID } from 'node:crypto'

// Tills with bad networks over simulated days. Requests are lost on their way, answers are lost on theirs, and what was not
// answered is sent again, sometimes twice at once. Every till keeps a notebook of its own; what the notebooks say together
// is what the server must say, to the gram and the yen.

/** Sends one request; what comes back may never have reached the till. */
export type Post = (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>
export type Answer = { status: number; body: Record<string, unknown> }

export type Shop = {
  id: string
  /** What a product or item carries and brings. */
  worth: (sku: string | undefined) => { grams: number; yen: number }
  skus: readonly (string | undefined)[]
  /** A register of this shop: it signs and numbers its deliveries. */
  register?: { path: string; secret: string }
}

export type Days = {
  shops: readonly Shop[]
  tills: number
  days: readonly string[]
  /** Sales of a till and day. */
  sales: number
  seed: number
  post: Post
  /** Done in the middle of a day, while the tills go on selling. */
  meanwhile: (day: string, shop: Shop) => Promise<void>
}

export type Recount = {
  /** By shop: items, grams and yen that were sold and not brought back, and the codes handed out. */
  shops: Map<string, { items: number; grams: number; yen: number; codes: Set<string> }>
  sent: number
  lost: number
  refused: number
  returned: number
}

type Sale = { externalId: string; at: string; sku?: string; quantity: number }
type Entry = { sale: Sale; left: number; taken: boolean }
type Till = { number: number; shop: Shop; notebook: Map<string, Entry>; sequence: number; random: () => number }

const MOST_TRIES = 200
const LOST_ON_THE_WAY = 0.12
const ANSWER_LOST = 0.12
const SENT_TWICE = 0.1

/** Lives through the days and answers what the notebooks say. */
export async function liveThrough(asked: Days): Promise<Recount> {
  const recount: Recount = {
    shops: new Map(asked.shops.map(({ id }) => [id, { items: 0, grams: 0, yen: 0, codes: new Set() }])),
    sent: 0,
    lost: 0,
    refused: 0,
    returned: 0,
  }
  const tills: Till[] = Array.from({ length: asked.tills }, (_, number) => ({
    number,
    shop: asked.shops[number % asked.shops.length] as Shop,
    notebook: new Map(),
    sequence: 0,
    random: chance(asked.seed * 10_007 + number),
  }))
  const distinct = [...new Map(asked.shops.map((shop) => [shop.id, shop])).values()]
  for (const day of asked.days) {
    await Promise.all([
      ...tills.map((till) => oneDay(asked, recount, till, day)),
      ...distinct.map((shop) => asked.meanwhile(day, shop)),
    ])
  }
  for (const { shop, notebook } of tills) {
    const sums = recount.shops.get(shop.id)
    for (const { sale, left, taken } of notebook.values()) {
      if (!taken || !sums) continue
      const { grams, yen } = shop.worth(sale.sku)
      sums.items += left
      sums.grams += left * grams
      sums.yen += left * yen
    }
  }
  return recount
}

async function oneDay(asked: Days, recount: Recount, till: Till, day: string): Promise<void> {
  const { random, shop } = till
  const waiting: Sale[] = []
  for (let i = 0; i < asked.sales; i++) {
    const sku = shop.skus[Math.floor(random() * shop.skus.length)]
    const minutes = String(Math.floor(random() * 60)).padStart(2, '0')
    waiting.push({
      externalId: `t${till.number}-${day}-${i}`,
      at: `${day}T${String(9 + Math.floor(random() * 9)).padStart(2, '0')}:${minutes}:00+09:00`,
      ...(sku !== undefined && { sku }),
      quantity: 1 + Math.floor(random() * 3),
    })
    // Mostly at once, sometimes only when the connection is back.
    if (random() < 0.6) await sendAll(asked, recount, till, waiting)
    if (random() < 0.12) await takeBack(asked, recount, till)
  }
  await sendAll(asked, recount, till, waiting)
}

async function sendAll(asked: Days, recount: Recount, till: Till, waiting: Sale[]): Promise<void> {
  const sales = waiting.splice(0)
  if (sales.length === 0) return
  if (till.shop.register) return deliver(asked, recount, till, sales, [])
  const path = `/schemes/${till.shop.id}/sales`
  const [only] = sales
  const isSingle = sales.length === 1 && only !== undefined && till.random() < 0.5
  const headers: Record<string, string> = till.random() < 0.5 ? { 'idempotency-key': randomUUID() } : {}
  const answers = await untilAnswered(asked, recount, till, path, isSingle ? only : sales, headers)
  // Of two copies the second may find stock that came back after the first: what either one took is sold.
  const refusals = answers.map((answer) =>
    isSingle ? (answer.status === 200 ? [] : [only.externalId]) : refusedIn(answer),
  )
  const [first = [], ...others] = refusals
  const refused = first.filter((id) => others.every((other) => other.includes(id)))
  note(recount, till, sales, answers, refused)
}

function refusedIn({ body }: Answer): string[] {
  const rows = body.rows as { externalId: string; status: string }[]
  return rows.filter(({ status }) => status === 'refused').map(({ externalId }) => externalId)
}

function note(
  recount: Recount,
  till: Till,
  sales: readonly Sale[],
  answers: readonly Answer[],
  refused: readonly string[],
): void {
  const no = new Set(refused)
  for (const sale of sales) {
    till.notebook.set(sale.externalId, { sale, left: sale.quantity, taken: !no.has(sale.externalId) })
    if (no.has(sale.externalId)) recount.refused++
  }
  const codes = recount.shops.get(till.shop.id)?.codes
  for (const { body } of answers) for (const { code } of (body.claims ?? []) as { code: string }[]) codes?.add(code)
}

/** Somebody brings something back: a part or all of an earlier sale. */
async function takeBack(asked: Days, recount: Recount, till: Till): Promise<void> {
  const sold = [...till.notebook.values()].filter(({ taken, left }) => taken && left > 0)
  const entry = sold[Math.floor(till.random() * sold.length)]
  if (!entry) return
  const quantity = 1 + Math.floor(till.random() * entry.left)
  const { externalId } = entry.sale
  const back = { externalId, quantity, returnId: `r-${externalId}-${entry.left}` }
  if (till.shop.register) await deliver(asked, recount, till, [], [back])
  else {
    const answers = await untilAnswered(asked, recount, till, `/schemes/${till.shop.id}/returns`, back, {})
    const answer = answers.find(({ status }) => status !== 200)
    if (answer) throw new Error(`a return was refused: ${JSON.stringify(answer.body)}`)
  }
  entry.left -= quantity
  recount.returned += quantity
}

async function deliver(asked: Days, recount: Recount, till: Till, sales: Sale[], returns: object[]): Promise<void> {
  const { path, secret } = till.shop.register as { path: string; secret: string }
  // One register of a shop sends at a time; each till has its own.
  const delivery = { sequence: ++till.sequence, sales, returns }
  const body = JSON.stringify(delivery)
  const [answer] = await untilAnswered(asked, recount, till, path, body, signed(secret, body))
  if (answer?.status !== 200) throw new Error(`a delivery was refused: ${JSON.stringify(answer?.body)}`)
  const declined = (answer.body.declined as { externalId: string }[]).map(({ externalId }) => externalId)
  if (returns.length === 0) note(recount, till, sales, [answer], declined)
}

function signed(secret: string, body: string): Record<string, string> {
  const id = randomUUID()
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` }
}

/** Sends until an answer arrives. An answer that was lost is as if none had come. */
async function untilAnswered(
  { post }: Days,
  recount: Recount,
  { random }: Till,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer[]> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (random() < LOST_ON_THE_WAY) {
      recount.lost++
      continue
    }
    recount.sent++
    const copies = random() < SENT_TWICE ? 2 : 1
    const answers = await Promise.all(Array.from({ length: copies }, () => post(path, body, headers)))
    const failed = answers.find(({ status }) => status >= 500)
    if (failed) throw new Error(`the server failed: ${JSON.stringify(failed)}`)
    if (random() >= ANSWER_LOST) return answers
    recount.lost++
  }
  throw new Error('no answer came')
}

/** Chance that can be repeated: mulberry32. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
