import type { Readable } from 'node:stream'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { z } from 'zod'
import { InvalidInput } from './validation.ts'

// The body of a signed delivery: its bytes first, which the signature is of, and then what they say.

const MOST_BYTES = 8_388_608

/** All of it, as it was sent. */
export async function bytesOf(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of stream) {
    size += (piece as Buffer).length
    if (size > MOST_BYTES) refuse('request.too-large', { limit: MOST_BYTES })
    pieces.push(piece as Buffer)
  }
  return Buffer.concat(pieces)
}

/** What it says, once its signature was found good. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: Buffer): z.output<Schema> {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch {
    return refuse('request.unreadable')
  }
  const parsed = schema.safeParse(value, { reportInput: true })
  if (!parsed.success) throw new InvalidInput('body', parsed.error.issues)
  return parsed.data
}
