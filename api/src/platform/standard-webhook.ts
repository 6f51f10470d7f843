import { createHmac, timingSafeEqual } from 'node:crypto'

// Standard Webhooks (https://www.standardwebhooks.com): a key signs "id.timestamp.body".

const TOLERANCE_MS = 300_000
const PREFIX = 'whsec_'

export type Signed = { headers: Record<string, string | string[] | undefined>; body: Buffer }

/** A key as it is shown to whoever signs with it. */
export const shownKey = (key: Buffer): string => PREFIX + key.toString('base64')

/** Whether one of the keys signed this within five minutes of now. */
export function checkSigned(keys: readonly Buffer[], { headers, body }: Signed, now: string): 'good' | 'wrong' | 'old' {
  const [messageId, timestamp, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  ) as [string, string, string]
  const fits = keys.some((key) => {
    const wanted = createHmac('sha256', key).update(`${messageId}.${timestamp}.`).update(body).digest()
    return given.split(' ').some((one) => {
      const [version, signature = ''] = one.split(',')
      const bytes = Buffer.from(signature, 'base64')
      return version === 'v1' && bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
    })
  })
  if (messageId === '' || !fits) return 'wrong'
  const signedAt = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1_000 : Number.NaN
  return Math.abs(Date.parse(now) - signedAt) <= TOLERANCE_MS ? 'good' : 'old'
}
