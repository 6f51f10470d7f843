import type { TourStep } from '@morinowa/shared/demo/tour-report.ts'
import { type Cast, needed } from '../cast.ts'
import { Telling } from '../telling.ts'
import { bodyOf } from '../visitor.ts'

/** The certificate as JSON and PDF: both are real, and neither is after one digit is changed. */
export async function certificateStep(cast: Cast): Promise<TourStep> {
  const telling = new Telling()
  const anyone = telling.as(cast.anyone)
  const id = needed(cast.left.certificateId, 'a certificate')
  const json = await anyone.get(`/api/v1/certificates/${id}.json`)
  const text = new TextDecoder().decode(bodyOf(json, 200, 'GET certificate') && json.bytes)
  const verify = '/api/v1/certificates/verify'
  telling.check('valid', true, bodyOf(await anyone.upload(verify, text, 'application/json'), 200, 'POST verify').valid)

  const changed = text.replace('"8000"', '"9000"')
  telling.check('status', true, changed !== text)
  telling.check(
    'changed',
    false,
    bodyOf(await anyone.upload(verify, changed, 'application/json'), 200, 'POST verify').valid,
  )

  const pdf = await anyone.get(`/api/v1/certificates/${id}.pdf`, { accept: 'application/pdf' })
  bodyOf(pdf, 200, 'GET certificate PDF')
  telling.check(
    'valid',
    true,
    bodyOf(await anyone.upload(verify, pdf.bytes, 'application/pdf'), 200, 'POST verify').valid,
  )
  telling.fact('sameFigures', '8,000', 'g')
  telling.link('certificate', `/certificates/${id}`)
  telling.link('pdf', `/api/v1/certificates/${id}.pdf`)
  return telling.told(14, 'certificate', 'public')
}

/** Any serial leads to its retirement, and every invariant of the ledger holds at this moment. */
export async function registerStep(cast: Cast): Promise<TourStep> {
  const telling = new Telling()
  const anyone = telling.as(cast.anyone)
  const serials = needed(cast.left.serials, 'serials')
  const found = await anyone.get(`/api/v1/registry/search?q=${encodeURIComponent(serials)}`)
  const { retirements } = bodyOf(found, 200, 'GET /registry/search')
  telling.check('found', needed(cast.left.certificateId, 'a certificate'), retirements[0]?.certificateId)
  const { ok, items } = bodyOf(await anyone.get('/api/v1/registry/invariants'), 200, 'GET /registry/invariants')
  telling.check('invariants', true, ok)
  telling.fact('invariants', items.map((item: { id: string }) => item.id).join(' '))
  telling.link('register', `/registry?q=${encodeURIComponent(serials)}`)
  return telling.told(15, 'register', 'public')
}
