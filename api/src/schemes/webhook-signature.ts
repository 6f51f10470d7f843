import { createHmac, timingSafeEqual } from 'node:crypto'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { TerminalId } from '@morinowa/shared/schemes/intake/contract.ts'

// Standard Webhooks (https://www.standardwebhooks.com): the key signs "id.timestamp.body". Keys follow from the server's
// secret and the register's id, so that none lies in the database.

const TOLERANCE_MS = 300_000
const PREFIX = 'whsec_'

/** What a register signs with, as it is shown once. */
export function terminalSecret(serverSecret: string, id: TerminalId): string {
  return PREFIX + keyOf(serverSecret, id).toString('base64')
}

export type Signed = { headers: Record<string, string | string[] | undefined>; body: Buffer }

/** @throws Refusal when nothing among the signatures fits, or the time is too far from now. */
export function checkSignature(serverSecret: string, id: TerminalId, { headers, body }: Signed, now: string): void {
  const [messageId, timestamp, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  ) as [string, string, string]
  const wanted = createHmac('sha256', keyOf(serverSecret, id))
    .update(`${messageId}.${timestamp}.`)
    .update(body)
    .digest()
  const fits = given.split(' ').some((one) => {
    const [version, signature = ''] = one.split(',')
    const bytes = Buffer.from(signature, 'base64')
    return version === 'v1' && bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
  })
  if (messageId === '' || !fits) refuse('schemes.signature')
  const signedAt = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1_000 : Number.NaN
  if (!(Math.abs(Date.parse(now) - signedAt) <= TOLERANCE_MS)) refuse('schemes.signature-old')
}

function keyOf(serverSecret: string, id: TerminalId): Buffer {
  return createHmac('sha256', serverSecret).update(`register ${id}`).digest()
}
