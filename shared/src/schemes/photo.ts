import { refuse } from '../kernel/refusal.ts'

/** Kinds of picture a tally sheet may come as, by the bytes they begin with, in hexadecimal. */
const KINDS: readonly { type: string; begins: RegExp }[] = [
  { type: 'image/jpeg', begins: /^ffd8ff/ },
  { type: 'image/png', begins: /^89504e470d0a1a0a/ },
  { type: 'image/webp', begins: /^52494646.{8}57454250/ },
]

/** The base 64 of a picture, without the words of a data: address around it. */
export function photoBase64(given: string): string {
  return given.replace(/^data:[^,]*,/, '').replace(/\s/g, '')
}

/** What kind of picture bytes are, by what they say and not by what they are called. */
export function photoType(hexadecimal: string): string {
  const kind = KINDS.find(({ begins }) => begins.test(hexadecimal))
  return kind?.type ?? refuse('schemes.photo-unreadable', {}, '/photo')
}
