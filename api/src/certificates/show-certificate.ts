import type { Certificate, Language, PublicRetirement } from '@morinowa/shared/certificates/contract.ts'
import { sayClaim } from '@morinowa/shared/certificates/claim.ts'
import { certificateFigures, UNPUBLISHED } from '@morinowa/shared/certificates/figures.ts'
import { readableCode } from '@morinowa/shared/credits/serials.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { Bilingual } from '@morinowa/shared/kernel/text.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Deps } from '../platform/deps.ts'
import { drawBadge } from './draw-badge.ts'
import { pdfOf } from './render-certificate.ts'
import { shownTo, signCertificate } from './sign-certificate.ts'
import { type KnownRetirement, retirementsWhere } from './store.ts'

export type CertificateForm = 'json' | 'pdf' | 'svg'

/** A certificate's number as somebody typed it. */
export function readCertificateId(text: string): string {
  const [, year = '', code = ''] = /^MW-C-(\d{4})-([0-9A-Z]{8})$/.exec(text.trim().toUpperCase()) ?? []
  return `MW-C-${year}-${readableCode(code)}`
}

async function certificateOf({ db }: Pick<Deps, 'db'>, text: string): Promise<KnownRetirement> {
  const [known] = await retirementsWhere(db, { certificateId: readCertificateId(text), limit: 1 })
  return known ?? refuse('certificates.missing')
}

/** Whether the reader's organisation retired it, and so may read the name. */
function isOwn(actor: Actor, { accountId }: KnownRetirement): boolean {
  return actor.kind !== 'anonymous' && actor.organisation?.id === accountId
}

/** The record for the certificate's page. */
export async function showCertificate(
  deps: Deps,
  actor: Actor,
  ask: { id: string; view?: 'full' | 'public' | undefined },
): Promise<Certificate> {
  const known = await certificateOf(deps, ask.id)
  const own = isOwn(actor, known)
  const record = shownTo(known, own && ask.view !== 'public')
  const { digest } = await signCertificate(deps, record)
  return {
    record,
    nameReview: known.nameReview,
    beneficiaryText: nameShown(record.beneficiary),
    digest,
    own,
    claim: sayClaim(record.family),
  }
}

/** A certificate as a file: signed JSON, PDF or badge. */
export async function certificateFile(
  deps: Deps,
  actor: Actor,
  ask: { id: string; form: CertificateForm; language: Language; view?: 'full' | 'public' | undefined },
): Promise<{ type: string; name: string; bytes: Buffer }> {
  const known = await certificateOf(deps, ask.id)
  const record = shownTo(known, isOwn(actor, known) && ask.view !== 'public')
  const name = `${record.certificateId}.${ask.form}`
  if (ask.form === 'svg') {
    const figures = certificateFigures(record, ask.language)
    return { type: 'image/svg+xml', name, bytes: Buffer.from(drawBadge(figures)) }
  }
  const signed = await signCertificate(deps, record)
  return ask.form === 'json'
    ? { type: 'application/vc+json', name, bytes: Buffer.from(signed.text) }
    : { type: 'application/pdf', name, bytes: await pdfOf(deps, signed, ask.language) }
}

/** A retirement as the public register shows it. */
export function publicRetirement(known: KnownRetirement): PublicRetirement {
  const { salt: _, ...record } = shownTo(known, false)
  return { ...record, nameReview: known.nameReview, beneficiaryText: nameShown(record.beneficiary) }
}

function nameShown(beneficiary: string | null): Bilingual {
  return beneficiary === null ? UNPUBLISHED : { ja: beneficiary, en: beneficiary }
}
