import { createHmac, timingSafeEqual } from 'node:crypto'

// Signed as Stripe signs (docs.stripe.com/webhooks): the header says `t=<seconds>,v1=<hex>`, possibly with several v1
// while a secret is rolled; v1 is the HMAC-SHA-256 of `<t>.<body>`.

const TOLERANCE_S = 300

export function signEvent(secret: string, body: string, atMs: number): string {
  const seconds = Math.floor(atMs / 1_000)
  return `t=${seconds},v1=${digest(secret, seconds, body)}`
}

/** Whether one of the signatures is right and the time near enough that an old event cannot be played again. */
export function isSigned(secret: string, body: string, header: unknown, nowMs: number): boolean {
  if (typeof header !== 'string') return false
  const parts = header.split(',').map((part) => part.trim().split('=') as [string, string?])
  const seconds = Number(parts.find(([name]) => name === 't')?.[1])
  if (!Number.isInteger(seconds) || Math.abs(nowMs / 1_000 - seconds) > TOLERANCE_S) return false
  const wanted = Buffer.from(digest(secret, seconds, body))
  return parts
    .filter(([name]) => name === 'v1')
    .some(([, value = '']) => {
      const given = Buffer.from(value)
      return given.length === wanted.length && timingSafeEqual(given, wanted)
    })
}

function digest(secret: string, seconds: number, body: string): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
}
