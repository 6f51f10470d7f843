import { createHash } from 'node:crypto'
import type { Language } from '@morinowa/shared/certificates/contract.ts'
import { CertificateId } from '@morinowa/shared/credits/ids.ts'
import { z } from 'zod'
import type { Deps } from '../platform/deps.ts'
import { EDITION, renderPdf } from './render-pdf.ts'
import { shownTo, type SignedCertificate, signCertificate } from './sign-certificate.ts'
import {
  forgetOtherThan,
  municipalityName,
  recordRendering,
  renderingOf,
  retirementsWhere,
  unsignedCertificates,
} from './store.ts'

/** A certificate's PDF: the one that was drawn before, or one drawn now. Either has the same bytes. */
export async function pdfOf({ db, settings }: Deps, signed: SignedCertificate, language: Language): Promise<Buffer> {
  const key = { retirementId: signed.record.id, contentHash: signed.contentHash, language, edition: EDITION }
  const known = await renderingOf(db, key)
  if (known) return known
  const { placeCode } = signed.record
  const placeName = placeCode === null ? null : await municipalityName(db, placeCode)
  const bytes = await renderPdf(signed, language, settings.publicUrl, placeName)
  await db.transaction((tx) => recordRendering(tx, key, createHash('sha256').update(bytes).digest(), bytes))
  return bytes
}

/** The job after a retirement, a review or an erasure: signs and draws what may be said now and forgets the rest. */
export async function renderCertificate(deps: Deps, certificateId: CertificateId): Promise<void> {
  const [known] = await retirementsWhere(deps.db, { certificateId, limit: 1 })
  if (!known) return
  const full = await signCertificate(deps, shownTo(known, true))
  const open = await signCertificate(deps, shownTo(known, false))
  await pdfOf(deps, full, 'ja')
  await deps.db.transaction((tx) => forgetOtherThan(tx, known.record.id, [full.contentHash, open.contentHash]))
}

const Asked = z.object({ certificateId: CertificateId })

/** The job `certificates.render`: the certificate that is named, or whatever is missing when the clock starts it. */
export async function renderOnRequest(deps: Deps, data: unknown): Promise<void> {
  const asked = Asked.safeParse(data)
  if (asked.success) await renderCertificate(deps, asked.data.certificateId)
  else await renderMissing(deps)
}

const CERTIFICATES_PER_ROUND = 100

/** Renders whatever no job has reached: retirements of words that do not think of certificates, and of times without a worker. */
export async function renderMissing(deps: Deps): Promise<number> {
  const missing = await unsignedCertificates(deps.db, CERTIFICATES_PER_ROUND)
  for (const certificateId of missing) await renderCertificate(deps, certificateId)
  return missing.length
}
