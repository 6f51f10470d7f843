import { createHash, randomBytes } from 'node:crypto'
import { type SaidStatement, statementText } from '@morinowa/shared/credits/retirement-statement.ts'
import { canonicalize } from 'json-canonicalize'
import type { RetireAsk, TransferAsk } from './ledger.ts'

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
  return createHash('sha256')
    .update(`${act}\n${canonicalize(ask)}`)
    .digest()
}

/** A hash that says nothing without its salt and can be opened by whoever has it: the certificate's holder. */
export function commitmentTo(said: SaidStatement): { salt: Buffer; digest: Buffer } {
  const salt = randomBytes(32)
  return { salt, digest: createHash('sha256').update(salt).update(statementText(said)).digest() }
}

export function wholeGrams(mass: number): number {
  if (!Number.isSafeInteger(mass) || mass < 1) throw new Error(`not a mass that can move: ${mass}`)
  return mass
}
