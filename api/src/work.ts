import { expireOrders } from './marketplace/expire-orders.ts'
import { creditOwedCards } from './marketplace/cards/credit-cards.ts'
import { sendFakeEvents } from './marketplace/cards/pay-fake-card.ts'
import { buyStanding } from './marketplace/standing-orders.ts'
import { openDueTenders } from './marketplace/open-tender.ts'
import { checkLaws } from './certificates/keep-laws.ts'
import { keepFollowing } from './certificates/follow-log.ts'
import { signOnRequest } from './certificates/sign-adjustment.ts'
import { renderOnRequest } from './certificates/render-certificate.ts'
import { expireReservations } from './credits/expire-reservations.ts'
import type { Deps } from './platform/deps.ts'
import { openMail } from './platform/mail.ts'
import { forgetRequests } from './platform/once.ts'
import { compareEdition } from './reductions/compare-edition.ts'
import { escalateLateDisputes } from './reductions/escalate-disputes.ts'
import { publishClosedMonths } from './reductions/publish-remainders.ts'
import { giveSerialsOnRequest } from './schemes/give-serials.ts'

/** The worker on one page: a line for each kind of job, and for each that the clock starts. */
export async function work(deps: Deps): Promise<void> {
  await deps.jobs.work('certificates.render', (data) => renderOnRequest(deps, data))
  await deps.jobs.schedule('certificates.render', '* * * * *')
  await deps.jobs.work('certificates.adjustment', (data) => signOnRequest(deps, data))
  await deps.jobs.work('certificates.laws', () => checkLaws(deps).then(() => {}))
  await deps.jobs.schedule('certificates.laws', '30 3 * * *')
  if (deps.settings.mail) await deps.jobs.work('mail.send', openMail(deps.settings.mail))
  await deps.jobs.work('methodology.compare', (data) => compareEdition(deps, data))
  await deps.jobs.work('credits.sweep', () => expireReservations(deps))
  await deps.jobs.schedule('credits.sweep', '* * * * *')
  keepFollowing(deps)
  await deps.jobs.work('marketplace.expire', () => expireOrders(deps).then(() => {}))
  await deps.jobs.schedule('marketplace.expire', '*/5 * * * *')
  await deps.jobs.work('marketplace.open-tenders', () => openDueTenders(deps).then(() => {}))
  await deps.jobs.schedule('marketplace.open-tenders', '* * * * *')
  await deps.jobs.work('reductions.escalate', () => escalateLateDisputes(deps).then(() => {}))
  await deps.jobs.schedule('reductions.escalate', '10 * * * *')
  await deps.jobs.work('marketplace.credit-cards', () => creditOwedCards(deps))
  await deps.jobs.schedule('marketplace.credit-cards', '*/10 * * * *')
  if (deps.settings.demo) {
    await deps.jobs.work('marketplace.fake-card', () => sendFakeEvents(deps))
    await deps.jobs.schedule('marketplace.fake-card', '* * * * *')
  }
  await deps.jobs.work('requests.forget', () => forgetRequests(deps.db, deps.now()).then(() => {}))
  await deps.jobs.schedule('requests.forget', '50 3 * * *')
  await deps.jobs.work('marketplace.standing', () => buyStanding(deps).then(() => {}))
  await deps.jobs.schedule('marketplace.standing', '10 * * * *')
  await deps.jobs.work('reductions.publish', () => publishClosedMonths(deps))
  await deps.jobs.schedule('reductions.publish', '30 4 * * *')
  await deps.jobs.work('schemes.give-serials', (data) => giveSerialsOnRequest(deps, data))
  await deps.jobs.schedule('schemes.give-serials', '* * * * *')
}
