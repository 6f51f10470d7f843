import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Agent, startApp } from '../../support/app.ts'
import { METHOD, recordedReductions } from './support.ts'

// Every write that moves grams or decides about them is sent once and then many times again with its key: each repeat hears
// the first answer and no row of any table changes.

/** More when they are asked for: REPLAYS=1000. */
const REPLAYS = Number(process.env.REPLAYS ?? 40)
const AT_ONCE = 20

const app = await startApp()
const { pool } = app.database
const [operator, verifier, buyer, owner] = (await Promise.all(
  ['operator', 'verifier', 'buyer', 'creditOwner-nakashibetsu'].map((kind) => app.signIn(kind)),
)) as [Agent, Agent, Agent, Agent]

type Reply = { id: string; lotId: string; reservationId: string; items: { reductionId: string }[] }
type Sent = { who: Agent; path: string; key: string; body: object; status: number; answer: string }
const sent: Sent[] = []

async function write(who: Agent, path: string, body: object = {}): Promise<Reply> {
  const key = randomUUID()
  const reply = await who.post(`/api/v1${path}`).set('Idempotency-Key', key).send(body)
  expect(reply.status, `${path} ${JSON.stringify(reply.body)}`).toBeLessThan(300)
  sent.push({ who, path, key, body, status: reply.status, answer: JSON.stringify(reply.body) })
  return reply.body
}

/** Every table with the number of its rows and a digest of them; what only says when somebody was last seen is left out. */
async function everything(): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ table: string }>(
    `select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as table
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and (n.nspname = 'public' and c.relname not in ('session', '_prisma_migrations')
                                 or n.nspname = 'jobs' and c.relname in ('job'))`,
  )
  const digests = new Map<string, string>()
  for (const { table } of rows) {
    const { rows: found } = await pool.query<{ digest: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, e'\\n' order by t::text), '')) as digest from ${table} t`,
    )
    digests.set(table, found[0]?.digest ?? '')
  }
  return digests
}

async function signedBatch(month: string, grams: readonly number[]): Promise<string> {
  await recordedReductions(app, { grams, month })
  const { id } = await write(operator, '/credits/batches', { month, pool: 'mobility', methodId: METHOD })
  const { items } = await write(verifier, `/credits/batches/${id}/sample`, { seed: 's', size: 1 })
  const finding = { reductionId: items[0]?.reductionId, pass: true }
  await write(verifier, `/credits/batches/${id}/findings`, finding)
  await write(verifier, `/credits/batches/${id}/sign`, {})
  return id
}

async function writeEverything(): Promise<void> {
  await write(operator, '/credits/platform-energy', { month: '2026-01', wh: 10, g: 5, source: '検針' })
  const small = await signedBatch('2026-01', [300])
  await write(operator, `/credits/batches/${small}/carry`)
  const large = await signedBatch('2026-02', [9_000, 7_000])
  const lot = await write(operator, `/credits/batches/${large}/issue`)
  await write(operator, '/credits/cancellations', { lotId: lot.id, massG: 100, reason: '二重計上' })

  const { rows } = await pool.query<{ id: string }>(
    `select m.organisation_id as id from membership m join person p on p.id = m.person_id
      where p.email = 'buyer@demo.example'`,
  )
  const said = { beneficiary: 'あさひ食品', purpose: '配送', publicName: true }
  // Out of the hands of those whose acts they were: alone. What the buyer then does goes together with others.
  await write(operator, '/credits/transfers', { lotId: lot.id, massG: 5_000, toOrganisationId: rows[0]?.id })
  await write(operator, '/credits/retirements', { lotId: lot.id, massG: 10, ...said })
  const retired = await write(buyer, '/credits/retirements', { lotId: lot.id, massG: 700, ...said })
  await write(buyer, `/credits/retirements/${retired.id}/notes`, { text: '表彰式で使用' })
  await write(operator, `/credits/retirements/${retired.id}/name-review`, { decision: 'approved' })
  await write(operator, `/credits/retirements/${retired.id}/erasure`)

  const forest = await write(owner, '/forest/lots', {
    family: 'j-credit',
    scheme: 'J-クレジット制度',
    methodology: 'FO-001',
    projectName: '町有林',
    municipalityCode: '01692',
    vintage: 2021,
    serials: 'JCL-9000001〜JCL-9000100',
    massG: 100_000_000,
    statement: { issuedOn: '2024-04-01', holder: '中標津町' },
    taxIncluded: false,
  })
  const offer = { massG: 50_000_000, priceYenPerTonne: 10_000, taxIncluded: false, minG: 1_000, kind: 'fixed' }
  const listing = await write(owner, '/marketplace/listings', { lotId: forest.id, ...offer })
  const taken = await write(buyer, '/marketplace/orders', { listingId: listing.id, massG: 3_000_000 })
  await write(operator, `/marketplace/orders/${taken.id}/settle`)
  const left = await write(buyer, '/marketplace/orders', { listingId: listing.id, massG: 2_000_000 })
  await write(buyer, `/marketplace/orders/${left.id}/cancel`)
  await write(owner, `/marketplace/listings/${listing.id}/close`)
}

test(
  `${REPLAYS} replays of every write hear the first answer and change nothing`,
  async () => {
    await writeEverything()
    const before = await everything()
    for (const { who, path, key, body, status, answer } of sent) {
      for (let n = 0; n < REPLAYS; n += AT_ONCE) {
        const replies = await Promise.all(
          Array.from({ length: Math.min(AT_ONCE, REPLAYS - n) }, () =>
            who.post(`/api/v1${path}`).set('Idempotency-Key', key).send(body),
          ),
        )
        for (const reply of replies) {
          expect(`${path} ${reply.status} ${JSON.stringify(reply.body)}`).toBe(`${path} ${status} ${answer}`)
          expect(reply.headers['idempotency-replayed'], path).toBe('true')
        }
      }
      // With another request the same key is refused, whatever it once did.
      const other = await who.post(`/api/v1${path}?other=1`).set('Idempotency-Key', key).send(body)
      expect([409, 422, 400], path).toContain(other.status)
    }
    expect(await everything()).toEqual(before)
  },
  120_000 + REPLAYS * sent.length * 100 + REPLAYS * 3_000,
)
