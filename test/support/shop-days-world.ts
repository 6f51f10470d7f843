import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { issueLot } from '@morinowa/api/credits/ledger.ts'
import type { Deps } from '@morinowa/api/platform/deps.ts'
import { giveSerialsOnRequest } from '@morinowa/api/schemes/give-serials.ts'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { type Answer, liveThrough, type Post, type Recount, type Shop } from './shop-days.ts'

// A world for the simulated days: shops of three kinds with closings in the middle, and the recount against the server.

const KG = 1_000
const TONNE = 1_000_000

export type WorldAsk = { url: string; deps: Deps; tills: number; days: number; sales: number; seed: number }
export type WorldAnswer = Recount & { closings: number; differences: string[] }

/** Lives through the days with so many tills and tells every difference between the notebooks and the server. */
export async function liveAndRecount({ url, deps, tills, days, sales, seed }: WorldAsk): Promise<WorldAnswer> {
  const key = await merchant(deps)
  const post = poster(url, key.secret)
  const lots = await Promise.all(Array.from({ length: 3 }, () => ownLot(deps, key.ownerId)))
  const [scarce, ample, forRegisters] = lots as [string, string, string]
  const products = [
    { sku: 'big', name: '大', massG: 2 * KG },
    { sku: 'small', name: '小', massG: 700 },
  ]
  const open = async (body: object) => {
    const answer = await post('/schemes', { name: 'x', place: 'x', municipalityCode: '20201', ...body })
    if (answer.status !== 201) throw new Error(`no scheme: ${JSON.stringify(answer.body)}`)
    return answer.body.id as string
  }
  const attachment = (lotId: string, massG: number) =>
    open({ kind: 'unit-attachment', products, reserve: { lotId, massG } })
  const worth = (sku: string | undefined) => ({ grams: products.find((one) => one.sku === sku)?.massG ?? 0, yen: 0 })
  // About a third of what one shop's tills could sell is in stock, so that most days end sold out.
  const share = Math.max(1, Math.floor(tills / 4))
  const shops: Shop[] = [
    { id: await attachment(scarce, share * sales * KG), worth, skus: ['big', 'small'] },
    { id: await attachment(ample, 900 * TONNE), worth, skus: ['big', 'small'] },
    {
      id: await open({ kind: 'per-item-fund', yenPerItem: 3, buysFrom: { lotId: forRegisters }, closing: 'month' }),
      worth: () => ({ grams: 0, yen: 3 }),
      skus: [undefined],
    },
  ]
  const registered = await attachment(forRegisters, 200 * TONNE)
  // Every till of the fourth shop is a register with a number of its own.
  const registers = await Promise.all(
    Array.from({ length: share }, async (_, i): Promise<Shop> => {
      const { body } = await post(`/schemes/${registered}/terminals`, { name: `${i}` })
      const path = new URL(body.url as string).pathname.replace('/api/v1', '')
      return { id: registered, worth, skus: ['big', 'small'], register: { path, secret: body.secret as string } }
    }),
  )
  const spread = Array.from({ length: tills }, (_, i) => {
    const place = i % 4
    return place === 3 ? (registers[Math.floor(i / 4) % registers.length] as Shop) : (shops[place] as Shop)
  })
  const names = Array.from({ length: days }, (_, i) => `2026-03-${String(i + 1).padStart(2, '0')}`)
  let closings = 0
  const recount = await liveThrough({
    shops: spread,
    tills,
    days: names,
    sales,
    seed,
    post,
    async meanwhile(day, shop) {
      // Each scheme closes the day before, once, while its tills go on; one of the days it also gets more stock.
      if (Number(day.slice(8)) % 3 !== 2) return
      const before = names[names.indexOf(day) - 1] as string
      if (shop.skus[0] === undefined) return
      const answer = await post(`/schemes/${shop.id}/closings`, { through: before })
      if (answer.status !== 201) throw new Error(`a closing failed: ${JSON.stringify(answer.body)}`)
      closings++
      if (shop.id === shops[0]?.id) await post(`/schemes/${shop.id}/reserves`, { lotId: scarce, massG: 5 * KG })
    },
  })
  // What the first piece of a closing left to the worker.
  await giveSerialsOnRequest(deps, null)
  const differences: string[] = []
  for (const [id, said] of recount.shops) differences.push(...(await compare(deps, id, said)))
  return { ...recount, closings, differences }
}

type Said = { items: number; grams: number; yen: number; codes: Set<string> }

