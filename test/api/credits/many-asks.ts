import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { issueLot } from '@morinowa/api/credits/ledger.ts'
import { openDb } from '@morinowa/api/platform/db.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import type pg from 'pg'
import { expect } from 'vitest'
import { audit } from '../../independent/audit.ts'
import type { Site } from '../../support/kills.ts'
import type { Program } from '../../support/program.ts'

// Two organisations that retire and transfer through HTTP, write down what they were answered, and ask again with the same
// key where they were answered nothing, as a client would.

const LOT_G = 1_000_000
/** The most that one of them asks for at once. */
export const MOST_G = 2_000
const FOLLOWED_WITHIN_MS = 90_000

export type Party = { id: OrganisationId; token: string }
type Body = {
  id?: string
  massG: number
  certificateId?: string
  serials: { lotId: string; from: number; to: number }[]
}
export type Asked = {
  path: string
  token: string
  key: string
  body: object
  /** What was answered: nothing yet, a refusal, or the first answer, which every repeat must equal. */
  status?: number
  answer?: Body
}

/** Asks one thing after another until it is told to stop; what is under way then is finished or lost. */
export async function client(
  site: Site,
  parties: readonly Party[],
  asked: Asked[],
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const [from, to] = [parties[randomInt(2)], parties[randomInt(2)]] as [Party, Party]
    const massG = randomInt(1, MOST_G)
    const one: Asked =
      from === to
        ? { ...words('retirements'), token: from.token, body: { massG, ...SAID } }
        : {
            ...words('transfers'),
            token: from.token,
            body: { massG, family: 'j-credit', toOrganisationId: to.id },
          }
    asked.push(one)
    await ask(site, one)
    await sleep(randomInt(10))
  }
}

const SAID = { family: 'j-credit', beneficiary: '式', purpose: '祝', publicName: false }
const words = (what: string) => ({ path: `/credits/${what}`, key: randomUUID() })

/** Sends it once. No answer, or an answer that the server was in trouble, leaves the question open. */
async function ask({ port }: Site, one: Asked): Promise<void> {
  try {
    const reply = await fetch(`http://127.0.0.1:${port}/api/v1${one.path}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${one.token}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': one.key,
      },
      body: JSON.stringify(one.body),
      signal: AbortSignal.timeout(10_000),
    })
    const answer = (await reply.json()) as Body
    if (reply.status >= 500 || reply.status === 429) return
    one.status = reply.status
    one.answer = answer
  } catch {
    // The socket was cut: whether it happened is what asking again will tell.
  }
}

/** Asks until there is an answer, and forgets an earlier one first. */
export async function untilAnswered(site: Site, one: Asked): Promise<void> {
  delete one.status
  delete one.answer
  for (let tries = 0; one.status === undefined; tries++) {
    if (tries > 300) throw new Error(`no answer for ${one.path} ${one.key}`)
    if (tries > 0) await sleep(100)
    await ask(site, one)
  }
}

/** Everything asked stands in the ledger once, as it was answered; the public log has it all, and no law is broken. */
export async function compare(site: Site, pool: pg.Pool, worker: Program, asked: readonly Asked[]): Promise<void> {
  // Nobody was refused anything here: there is always enough.
  expect(asked.filter(({ status }) => status !== 201)).toEqual([])
  const retired = asked.flatMap(({ path, answer }) => (path.endsWith('retirements') && answer ? [answer] : []))
  const rows = async <T extends pg.QueryResultRow>(text: string) => (await pool.query<T>(text)).rows
  const stored = await rows<{ id: string; massG: number; certificateId: string; serials: Body['serials'] }>(`
    select r.id, r.mass_g::int as "massG", r.certificate_id as "certificateId",
           (select json_agg(json_build_object('lotId', e.lot_id, 'from', e.lo, 'to', e.hi) order by e.id)
              from ledger_entry e where e.retirement_id = r.id) as serials
      from retirement r order by r.id`)
  expect(stored).toEqual(
    retired
      .map(({ id, massG, certificateId, serials }) => ({
        id,
        massG,
        certificateId,
        serials: serials.map(({ lotId, from, to }) => ({ lotId, from, to })),
      }))
      .sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1)),
  )
  const transfers = asked.filter(({ path }) => path.endsWith('transfers')).length
  expect(await rows(`select count(*)::int as n from ledger_operation where kind = 'transfer'`)).toEqual([
    { n: transfers },
  ])

  // The follower, whoever it was at each moment, finds every entry.
  const until = Date.now() + FOLLOWED_WITHIN_MS
  for (let behind = 1; behind > 0; await sleep(100)) {
    const [row] = await rows<{ behind: number }>(
      `select ((select count(*) from ledger_entry) - (select count(*) from log_leaf))::int as behind`,
    )
    behind = row?.behind ?? 0
    if (behind > 0 && Date.now() > until) {
      const ended = worker.hasEnded() ? 'and the worker ended' : 'though the worker lives'
      throw new Error(`the log stays ${behind} entries behind, ${ended}: ${worker.printed().err}`)
    }
  }
  expect(await rows('select id from ledger_laws() where left_g <> right_g or broken <> 0')).toEqual([])
  const exported = await (await fetch(`http://127.0.0.1:${site.port}/api/v1/registry/export`)).text()
  expect((await audit(exported.trimEnd().split('\n'))).faults).toEqual([])
}

/** Two organisations with a key each, and lots enough for whatever they do. */
export async function prepared(pool: pg.Pool, massG: number): Promise<Party[]> {
  const parties: Party[] = []
  for (const name of ['森', '店']) {
    const party = { id: OrganisationId.parse(randomUUID()), token: `mw_${randomBytes(32).toString('base64url')}` }
    await pool.query(`insert into organisation (id, name, kind) values ($1, $2, 'buyer')`, [party.id, name])
    await pool.query(
      `insert into api_key (id, organisation_id, name, hash, last4, scopes)
       values ($1, $2, 'k', $3, $4, '{credits:write}')`,
      [randomUUID(), party.id, createHash('sha256').update(party.token).digest(), party.token.slice(-4)],
    )
    const lots = Math.ceil(massG / LOT_G)
    for (let n = 0; n < lots; n++) await openDb(pool).transaction((tx) => issueLot(tx, lotFor(party.id)))
    parties.push(party)
  }
  return parties
}

const lotFor = (ownerId: OrganisationId) => ({
  key: randomUUID(),
  ownerId,
  family: 'j-credit' as const,
  massG: LOT_G,
  vintage: 2024,
  projectName: '森',
  municipalityCode: null,
  scheme: 's',
  methodology: 'm',
})
