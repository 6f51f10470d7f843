import { recordSalesEndpoint, type SalesAnswer, type SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { call } from '../app/api-client.ts'
import { forgetSales, keepSales, salesAtTill, type TillSale } from './till-store.ts'

const MOST_AT_ONCE = 500
const KEPT_DAYS = 2
const DAY_MS = 86_400_000

/**
 * Sends what waits at this till, oldest first, until nothing does. One page of the device sends at a time; were a sale sent
 * twice all the same, its own number makes it count once.
 * @returns the last answer, whose stock is the newest; undefined when nothing waited.
 * @throws ProblemError, UnreachableError: what was not answered goes on waiting.
 */
export function sendWaiting(schemeId: string): Promise<SalesAnswer | undefined> {
  return alone(`till ${schemeId}`, async () => {
    let answer: SalesAnswer | undefined
    for (;;) {
      const waiting = (await salesAtTill(schemeId)).filter(({ state }) => state === 'waiting').toReversed()
      const some = waiting.slice(0, MOST_AT_ONCE)
      if (some.length === 0) return answer
      answer = await call(recordSalesEndpoint, {
        params: { id: schemeId as SchemeId },
        body: some.map(({ sale }) => sale),
      })
      await keepSales(answered(some, answer))
    }
  })
}

/** The sales as the answer leaves them. */
export function answered(sent: readonly TillSale[], { rows, claims }: SalesAnswer): TillSale[] {
  const rowOf = new Map(rows.map((row) => [row.externalId, row]))
  return sent.map((sale) => {
    const row = rowOf.get(sale.externalId)
    if (row?.status === 'refused') return { ...sale, state: 'refused', reason: row.messages }
    const own = claims.filter(({ externalId }) => externalId === sale.externalId)
    return {
      ...sale,
      state: 'sent',
      claims: own.length > 0 ? own.map(({ code, url }) => ({ code, url })) : sale.claims,
    }
  })
}

/** Drops what arrived some days ago: the server has it, and returns find it there by its number. */
export async function forgetOld(schemeId: string): Promise<void> {
  const before = new Date(Date.now() - KEPT_DAYS * DAY_MS).toISOString()
  const old = (await salesAtTill(schemeId)).filter(({ state, madeAt }) => state !== 'waiting' && madeAt < before)
  await forgetSales(old.map(({ externalId }) => externalId))
}

let before: Promise<unknown> = Promise.resolve()

/** Runs one after another: across the pages of a browser where it can, else within this page. */
function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request(name, work) as Promise<T>
  const mine = before.then(work, work)
  before = mine.catch(() => undefined)
  return mine
}