/** What the server holds of a scheme, from its own tables one by one and from the ledger, against the notebooks. */
async function compare({ db }: Deps, id: string, said: Said): Promise<string[]> {
  const { rows } = await db.pool.query(
    `select k.items, k.attached_g as grams, k.fund_yen + k.spent_yen as yen, k.open_g, k.retired_g, k.reserved_g,
            (select coalesce(sum(items), 0) from scheme_day where scheme_id = $1)::bigint as day_items,
            (select coalesce(sum(grams), 0) from scheme_day where scheme_id = $1)::bigint as day_grams,
            (select coalesce(sum(yen), 0) from scheme_day where scheme_id = $1)::bigint as day_yen,
            (select coalesce(sum(units - returned_units), 0) from scheme_sale where scheme_id = $1)::bigint as sale_items,
            (select coalesce(sum(mass_g), 0) from claim where scheme_id = $1 and not returned)::bigint as claimed,
            array(select code from claim where scheme_id = $1) as codes,
            (select coalesce(sum(r.mass_g - r.captured_g - r.released_g), 0) from scheme_reserve s
               join reservation r on r.id = s.reservation_id where s.scheme_id = $1)::bigint as ledger_reserved,
            (select coalesce(sum(e.hi - e.lo), 0) from scheme_closing_retirement c
               join retirement t on t.id = c.retirement_id join ledger_entry e on e.operation_id = t.operation_id
              where c.scheme_id = $1)::bigint as ledger_retired,
            (select coalesce(sum(hi - lo), 0) from sale_retirement where scheme_id = $1)::bigint as given,
            (select coalesce(sum(hi - lo), 0) from spare_retirement where scheme_id = $1)::bigint as spare,
            (select coalesce(max(r.g - c.mass_g), 0) from claim c
               join (select code, sum(hi - lo) as g from sale_retirement group by code) r on r.code = c.code
              where c.scheme_id = $1 and not c.returned)::bigint as most_over,
            (select count(*) from claim c join sale_retirement r on r.code = c.code
              where c.scheme_id = $1 and c.returned) as given_to_returned
       from scheme_stock k where k.scheme_id = $1`,
    [id],
  )
  const [held] = rows
  const wanted: [string, unknown, unknown][] = [
    ['items', held.items, said.items],
    ['grams', held.grams, said.grams],
    ['yen', held.yen, said.yen],
    ['items of days', held.day_items, said.items],
    ['grams of days', held.day_grams, said.grams],
    ['yen of days', held.day_yen, said.yen],
    ['items of sales', held.sale_items, said.items],
    ['grams of codes', held.claimed, said.grams],
    ['codes handed out', [...said.codes].toSorted().join(), (held.codes as string[]).toSorted().join()],
    ['open', held.open_g, said.grams - held.retired_g],
    ['reserved in the ledger', held.ledger_reserved, held.reserved_g],
    ['retired in the ledger', held.ledger_retired, held.retired_g],
    // What a fund buys stands for no single sale.
    ['serials of sales and spare', held.given + held.spare, said.yen > 0 ? 0 : held.retired_g],
    ['grams of a code beyond its own', Math.max(0, held.most_over), 0],
    ['serials of codes that came back', held.given_to_returned, 0],
  ]
  return wanted.flatMap(([name, is, should]) =>
    is === should ? [] : [`${id} ${name}: ${String(is).slice(0, 80)} instead of ${String(should).slice(0, 80)}`],
  )
}

async function merchant({ db }: Deps): Promise<{ ownerId: OrganisationId; secret: string }> {
  const ownerId = OrganisationId.parse(randomUUID())
  const secret = `mw_${randomBytes(32).toString('base64url')}`
  await db.pool.query(`insert into organisation (id, name, kind) values ($1, 'Days', 'merchant')`, [ownerId])
  await db.pool.query(
    `insert into api_key (id, organisation_id, name, hash, last4, scopes) values ($1, $2, 'days', $3, 'days', $4)`,
    [
      randomUUID(),
      ownerId,
      createHash('sha256').update(secret).digest(),
      ['sales:write', 'credits:write', 'credits:read'],
    ],
  )
  return { ownerId, secret }
}

async function ownLot({ db }: Deps, ownerId: OrganisationId): Promise<string> {
  const lot = await db.transaction((tx) =>
    issueLot(tx, {
      key: randomUUID(),
      ownerId,
      family: 'j-credit',
      massG: 1_000 * TONNE,
      vintage: 2024,
      projectName: 'p',
      municipalityCode: null,
      scheme: 's',
      methodology: 'm',
    }),
  )
  return lot.id
}

function poster(url: string, key: string): Post {
  return async (path, body, headers = {}): Promise<Answer> => {
    const isSigned = headers['webhook-id'] !== undefined
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(!isSigned && { authorization: `Bearer ${key}` }),
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
}
