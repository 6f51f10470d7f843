import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import {
  type Check,
  checkAgainst,
  checkAlone,
  checkTexts,
  type KnownKey,
} from '@morinowa/shared/certificates/check-credential.ts'
import type { JsonObject } from '@morinowa/shared/certificates/signature.ts'
import { CertificateId } from '@morinowa/shared/credits/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Deps } from '../platform/deps.ts'
import { attachedJson } from './read-attachment.ts'
import { pdfOf } from './render-certificate.ts'
import { shownTo, signCertificate } from './sign-certificate.ts'
import { type KnownRetirement, retirementsWhere, signingKeys, wasRendered } from './store.ts'
import { isPdf, uploadedFile } from './uploaded-file.ts'

const LIMIT_BYTES = 5_000_000

export type Verdict = { valid: boolean; certificateId: CertificateId | null; checks: Check[] }

/** Says whether a certificate is real: by its signature, by the ledger, and for a PDF by every byte of it. */
export async function verifyCertificate(deps: Deps, upload: Readable, contentType: string): Promise<Verdict> {
  const bytes = uploadedFile(await received(upload), contentType)
  const pdf = isPdf(bytes)
  const json = pdf ? attachedJson(bytes) : bytes.toString('utf8')
  const credential = json === null ? null : parsed(json)
  if (!credential) {
    return verdict(null, [{ id: 'readable', ok: false, text: checkTexts.readable ?? { ja: '', en: '' } }])
  }
  const alone = checkAlone(credential, await knownKeys(deps))
  const id =
    CertificateId.safeParse((credential.credentialSubject as JsonObject | undefined)?.certificateId).data ?? null
  const [known] = id === null ? [] : await retirementsWhere(deps.db, { certificateId: id, limit: 1 })
  const checks = [...alone, ...checkAgainst(credential, known?.record ?? null)]
  if (pdf) {
    const same = known !== undefined && (await wasGivenOut(deps, known, bytes))
    checks.push({ id: 'document', ok: same, text: checkTexts.document ?? { ja: '', en: '' } })
  }
  return verdict(id, checks)
}

export async function knownKeys({ db }: Pick<Deps, 'db'>): Promise<KnownKey[]> {
  return (await signingKeys(db)).map(({ id, publicKey, createdAt, retiredAt }) => ({
    id,
    publicKey,
    createdAt,
    retiredAt,
  }))
}

/** A PDF is real when it is, byte for byte, one that was drawn, lately or in an earlier edition. */
async function wasGivenOut(deps: Deps, known: KnownRetirement, bytes: Buffer): Promise<boolean> {
  const sha256 = createHash('sha256').update(bytes).digest()
  if (await wasRendered(deps.db, known.record.id, sha256)) return true
  // The table of what was drawn may have been lost; drawing again gives the same bytes.
  for (const full of [true, false]) {
    const signed = await signCertificate(deps, shownTo(known, full))
    for (const language of ['ja', 'en'] as const) {
      if ((await pdfOf(deps, signed, language)).equals(bytes)) return true
    }
  }
  return false
}

function verdict(certificateId: CertificateId | null, checks: Check[]): Verdict {
  return { valid: checks.every(({ ok }) => ok), certificateId, checks }
}

function parsed(json: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
  } catch {
    return null
  }
}

async function received(upload: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of upload as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LIMIT_BYTES) return refuse('certificates.too-large', { limit: LIMIT_BYTES })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
