import { hash, randomFillSync } from 'node:crypto'
import { type SaidStatement, statementText } from '@morinowa/shared/credits/retirement-statement.ts'
import { canonicalize } from 'json-canonicalize'
import type { RetireAsk, TransferAsk } from './act-asks.ts'

// What an act is known by: a repeat with the same key must ask for exactly the same.

export function digestOfTransfer(ask: TransferAsk): Buffer {
  const { fromOrganisationId, toOrganisationId, lotId = null, family = null, massG } = ask
  return digestOf('transfer', { fromOrganisationId, toOrganisationId, lotId, family, massG })
}

export function digestOfRetirement(ask: RetireAsk, said: SaidStatement): Buffer {
  const { organisationId, lotId = null, family = null, massG } = ask
  return digestOf('retire', { organisationId, lotId, family, massG, said })
}

/** What a key stands for: an act and everything asked of it. */
export function digestOf(act: string, ask: object): Buffer {
  return hash('sha256', `${act}\n${canonicalize(ask)}`, 'buffer')
}

/** A hash that says nothing without its salt and can be opened by whoever has it: the certificate's holder. */
export function commitmentTo(said: SaidStatement): { salt: Buffer; digest: Buffer } {
  const salt = freshSalt()
  return { salt, digest: hash('sha256', Buffer.concat([salt, Buffer.from(statementText(said))]), 'buffer') }
}

const SALT_BYTES = 32
const salts = Buffer.alloc(128 * SALT_BYTES)
let given = salts.length

/** Drawn many at a time, because asking for them costs more than they do; each is given once and kept nowhere else. */
function freshSalt(): Buffer {
  if (given === salts.length) {
    randomFillSync(salts)
    given = 0
  }
  const salt = Buffer.from(salts.subarray(given, given + SALT_BYTES))
  salts.fill(0, given, given + SALT_BYTES)
  given += SALT_BYTES
  return salt
}

export function wholeGrams(mass: number): number {
  if (!Number.isSafeInteger(mass) || mass < 1) throw new Error(`not a mass that can move: ${mass}`)
  return mass
}
