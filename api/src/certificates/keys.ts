import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { multikey } from '@morinowa/shared/certificates/signature.ts'
import type { SigningKey } from '@morinowa/shared/certificates/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { actingOrganisation } from '../credits/acting-organisation.ts'
import { auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps, Settings } from '../platform/deps.ts'
import { type KeyRow, lockKeys, replaceActiveKey, signingKeys } from './store.ts'

/** A key that can sign. */
export type Signer = { id: string; publicKey: Uint8Array; createdAt: string; sign(bytes: Uint8Array): Uint8Array }

/** The key that signs now; the first call of an installation makes it. */
export async function activeSigner({ db, now, settings }: Pick<Deps, 'db' | 'now' | 'settings'>): Promise<Signer> {
  const known = await signingKeys(db)
  return signerOf(known, settings) ?? (await db.transaction((tx) => signerIn(tx, settings, now())))
}

/** The same inside a transaction: a process that comes second finds the key that the first one made. */
async function signerIn(tx: Tx, settings: Settings, at: string): Promise<Signer> {
  await lockKeys(tx)
  const known = signerOf(await signingKeys(tx), settings)
  if (known) return known
  await makeKey(tx, settings, at)
  const made = signerOf(await signingKeys(tx), settings)
  if (!made) throw new Error('a signing key was made and cannot be read')
  return made
}

/** Signs with a new key from now on. Older keys are kept, so that what they signed can be checked for ever. */
export function rotateKey({ db, now, settings }: Deps, actor: Actor): Promise<SigningKey> {
  const organisationId = actingOrganisation(actor)
  return db.transaction(async (tx) => {
    await lockKeys(tx)
    const id = await makeKey(tx, settings, now())
    await recordAudit(tx, { actor: auditName(actor), organisationId, act: 'certificates.key', subject: id })
    const made = (await signingKeys(tx)).find((key) => key.id === id)
    if (!made) throw new Error('a signing key was made and cannot be read')
    return publicKeyOf(made)
  })
}

export function publicKeyOf({ id, publicKey, createdAt, retiredAt }: KeyRow): SigningKey {
  return { id, publicKeyMultibase: multikey(publicKey), createdAt, retiredAt }
}

/** The signing half of the active key; nothing when it was encrypted with another secret, which calls for a new key. */
function signerOf(keys: readonly KeyRow[], settings: Settings): Signer | null {
  const active = keys.find(({ retiredAt }) => retiredAt === null)
  const secret = active && decrypted(active.secret, settings)
  if (!active || !secret) return null
  const key = privateKey(secret, active.publicKey)
  return {
    id: active.id,
    publicKey: active.publicKey,
    createdAt: active.createdAt,
    sign: (bytes) => sign(null, bytes, key),
  }
}

async function makeKey(tx: Tx, settings: Settings, createdAt: string): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const { d = '' } = privateKey.export({ format: 'jwk' })
  const id = `key-${createdAt.slice(0, 10)}-${randomBytes(4).toString('hex')}`
  const secret = encrypted(Buffer.from(d, 'base64url'), settings)
  await replaceActiveKey(tx, { id, publicKey: Buffer.from(x, 'base64url'), secret, createdAt })
  return id
}

function privateKey(secret: Buffer, publicKey: Buffer): KeyObject {
  const [d, x] = [secret.toString('base64url'), publicKey.toString('base64url')]
  return createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d, x } })
}

// AES-256-GCM under a key made from the installation's secret: a copy of the database alone signs nothing.

function encrypted(plain: Buffer, settings: Settings): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(settings), nonce)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypted(stored: Buffer, settings: Settings): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey(settings), stored.subarray(0, 12))
  decipher.setAuthTag(stored.subarray(-16))
  try {
    return Buffer.concat([decipher.update(stored.subarray(12, -16)), decipher.final()])
  } catch {
    return null
  }
}

function wrappingKey({ secret }: Settings): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'morinowa signing key', 32))
}
