import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { type RefusalCode, type RefusalFacts, refuse } from '@morinowa/shared/kernel/refusal.ts'
import { refusals } from '@morinowa/shared/refusals.ts'
import {
  recordSalesEndpoint,
  type SaleRow,
  type SalesAnswer,
  type SchemeId,
} from '@morinowa/shared/schemes/contract.ts'
import { PinnedFactors, residualOf } from '@morinowa/shared/schemes/emission.ts'
import type { Sale } from '@morinowa/shared/schemes/scheme-rule.ts'
import { ruleOf } from '@morinowa/shared/schemes/scheme-rules.ts'
import { valueSales } from '@morinowa/shared/schemes/value-sales.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Db, OnceKey, Queryable, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { keepAnswers } from '../platform/once.ts'
import { perPool } from '../platform/together.ts'
import { z } from 'zod'
import { recordEmissions } from './event-store.ts'
import { type Gathered, gatherer } from './gather-sales.ts'
import { type KnownScheme, knownScheme } from './known-schemes.ts'
import { type Line, linesOf, linksOf, withCodes } from './sale-lines.ts'
import { claimsOfSales } from './claim-store.ts'
import { type Recorded, recordSales as recordSentSales, type SentSale } from './sale-store.ts'
import { type Stock, stockOf } from './store.ts'

/**
 * Records sales: one, or many of which each is taken or refused by itself. A sale counts once for its id; of sales that
 * need more stock than is left, those that come first are taken.
 */
export async function recordSales(
  deps: Deps,
  actor: Actor,
  ask: { id: SchemeId; sales: Sale | Sale[] },
): Promise<SalesAnswer> {
  const scheme = await knownScheme(deps.db, actingFor(actor), ask.id)
  const sales = [ask.sales].flat()
  if (Array.isArray(ask.sales)) {
    return deps.db.transaction(async (tx) => (await takeSales(tx, deps, scheme, sales, false)).answer)
  }
  // How an emission was counted is kept beside the sale, in a transaction of its own.
  const isCounted = ask.sales.emission !== undefined
  return (isCounted ? null : await recordTogether(deps, scheme, sales)) ?? recordAlone(deps, scheme, sales)
}

export type Declined = { externalId: string; code: RefusalCode; facts: RefusalFacts }

/** The same inside an open transaction, which then holds the scheme's till. */
export async function takeSales(
  tx: Tx,
  deps: Deps,
  { id, kind, terms }: KnownScheme,
  sales: readonly Sale[],
  paper: boolean,
): Promise<{ answer: SalesAnswer; declined: Declined[] }> {
  const rule = ruleOf(kind)
  const { fresh, repeats, declined } = linesOf(id, rule, valueSales(rule, terms, sales, deps.now()))
  const sent = fresh.map(withCodes)
  const { not, stocks } = await recordSentSales(tx, { sent, paper })
  if (not.some(({ why }) => why === 'ended')) refuse('schemes.ended')
  // Where the rule has refused every line, the till was asked about none.
  const stock = stocks[id] ?? (await stockOf(tx, id))

  const taken = new Set(sent)
  const known: { schemeId: SchemeId; externalId: string }[] = []
  for (const no of not) {
    const line = sent[no.n - 1]
    if (!line) throw new Error(`the till answered about line ${no.n} of ${sent.length}`)
    taken.delete(line)
    if (no.why === 'known') {
      repeats.push(line.externalId)
      known.push({ schemeId: id, externalId: line.externalId })
    } else declined.push(declinedFor(line, no))
  }
  await keepEmissions(tx, id, terms, sales, taken)
  const codes = await knownCodes(tx, known)
  return { answer: answerOf(deps, stock, { taken: [...taken], repeats, codes, declined }), declined }
}

const Counting = z.object({ factors: PinnedFactors.default({}) })

/** Keeps how the grams of counted sales came about, with the factors they were counted with. */
async function keepEmissions(
  tx: Tx,
  id: SchemeId,
  terms: unknown,
  sales: readonly Sale[],
  taken: ReadonlySet<SentSale>,
): Promise<void> {
  const counted = sales.filter(({ emission }) => emission !== undefined)
  if (counted.length === 0) return
  const { factors } = Counting.parse(terms)
  const ids = new Set([...taken].map(({ externalId }) => externalId))
  const emissions = new Map(
    counted.flatMap(({ externalId, emission, massG = 0 }) => {
      if (!emission || !ids.has(externalId)) return []
      const { emittedG, measuresG } = residualOf(emission, massG, factors)
      const used = Object.fromEntries(
        [...emission.travel.map(({ mode }) => mode), ...emission.energy.map(({ carrier }) => carrier)].flatMap(
          (name) => (factors[name] ? [[name, factors[name]]] : []),
        ),
      )
      return [[externalId, { externalId, detail: { ...emission, massG, factors: used }, emittedG, measuresG }]]
    }),
  )
  await recordEmissions(tx, id, [...emissions.values()])
}

/** One sale among those of other tills; null when its key has been answered, which a transaction of its own will find. */
async function recordTogether(
  deps: Deps,
  { id, kind, terms }: KnownScheme,
  sales: readonly Sale[],
): Promise<SalesAnswer | null> {
  const rule = ruleOf(kind)
  const { fresh, declined } = linesOf(id, rule, valueSales(rule, terms, sales, deps.now()))
  const [line] = fresh
  if (!line) return refused(declined)
  const outcome = await new Promise<Outcome>((resolve, reject) => {
    const { once } = deps.db
    const names = [`${id} ${line.externalId}`, ...(once ? [`key ${once.caller} ${once.key}`] : [])]
    tills(deps.db)({ schemeId: id, names, line, once, deps, resolve, reject })
  })
  if (outcome === 'answered') return null
  return 'declined' in outcome ? refused([outcome.declined]) : outcome.answer
}

