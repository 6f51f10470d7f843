import { ShortCode } from '../kernel/ids.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Bytes of chance that one code needs. */
export const CLAIM_CODE_BYTES = 5

/** A claim code from forty random bits. */
export function claimCodeFrom(bytes: Uint8Array): ShortCode {
  let bits = bytes.slice(0, CLAIM_CODE_BYTES).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  let code = ''
  for (let i = 0; i < 8; i++) {
    code = ALPHABET[Number(bits & 31n)] + code
    bits >>= 5n
  }
  return code as ShortCode
}

/** What a customer typed, as the code it means: hyphens and small letters do not matter, nor O for 0, I and L for 1. */
export function readClaimCode(typed: string): ShortCode | null {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  const parsed = ShortCode.safeParse(plain)
  return parsed.success ? parsed.data : null
}

/** Items of one sale that carry a code each; a larger sale carries one code for all of it. */
export const MOST_CLAIMS_PER_SALE = 100

/** How the grams of a sale are divided among its codes: one for each item, or one for all of it. */
export function claimsOfSale(
  { units, gramsPerUnit }: { units: number; gramsPerUnit: number },
  per: 'item' | 'sale' | 'none',
): number[] {
  if (per === 'none' || gramsPerUnit === 0) return []
  const each = per === 'item' && units <= MOST_CLAIMS_PER_SALE
  return each ? Array.from({ length: units }, () => gramsPerUnit) : [units * gramsPerUnit]
}
