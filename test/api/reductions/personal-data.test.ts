import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { exportedTables, keptOfStaff, notExported, personalRecords } from '@morinowa/api/personal-records.ts'
import { strFromU8, unzipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import { type Agent, startApp, type TestApp } from '../../support/app.ts'
import { ndjson, newPerson, type Provider, provider, ride } from '../mobility/support.ts'

let here: TestApp
let bus: Provider
let operator: Agent

beforeAll(async () => {
  here = await startApp()
  bus = await provider(here)
  operator = await here.signIn('operator')
})

type Column = { schema: string; table: string; column: string; type: string }

/** Every column of every table, those of jobs too. */
async function columns(): Promise<Column[]> {
  const { rows } = await here.database.pool.query(`
    select n.nspname as schema, c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname not like 'pg_%' and n.nspname <> 'information_schema'`)
  return rows
}

/** Tables in which any of these words stands anywhere. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const all = await columns()
  for (const name of new Set(all.map(({ schema, table }) => `${schema}.${table}`))) {
    const cells = all.filter(({ schema, table }) => name === `${schema}.${table}`)
    const text = cells.map(({ column, type }) =>
      type === 'bytea' ? `coalesce(encode("${column}", 'escape'), '')` : `coalesce("${column}"::text, '')`,
    )
    const { rows } = await here.database.pool.query(
      `select exists (select from ${name} where ${text.map((one) => `${one} ilike any($1)`).join(' or ')}) as is`,
      [words.map((word) => `%${word}%`)],
    )
    if (rows[0].is) found.push(name.replace(/^public\./, ''))
  }
  return found.toSorted()
}

// A column is of a person when it points to one, or is called as those that do are.
const OF_A_PERSON =
  /^(person_id|participant_ids?|people|user_id|actor|caller|email|.*_by|last_participant|.*(person|participant|traveller)_ids?)$/

test('every table with a column for people is in the export, or is named with the reason why not', async () => {
  const { rows: pointing } = await here.database.pool.query(
    `select conrelid::regclass::text as table from pg_constraint where contype = 'f' and confrelid = 'person'::regclass`,
  )
  const named = (await columns()).filter(
    ({ schema, column, type }) => schema === 'public' && OF_A_PERSON.test(column) && /uuid|text/.test(type),
  )
  const personal = new Set([...named, ...pointing].map(({ table }) => table))
  // Who ended a permission is one of four words, and ended_by names nobody.
  const unnamed = [...personal].filter((table) => !exportedTables.has(table) && !(table in notExported))
  expect(unnamed).toEqual([])
  const tables = new Set((await columns()).map(({ table }) => table))
  expect([...exportedTables, ...Object.keys(notExported)].filter((table) => !tables.has(table))).toEqual([])
  expect(Object.keys(notExported).filter((table) => exportedTables.has(table))).toEqual([])
})

const NAME = 'Quintessa Yamabuki'
const EMAIL = 'quintessa.yamabuki@people.example'

async function newcomer(): Promise<Agent> {
  const { default: supertest } = await import('supertest')
  const agent = supertest.agent(here.url)
  await agent
    .post('/api/auth/sign-up/email')
    .send({ name: NAME, email: EMAIL, password: 'a long pass phrase' })
    .expect(200)
  return agent
}

async function exported(agent: Agent): Promise<{ me: Record<string, unknown[]>; all: string }> {
  const { body } = await agent
    .get('/api/v1/me/export')
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => done(null, Buffer.concat(pieces)))
    })
    .expect(200)
  const files = unzipSync(new Uint8Array(body))
  const text = Object.values(files).map((file) => strFromU8(file))
  return { me: JSON.parse(strFromU8(files['me.json'] as Uint8Array)), all: text.join('\n') }
}

/** Somebody who does whatever leaves a trace: rides, a lot that is issued of them, apps, claims, a reward. */
async function busyTraveller(): Promise<{ agent: Agent; personId: string; participantId: string }> {
  const agent = await newcomer()
  await agent.post('/api/auth/sign-in/email').send({ email: EMAIL, password: 'a long pass phrase' }).expect(200)
  const find = async (text: string, values: unknown[] = []) => (await here.database.pool.query(text, values)).rows[0]
  const { id: personId, participant_id: participantId } = await find('select * from person where email = $1', [EMAIL])

  const made = await here.agent
    .post('/api/v1/mobility/link-codes')
    .set('authorization', `Bearer ${bus.key}`)
    .send({ subject: 'CARD-77031' })
    .expect(201)
  const { body: link } = await agent
    .post('/api/v1/me/links')
    .send({ provider: bus.id, code: made.body.code })
    .expect(201)
  const lines = Array.from({ length: 20 }, (_, n) =>
    ride(7_000 + n * 12, { subject: 'CARD-77031', externalId: `PD-${n}` }),
  )
  await bus.importRides(ndjson(lines))
  await bus.importRides(ndjson([ride(9_000, { subject: 'CARD-77031', externalId: 'PD-fast', distanceM: 400_000 })]))
  await agent.delete(`/api/v1/me/links/${link.id}`).expect(200)
  await agent.post('/api/v1/me/links').send({ provider: bus.id, memberNumber: 'PD-2' }).expect(201)
  await agent
    .post('/api/v1/mobility/trips')
    .set('Idempotency-Key', randomUUID())
    .send({
      startedAt: '2026-11-01T09:00:00+09:00',
      endedAt: '2026-11-01T09:20:00+09:00',
      note: `${NAME} の散歩`,
      legs: [{ mode: 'bicycle', from: { lat: 36.71234, lon: 137.21 }, to: { lat: 36.73, lon: 137.22345 } }],
    })
    .expect(201)

  const { body: list } = await agent.get('/api/v1/me/reductions?limit=50').expect(200)
  const ids: string[] = list.items
    .filter(({ status, mode }: { status: string; mode: string }) => status === 'recorded' && mode === 'bus')
    .map(({ id }: { id: string }) => id)
  const [first = '', second = ''] = ids
  const shares = { travellerBp: 5_000, operatorBp: 0, hotelBp: 0, townBp: 5_000 }
  await agent.put(`/api/v1/me/reductions/${first}/shares`).send(shares).expect(200)
  await agent
    .post(`/api/v1/me/reductions/${second}/dispute`)
    .send({ text: `${NAME} ではありません` })
    .expect(201)
  await agent.delete(`/api/v1/me/journeys/${first}/pieces/${first}`).expect(200)
  const { id: fast } = await find(`select id from reduction where external_id = 'PD-fast'`)
  await operator.post(`/api/v1/reviews/${fast}/decisions`).send({ decision: 'ask', note: '乗り換えは？' }).expect(201)

  const methodId = (await agent.get(`/api/v1/me/reductions/${first}`).expect(200)).body.method.id
  const { body: batch } = await operator
    .post('/api/v1/credits/batches')
    .send({ month: '2026-10', pool: 'mobility', methodId })
    .expect(201)
  const path = `/api/v1/credits/batches/${batch.id}`
  const verifier = await here.signIn('verifier')
  const { body: sample } = await verifier.post(`${path}/sample`).send({ seed: 's', size: 1 }).expect(201)
  await verifier.post(`${path}/findings`).send({ reductionId: sample.items[0].reductionId, pass: true }).expect(201)
  await verifier.post(`${path}/sign`).send({}).expect(201)
  await operator.post(`${path}/issue`).send({}).expect(201)
  const withdrawn = { externalId: 'PD-3', withdrawn: true, reason: '取消' }
  await here.agent
    .post('/api/v1/mobility/corrections')
    .set('authorization', `Bearer ${bus.key}`)
    .set('content-type', 'application/x-ndjson')
    .send(ndjson([withdrawn as never]))
    .expect(200)

  const back = 'https://app.example/callback'
  const { body: app } = await bus.agent
    .post('/api/v1/apps')
    .send({ name: '歩数計', redirectUris: [back] })
    .expect(201)
  await agent
    .post('/api/v1/oauth/authorization')
    .send({
      response_type: 'code',
      client_id: app.id,
      redirect_uri: back,
      scope: 'trips:write reductions:read',
      code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
      code_challenge_method: 'S256',
      approve: true,
    })
    .expect(200)

  // What needs a device, a shop or a sponsor.
  const scheme = randomUUID()
  const fund = randomUUID()
  await here.database.pool.query(
    `insert into passkey (public_key, user_id, credential_id, counter, device_type, backed_up, name)
     values ('key', $1, 'cred', 0, 'singleDevice', false, $2)`,
    [personId, NAME],
  )
  await here.database.pool.query(
    `insert into verification (identifier, value, expires_at) values ($1, $2, now() + interval '1 hour')`,
    [`reset-password:${EMAIL}`, personId],
  )
  await here.database.pool.query(
    `insert into scheme (id, organisation_id, kind, name, place, municipality_code, beneficiary, terms)
     select $1, id, 'unit-attachment', 'S', 'S', '16211', 'S', '{}' from organisation limit 1`,
    [scheme],
  )
  await here.database.pool.query('insert into scheme_stock (scheme_id, guarded) values ($1, false)', [scheme])
  await here.database.pool.query(
    `insert into scheme_sale (scheme_id, external_id, booked_on, sold_at, units, grams_per_unit, yen_per_unit, digest)
     values ($1, 'S-1', '2026-11-01', now(), 1, 2000, 0, '\\x00')`,
    [scheme],
  )
  await here.database.pool.query(
    `insert into claim (code, scheme_id, external_id, part, mass_g) values ('ABCD2345', $1, 'S-1', 1, 2000)`,
    [scheme],
  )
  await here.database.pool.query(`insert into claim_keeper values ('ABCD2345', $1, now())`, [participantId])
  await here.database.pool.query(
    `insert into reward_fund (id, organisation_id, name, kind, yen_per_kg, from_day, to_day, reserved_yen, granted_yen, made_at)
     values ($1, $2, '乗って応援', 'campaign', 10, '2026-10-01', '2026-10-31', 100, 10, now())`,
    [fund, bus.id],
  )
  await here.database.pool.query(
    `insert into reward_grant (fund_id, reduction_id, participant_id, credited_g, yen, asked_at, granted_at)
     values ($1, $2, $3, 1000, 10, now(), now())`,
    [fund, first, participantId],
  )
  await here.database.pool.query(
    `insert into reduction_passed (participant_id, reduction_id, sold_g) values ($1, $2, 1) on conflict do nothing`,
    [participantId, first],
  )
  return { agent, personId, participantId }
}

test('a traveller takes along all that is known of them, and is nowhere after they have gone', async () => {
  const { agent, personId, participantId } = await busyTraveller()
  const { me, all } = await exported(agent)
  // Each part is there, and is not empty: a part that nobody fills here would be tried by nothing.
  const empty = personalRecords.flatMap(({ name }) => ((me[name]?.length ?? 0) > 0 ? [] : [name]))
  // A traveller belongs to no organisation, and nothing was left over.
  expect(empty).toEqual(['memberships', 'audit', 'carried'].filter((name) => empty.includes(name)))
  expect(me.apps).toMatchObject([
    { app: '歩数計', scopes: ['trips:write', 'reductions:read'], endedAt: null, allowedAt: expect.any(String) },
  ])
  expect(me.disputes).toMatchObject([{ said: `${NAME} ではありません` }])
  expect(all).toContain(`${NAME} の散歩`)
  expect(all).not.toContain('a long pass phrase')
  const { rows: secrets } = await here.database.pool.query(
    `select password as secret from account where user_id = $1 union all select token from session where user_id = $1`,
    [personId],
  )
  for (const { secret } of secrets) expect(all).not.toContain(secret)

  // Wherever the person stands now, the export or a reason speaks of it.
  const before = await tablesWith([personId, participantId, EMAIL, NAME])
  expect(before.filter((table) => !exportedTables.has(table) && !(table in notExported))).toEqual([])
  expect(before.length).toBeGreaterThan(20)

  await agent.delete('/api/v1/me').expect(200)
  expect(await tablesWith([personId, EMAIL, NAME, 'CARD-77031', '36.71234', '137.22345'])).toEqual([])
  // How much was reduced stays, under a pseudonym that leads to nobody.
  expect(await tablesWith([participantId])).toContain('reduction')
  await agent.get('/api/v1/me/export').expect(401)
})

test('of somebody who worked for an organisation only a number stays, where three people must be three', async () => {
  const boss = await newPerson(here, 'staying-boss')
  const name = 'Wilhelmina Tsuruga'
  const email = 'wilhelmina@people.example'
  const { default: supertest } = await import('supertest')
  const agent = supertest.agent(here.url)
  await agent.post('/api/auth/sign-up/email').send({ name, email, password: 'a long pass phrase' }).expect(200)
  const { rows } = await here.database.pool.query('select id from person where email = $1', [email])
  const { body: shop } = await boss
    .post('/api/v1/organisations')
    .set('Idempotency-Key', randomUUID())
    .send({ name: '去る人の店', kind: 'merchant' })
    .expect(201)
  await boss
    .post(`/api/v1/organisations/${shop.id}/members`)
    .set('Idempotency-Key', randomUUID())
    .send({ email, role: 'administrator' })
    .expect(201)
  await agent
    .post(`/api/v1/organisations/${shop.id}/api-keys`)
    .send({ name: 'till', scopes: ['destinations:write'] })
    .expect(201)
  const { me } = await exported(agent)
  expect(me.memberships).toMatchObject([{ name: '去る人の店', role: 'administrator' }])
  expect(me.audit).toMatchObject([{ act: expect.any(String), byMe: false }, { byMe: true }])
  await agent.delete('/api/v1/me').expect(200)
  expect(await tablesWith([email, name])).toEqual([])
  expect((await tablesWith([rows[0].id])).filter((table) => !keptOfStaff.has(table))).toEqual([])
})
