import { createHmac } from 'node:crypto'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { TerminalId } from '@morinowa/shared/schemes/intake/contract.ts'
import { checkSigned, type Signed, shownKey } from '../platform/standard-webhook.ts'

// Keys follow from the server's secret and the register's id, so that none lies in the database.

/** What a register signs with, as it is shown once. */
export function terminalSecret(serverSecret: string, id: TerminalId): string {
  return shownKey(keyOf(serverSecret, id))
}

/** @throws Refusal when nothing among the signatures fits, or the time is too far from now. */
export function checkSignature(serverSecret: string, id: TerminalId, signed: Signed, now: string): void {
  const verdict = checkSigned([keyOf(serverSecret, id)], signed, now)
  if (verdict === 'wrong') refuse('schemes.signature')
  if (verdict === 'old') refuse('schemes.signature-old')
}

function keyOf(serverSecret: string, id: TerminalId): Buffer {
  return createHmac('sha256', serverSecret).update(`register ${id}`).digest()
}
