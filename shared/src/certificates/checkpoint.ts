import { sha256 } from '@noble/hashes/sha2.js'
import { concat, sameBytes, utf8 } from './bytes.ts'
import { signatureHolds } from './signature.ts'

// A checkpoint of the public log: a C2SP signed note over the tree's size and root, with its time as an extension line.

export type Checkpoint = { origin: string; size: number; root: Uint8Array; at: string }

const ED25519_NOTE = Uint8Array.of(0x0a, 0x01)

/** The text that is signed, with its last line break. */
export function checkpointText({ origin, size, root, at }: Checkpoint): string {
  return `${origin}\n${size}\n${base64(root)}\ntime ${at}\n`
}

/** The signed note. `name` is whose key it is; signed notes name keys by four bytes of a hash. */
export function signedNote(
  checkpoint: Checkpoint,
  name: string,
  publicKey: Uint8Array,
  sign: (bytes: Uint8Array) => Uint8Array,
): string {
  const text = checkpointText(checkpoint)
  return `${text}\n\u2014 ${name} ${base64(concat(noteKey(name, publicKey), sign(utf8(text))))}\n`
}

/** What a signed note says, when one of these keys signed it. */
export function readNote(note: string, keys: readonly { name: string; publicKey: Uint8Array }[]): Checkpoint | null {
  const found = /^((.+)\n(\d{1,15})\n([A-Za-z0-9+/]{43}=)\ntime (\S+)\n)\n\u2014 (\S+) ([A-Za-z0-9+/]+=*)\n$/.exec(note)
  if (!found) return null
  const [, text = '', origin = '', size = '', root = '', at = '', name = '', signature = ''] = found
  const bytes = fromBase64(signature)
  const signed = keys.some(
    (key) =>
      key.name === name &&
      sameBytes(bytes.slice(0, 4), noteKey(name, key.publicKey)) &&
      signatureHolds(bytes.slice(4), utf8(text), key.publicKey),
  )
  return signed ? { origin, size: Number(size), root: fromBase64(root), at } : null
}

function noteKey(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(concat(utf8(name), ED25519_NOTE, publicKey)).slice(0, 4)
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = bytes.subarray(i, i + 3)
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    text += ALPHABET.charAt(word >> 18) + ALPHABET.charAt((word >> 12) & 63)
    text += b === undefined ? '=' : ALPHABET.charAt((word >> 6) & 63)
    text += c === undefined ? '=' : ALPHABET.charAt(word & 63)
  }
  return text
}

export function fromBase64(text: string): Uint8Array {
  const digits = Array.from(text.replace(/=+$/, ''), (digit) => ALPHABET.indexOf(digit))
  const bytes: number[] = []
  for (let i = 0; i < digits.length; i += 4) {
    const [a = 0, b = 0, c, d] = digits.slice(i, i + 4)
    const word = (a << 18) | (b << 12) | ((c ?? 0) << 6) | (d ?? 0)
    bytes.push(word >> 16)
    if (c !== undefined) bytes.push((word >> 8) & 255)
    if (d !== undefined) bytes.push(word & 255)
  }
  return Uint8Array.from(bytes)
}
