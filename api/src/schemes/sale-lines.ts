import { createHash, randomBytes } from 'node:crypto'
import type { RefusalCode, RefusalFacts } from '@morinowa/shared/kernel/refusal.ts'
import { CLAIM_CODE_BYTES, claimCodeFrom, claimsOfSale } from '@morinowa/shared/schemes/claim-code.ts'
import type { ClaimLink, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import type { SchemeRule } from '@morinowa/shared/schemes/scheme-rule.ts'
import { saleText, type ValuedSale } from '@morinowa/shared/schemes/value-sales.ts'
import type { Deps } from '../platform/deps.ts'
import type { SentSale } from './sale-store.ts'

/** A sale as it goes to the till, before its codes are drawn. */
export type Line = Omit<SentSale, 'codes'> & { claims: number }

export type Sorted = {
  fresh: Line[]
  repeats: string[]
  declined: { externalId: string; code: RefusalCode; facts: RefusalFacts }[]
}

/** Parts lines that can be sent to the till from those that repeat another line or that the rule refuses. */
export function linesOf(schemeId: SchemeId, rule: SchemeRule, valued: readonly ValuedSale[]): Sorted {
  const lines = new Map<string, Line>()
  const repeats: string[] = []
  const declined: Sorted['declined'] = []
  for (const one of valued) {
    const { externalId, at, sku = null, channel = null } = one.sale
    const digest = createHash('sha256').update(saleText(one.sale)).digest('hex')
    const earlier = lines.get(externalId)
    if (earlier?.digest === digest) repeats.push(externalId)
    else if (earlier) declined.push({ externalId, code: 'schemes.sale-differs', facts: { externalId } })
    else if ('refused' in one) declined.push({ externalId, ...one.refused })
    else {
      const claims = claimsOfSale(one.value, rule.claims)
      const day = one.day
      const gramsPerCode = claims[0] ?? 0
      lines.set(externalId, {
        schemeId,
        externalId,
        at,
        day,
        sku,
        channel,
        ...one.value,
        digest,
        claims: claims.length,
        gramsPerCode,
      })
    }
  }
  return { fresh: [...lines.values()], repeats, declined }
}

/** A code of forty random bits for each claim. The till refuses one that is taken, and the call is made with others. */
export function withCodes({ claims, ...line }: Line): SentSale {
  const chance = randomBytes(claims * CLAIM_CODE_BYTES)
  const codes = Array.from({ length: claims }, (_, i) =>
    claimCodeFrom(chance.subarray(i * CLAIM_CODE_BYTES, (i + 1) * CLAIM_CODE_BYTES)),
  )
  return { ...line, codes }
}

/** What customers may look up of a sale. */
export function linksOf(
  { settings }: Deps,
  { codes, externalId }: Pick<SentSale, 'codes' | 'externalId'>,
): ClaimLink[] {
  return codes.map((code) => ({ code, url: `${settings.publicUrl}/claims/${code}`, externalId }))
}