/** A sale in a transaction of its own. */
function recordAlone(deps: Deps, scheme: KnownScheme, sales: readonly Sale[]): Promise<SalesAnswer> {
  return deps.db.transaction(async (tx) => {
    const { answer, declined } = await takeSales(tx, deps, scheme, sales, false)
    // Thrown, so that a refused sale leaves nothing behind and its key is free for another try.
    return declined.length > 0 ? refused(declined) : answer
  })
}

function refused([no]: readonly Declined[]): never {
  if (!no) throw new Error('a sale was neither taken nor refused')
  return refuse(no.code, no.facts, no.code === 'schemes.mass-missing' ? '/massG' : undefined)
}

type Outcome = 'answered' | { answer: SalesAnswer } | { declined: Declined }
type TillSale = Gathered<Outcome> & { line: Line; once: OnceKey | undefined; deps: Deps }

const tills = perPool((db) => gatherer<TillSale, Outcome>((group, { waits }) => carry(db, group, waits)))

/** Sends the sales of several tills in one call. */
async function carry(db: Db, group: readonly TillSale[], waits: boolean): Promise<(Outcome | null)[]> {
  const keys = group.flatMap(({ once }, i) => (once ? [{ n: i + 1, once }] : []))
  const sent = group.map(({ line }) => withCodes(line))
  if (keys.length === 0) return outcomesOf(db, group, sent, await recordSentSales(db, { sent, waits }))
  return db.transaction(async (tx) => {
    const outcomes = await outcomesOf(tx, group, sent, await recordSentSales(tx, { sent, keys, waits }))
    const answers = group.flatMap(({ once }, i) => {
      const outcome = outcomes[i]
      const isAnswer = once && outcome && outcome !== 'answered' && 'answer' in outcome
      return isAnswer ? [{ once, status: recordSalesEndpoint.status, body: outcome.answer }] : []
    })
    if (answers.length > 0) await keepAnswers(tx, answers)
    return outcomes
  })
}

async function outcomesOf(
  db: Queryable,
  group: readonly TillSale[],
  sent: readonly SentSale[],
  { not, stocks }: Recorded,
): Promise<(Outcome | null)[]> {
  const nots = new Map(not.map((no) => [no.n, no]))
  const known = await knownCodes(
    db,
    not.flatMap(({ n, why }) => (why === 'known' ? [sent[n - 1] as SentSale] : [])),
  )
  return group.map(({ deps, schemeId }, i) => {
    const line = sent[i] as SentSale
    const no = nots.get(i + 1)
    if (no?.why === 'busy') return null
    if (no?.why === 'answered') return 'answered'
    if (no && no.why !== 'known') return { declined: declinedFor(line, no) }
    const stock = stocks[schemeId]
    if (!stock) throw new Error(`the till of ${schemeId} said nothing about its stock`)
    const parts = no
      ? { taken: [], repeats: [line.externalId], codes: known.filter((one) => isOf(one, line)) }
      : { taken: [line], repeats: [], codes: [] }
    return { answer: answerOf(deps, stock, { ...parts, declined: [] }) }
  })
}

type KnownCode = { schemeId: SchemeId; externalId: string; code: string }

async function knownCodes(
  db: Queryable,
  sales: readonly { schemeId: SchemeId; externalId: string }[],
): Promise<KnownCode[]> {
  if (sales.length === 0) return []
  return claimsOfSales(
    db,
    sales.map(({ schemeId, externalId }) => ({ schemeId, externalId })),
  )
}

const isOf = (code: KnownCode, { schemeId, externalId }: SentSale): boolean =>
  code.schemeId === schemeId && code.externalId === externalId

/** Why the till did not take a line. */
function declinedFor({ externalId }: SentSale, { why, neededG, availableG }: Recorded['not'][number]): Declined {
  if (why === 'missing') return { externalId, code: 'schemes.missing', facts: {} }
  if (why === 'ended') return { externalId, code: 'schemes.ended', facts: {} }
  if (why === 'differs') return { externalId, code: 'schemes.sale-differs', facts: { externalId } }
  return { externalId, code: 'schemes.not-enough', facts: { neededG, availableG } }
}

type Parts = {
  taken: readonly SentSale[]
  repeats: readonly string[]
  /** What repeats were given the first time. */
  codes: readonly KnownCode[]
  declined: readonly Declined[]
}

function answerOf(
  deps: Deps,
  { fundYen, attachedG, availableG }: Stock,
  { taken, repeats, codes, declined }: Parts,
): SalesAnswer {
  return {
    accepted: taken.length,
    duplicate: repeats.length,
    refused: declined.length,
    fundYen,
    attachedG,
    availableG,
    claims: [
      ...taken.flatMap((line) => linksOf(deps, line)),
      ...codes.flatMap(({ code, externalId }) => linksOf(deps, { codes: [code], externalId })),
    ],
    rows: [...repeats.map(repeatRow), ...declined.map(declinedRow)],
  }
}

function repeatRow(externalId: string): SaleRow {
  return { externalId, status: 'duplicate', code: null, messages: null }
}

function declinedRow({ externalId, code, facts }: Declined): SaleRow {
  const wording = refusals[code]
  const messages = wording ? { ja: wording.ja(facts), en: wording.en(facts) } : null
  return { externalId, status: 'refused', code, messages }
}
