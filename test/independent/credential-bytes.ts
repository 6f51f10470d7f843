import { hash } from 'node:crypto'

// What eddsa-jcs-2022 signs, from the texts of RFC 8785, multibase and the suite alone.

/** RFC 8785 for values without fractions: members in the order of their UTF-16 units, nothing between tokens. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}

/** Whether a text is the canonical form of what it says: quicker than to write that form. */
export function isCanonical(value: object, text: string): boolean {
  return JSON.stringify(value) === text && isOrdered(value)
}

function isOrdered(value: object): boolean {
  let last = ''
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(value) && name < last) return false
    last = name
    if (typeof member === 'object' && member !== null && !isOrdered(member)) return false
  }
  return true
}

const DIGITS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Bytes of multibase base58btc; null when it is none. */
export function fromBase58(text: string): Buffer | null {
  if (!/^z[1-9A-HJ-NP-Za-km-z]+$/.test(text)) return null
  let number = 0n
  for (const digit of text.slice(1)) number = number * 58n + BigInt(DIGITS.indexOf(digit))
  const digits = number === 0n ? '' : number.toString(16)
  const zeros = /^1*/.exec(text.slice(1))?.[0].length ?? 0
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')])
}

/** The hash of the proof without its value, then the hash of the document without its proof. */
export function signedCredentialBytes(document: { proof: { proofValue: string } }): Buffer {
  const { proof, ...unsigned } = document
  const { proofValue: _, ...options } = proof
  return Buffer.concat([hash('sha256', canonical(options), 'buffer'), hash('sha256', canonical(unsigned), 'buffer')])
}
