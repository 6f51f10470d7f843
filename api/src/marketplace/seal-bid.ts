import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { BidContent } from '@morinowa/shared/marketplace/tender.ts'
import { z } from 'zod'
import type { Settings } from '../platform/deps.ts'

// Bids lie in the database encrypted (AES-256-GCM), under a key that is not there: it is derived for each tender from the
// secret that the processes are given. Whoever has the database alone, or a backup of it, reads no bid.

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Whose bid it is and where; a sealed bid that is put in another's place does not open. */
export type BidPlace = { listingId: string; number: number; buyerId: string }

const Content = z.object({ massG: z.int(), priceYenPerTonne: z.int(), nonce: z.string() })

export function sealBid(settings: Settings, place: BidPlace, { massG, priceYenPerTonne, nonce }: BidContent): Buffer {
  const iv = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(settings, place), iv).setAAD(nameOf(place))
  const text = Buffer.concat([cipher.update(padded({ massG, priceYenPerTonne, nonce })), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text])
}

/** @throws when the bid was changed, moved, or sealed under another secret. */
export function openBid(settings: Settings, place: BidPlace, sealed: Buffer): BidContent {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(settings, place), sealed.subarray(0, NONCE_BYTES))
    .setAAD(nameOf(place))
    .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
  return Content.parse(JSON.parse(text.toString('utf8')))
}

/** Every bid is equally long: a longer figure would show from outside. */
function padded(content: BidContent): Buffer {
  return Buffer.from(JSON.stringify(content).padEnd(160), 'utf8')
}

function keyOf({ secret }: Settings, { listingId }: BidPlace): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, listingId, 'morinowa tender bid', 32))
}

function nameOf({ listingId, number, buyerId }: BidPlace): Buffer {
  return Buffer.from(`${listingId}/${number}/${buyerId}`)
}
