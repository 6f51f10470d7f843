import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { type RefusalCode, type RefusalFacts, refuse } from '@morinowa/shared/kernel/refusal.ts'
import { refusals } from '@morinowa/shared/refusals.ts'
import { CLAIM_CODE_BYTES, claimCodeFrom, claimsOfSale } from '@morinowa/shared/schemes/claim-code.ts'
import type { ClaimLink, SaleRow, SalesAnswer, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import type { Sale, SaleValue, SchemeRule } from '@morinowa/shared/schemes/scheme-rule.ts'
import { ruleOf } from '@morinowa/shared/schemes/scheme-rules.ts'
import { saleText, type ValuedSale, valueSales } from '@morinowa/shared/schemes/value-sales.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { type KnownScheme, knownScheme } from './known-schemes.ts'
import { recordSales as recordSentSales, type SentSale } from './store.ts'

/**
 * Records sales: one, or many of which each is taken or refused by itself. A sale counts once for its id; of sales that
 * need more stock than is left, those that come first are taken.
 */
export async function recordSales(
  deps: Deps,
  actor: Actor,
  ask: { id: SchemeId; sales: Sale | readonly Sale[] },
): Promise<SalesAnswer> {
  const scheme = await knownScheme(deps.db, actingFor(actor), ask.id)
  const single = !Array.isArray(ask.sales)
  const sales = [ask.sales].flat() as Sale[]
  return deps.db.transaction(async (tx) => {
    const { answer, declined } = await takeSales(tx, deps, scheme, sales, false)
    const [no] = declined
    // Thrown, so that a refused sale leaves nothing behind and its key is free for another try.
    if (single && no) return refuse(no.code, no.facts, no.code === 'schemes.mass-missing' ? '/massG' : undefined)
    return answer
  })
}

type Declined = { externalId: string; code: RefusalCode; facts: RefusalFacts }

/** The same inside an open transaction, which then holds the scheme's till. */
export async function takeSales(
  tx: Tx,
  deps: Deps,
  { id, kind, terms }: KnownScheme,
  sales: readonly Sale[],
  onPaper: boolean,
): Promise<{ answer: SalesAnswer; declined: Declined[] }> {
  const rule = ruleOf(kind)
  const { fresh, repeats, declined } = sortOut(rule, valueSales(rule, terms, sales, deps.now()))
  const result = await recordSentSales(tx, id, onPaper, fresh)
  if (!result) return refuse('schemes.missing')
  if (result.ended || !result.stock) return refuse('schemes.ended')

  const taken = new Set(fresh)
  for (const { n, why, neededG, availableG } of result.not) {
    const line = fresh[n - 1]
    if (!line) throw new Error(`the till answered about line ${n} of ${fresh.length}`)
    taken.delete(line)
    const { externalId } = line
    if (why === 'known') repeats.push(externalId)
    else if (why === 'differs') declined.push({ externalId, code: 'schemes.sale-differs', facts: { externalId } })
    else declined.push({ externalId, code: 'schemes.not-enough', facts: { neededG, availableG } })
  }
  return {
    answer: {
      accepted: taken.size,
      duplicate: repeats.length,
      refused: declined.length,
      fundYen: result.stock.fundYen,
      attachedG: result.stock.attachedG,
      availableG: result.stock.availableG,
      claims: [...taken].flatMap(({ codes, externalId }) => codes.map((code) => link(deps, code, externalId))),
      rows: [...repeats.map(repeatRow), ...declined.map(declinedRow)],
    },
    declined,
  }
}

/** Parts lines that can be sent to the till from those that repeat another line or that the rule refuses. */
function sortOut(
  rule: SchemeRule,
  valued: readonly ValuedSale[],
): { fresh: SentSale[]; repeats: string[]; declined: Declined[] } {
  const lines = new Map<string, SentSale>()
  const repeats: string[] = []
  const declined: Declined[] = []
  for (const one of valued) {
    const { externalId } = one.sale
    const digest = createHash('sha256').update(saleText(one.sale)).digest('hex')
    const earlier = lines.get(externalId)
    if (earlier?.digest === digest) repeats.push(externalId)
    else if (earlier) declined.push({ externalId, code: 'schemes.sale-differs', facts: { externalId } })
    else if ('refused' in one) declined.push({ externalId, ...one.refused })
    else
      lines.set(externalId, { ...sentSale(one.sale, one.value), ...drawCodes(rule, one.value), day: one.day, digest })
  }
  return { fresh: [...lines.values()], repeats, declined }
}

function sentSale(sale: Sale, value: SaleValue): Omit<SentSale, 'day' | 'digest' | 'codes' | 'gramsPerCode'> {
  const { externalId, at, sku = null, channel = null } = sale
  return { externalId, at, sku, channel, ...value }
}

/** A code of forty random bits for each claim. The till refuses one that is taken, and the transaction draws again. */
function drawCodes(rule: SchemeRule, value: SaleValue): Pick<SentSale, 'codes' | 'gramsPerCode'> {
  const claims = claimsOfSale(value, rule.claims)
  return {
    codes: claims.map(() => claimCodeFrom(randomBytes(CLAIM_CODE_BYTES))),
    gramsPerCode: claims[0] ?? 0,
  }
}

function link({ settings }: Deps, code: string, externalId: string): ClaimLink {
  return { code, url: `${settings.publicUrl}/claims/${code}`, externalId }
}

function repeatRow(externalId: string): SaleRow {
  return { externalId, status: 'duplicate', code: null, messages: null }
}

function declinedRow({ externalId, code, facts }: Declined): SaleRow {
  const wording = refusals[code]
  const messages = wording ? { ja: wording.ja(facts), en: wording.en(facts) } : null
  return { externalId, status: 'refused', code, messages }
}
