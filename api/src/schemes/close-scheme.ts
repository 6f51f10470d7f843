import type { CertificateId, RetirementId } from '@morinowa/shared/credits/ids.ts'
import { LotId } from '@morinowa/shared/credits/ids.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { addDays, type Day, dayOf, type Instant } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { grams, type SignedGrams, yen } from '@morinowa/shared/kernel/units.ts'
import type { Closing, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import { splitUnits } from '@morinowa/shared/schemes/pooled-rounding.ts'
import type { ClosingPlan, SchemeRule } from '@morinowa/shared/schemes/scheme-rule.ts'
import { ruleOf } from '@morinowa/shared/schemes/scheme-rules.ts'
import { captureAsRetirement, release, retire } from '../credits/ledger.ts'
import { actingFor } from '../identity/asking-person.ts'
import { buyOnAccount, type Offer } from '../marketplace/buy-on-account.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { ownScheme } from './describe-scheme.ts'
import { offerOfScheme } from './offer-of-scheme.ts'
import { closingsOf, recordClosing, settleStock, sumsAfter } from './closing-store.ts'
import { beginSerials } from './give-serials.ts'
import { drawReserve, reservesOf, sourcesOf } from './reserve-store.ts'
import { lockStock, type SchemeRow } from './store.ts'

type Retired = Closing['retirements'][number]

/** What a closing did to the scheme's credits. */
type Done = { retirements: Retired[]; fromReserve: number; orderId: string | null }

/**
 * Closes a period: the rule says how many whole units the sums come to, those are retired in the beneficiary's name, and
 * what does not fill a unit is carried to the next period, to the gram and the yen.
 */
export function closeScheme(deps: Deps, actor: Actor, ask: { id: SchemeId; through: Day }): Promise<Closing> {
  const acting = actingFor(actor)
  const { through } = ask
  return deps.db.transaction(async (tx) => {
    await ownScheme(tx, acting, ask.id)
    // From here on no sale or return can change what is being closed.
    await lockStock(tx, ask.id)
    const scheme = await ownScheme(tx, acting, ask.id)
    if (through > dayOf(deps.now())) refuse('schemes.closing-in-future', { through }, '/through')
    if (scheme.closedThrough !== null && through <= scheme.closedThrough) {
      refuse('schemes.closed-through', { through: scheme.closedThrough }, '/through')
    }

    const rule = ruleOf(scheme.kind)
    const after = await sumsAfter(tx, scheme.id, through)
    const openG = scheme.openG - after.grams
    const fundYen = scheme.fundYen - after.yen
    const offer = rule.settles === 'purchase' && fundYen > 0 ? await offerOfScheme(tx, scheme) : null
    const unitG = offer ? offer.minG : await largestUnit(tx, scheme.id)
    const position = { through, openG, fundYen, unitG }
    const plan = rule.planClosing(scheme.terms, offer ? { ...position, offer } : position)

    const done = offer
      ? await purchase(tx, deps, scheme, through, plan, offer)
      : await drawDown(tx, deps, scheme, through, plan, unitG)
    const released = plan.releaseRest ? await releaseRest(tx, deps, scheme.id) : 0
    // Bought credits were never attached to anything, so they leave what sales have used as it is.
    const settledG = rule.settles === 'purchase' ? 0 : plan.retireG
    await settleStock(tx, scheme.id, {
      through,
      openG: settledG,
      retiredG: plan.retireG,
      fromReserve: done.fromReserve,
      released,
      spentYen: plan.spentYen,
    })
    return finish(tx, deps, scheme, rule, through, { openG: openG - settledG, fundYen, plan, done, released })
  })
}

/** Buys on account and retires what was bought; an own lot at its published price is retired straight away. */
async function purchase(
  tx: Tx,
  deps: Deps,
  scheme: SchemeRow,
  through: Day,
  { retireG }: ClosingPlan,
  offer: Awaited<ReturnType<typeof offerOfScheme>>,
): Promise<Done> {
  if (retireG === 0) return { retirements: [], fromReserve: 0, orderId: null }
  const order =
    offer.listingId === null
      ? null
      : await buyOnAccount(tx, deps, {
          listingId: offer.listingId as Offer['listingId'],
          buyerId: scheme.organisationId,
          massG: retireG,
          note: scheme.name,
        })
  const lotId = LotId.parse(offer.lotId)
  const retired = await retire(tx, {
    key: deps.newId(),
    organisationId: scheme.organisationId,
    lotId,
    massG: retireG,
    retirement: statement(scheme, through),
  })
  return { retirements: [asRetired(lotId, retired)], fromReserve: 0, orderId: order?.id ?? null }
}

/** Retires from what is set aside, by the shares of the sources. */
async function drawDown(
  tx: Tx,
  deps: Deps,
  scheme: SchemeRow,
  through: Day,
  { retireG }: ClosingPlan,
  unitG: number,
): Promise<Done> {
  const done: Done = { retirements: [], fromReserve: 0, orderId: null }
  if (retireG === 0) return done
  const said = statement(scheme, through)
  const sources = await sourcesOf(tx, scheme.id)
  const parts = splitUnits(
    retireG,
    unitG,
    sources.map(({ share }) => share),
  )
  const [only, ...others] = sources
  for (const [i, source] of sources.entries()) {
    let missing = parts[i] ?? 0
    for (const { reservationId, lotId, leftG } of await reservesOf(tx, scheme.id)) {
      // A reserve that was added later may be another lot of the family; with several sources each keeps to its lot.
      if (missing === 0) break
      if (lotId !== source.lotId && !(source === only && others.length === 0)) continue
      const massG = Math.min(missing, leftG)
      const retired = await captureAsRetirement(tx, { key: deps.newId(), reservationId, massG, retirement: said })
      await drawReserve(tx, scheme.id, reservationId, massG)
      done.retirements.push(asRetired(lotId, retired))
      done.fromReserve += massG
      missing -= massG
    }
    if (missing === 0) continue
    // More than was set aside: the estimate was too low. The holding has it, or the closing is refused.
    const { lotId } = source
    const organisationId = scheme.organisationId
    const retired = await retire(tx, { key: deps.newId(), organisationId, lotId, massG: missing, retirement: said })
    done.retirements.push(asRetired(lotId, retired))
  }
  return done
}

/** Gives back what is still set aside, in grams. */
export async function releaseRest(tx: Tx, deps: Deps, id: SchemeId, keepG = 0): Promise<number> {
  const reserves = await reservesOf(tx, id)
  let rest = reserves.reduce((sum, { leftG }) => sum + leftG, 0) - keepG
  let released = 0
  for (const { reservationId, leftG } of reserves.toReversed()) {
    const massG = Math.min(leftG, rest)
    if (massG <= 0) break
    await release(tx, { key: deps.newId(), reservationId, massG })
    await drawReserve(tx, id, reservationId, massG)
    rest -= massG
    released += massG
  }
  return released
}

type Result = { openG: number; fundYen: number; plan: ClosingPlan; done: Done; released: number }

async function finish(
  tx: Tx,
  deps: Deps,
  scheme: SchemeRow,
  rule: SchemeRule,
  through: Day,
  { openG, fundYen, plan, done, released }: Result,
): Promise<Closing> {
  const [before] = await closingsOf(tx, scheme.id, 1)
  const number = (before?.number ?? 0) + 1
  await recordClosing(tx, scheme.id, {
    number,
    through,
    fundYen,
    boughtG: grams(rule.settles === 'purchase' ? plan.retireG : 0),
    spentYen: yen(plan.spentYen),
    carriedYen: fundYen - plan.spentYen,
    retiredG: grams(plan.retireG),
    carriedG: openG as SignedGrams,
    releasedG: grams(released),
    orderId: done.orderId,
    retirements: done.retirements,
    closedAt: deps.now() as Instant,
  })
  if (rule.claims !== 'none') await beginSerials(tx, deps, scheme.id, number)
  const [closing] = await closingsOf(tx, scheme.id, 1)
  if (!closing) throw new Error(`closing ${number} of ${scheme.id} was recorded and is not there`)
  return closing
}

async function largestUnit(tx: Tx, id: SchemeId): Promise<number> {
  return Math.max(1, ...(await sourcesOf(tx, id)).map(({ unitG }) => unitG))
}

function asRetired(
  lotId: LotId,
  { id, massG, certificateId }: { id: RetirementId; massG: number; certificateId: CertificateId },
): Retired {
  return { lotId, massG: grams(massG), retirementId: id, certificateId }
}

function statement({ beneficiary, name, place, municipalityCode, closedThrough }: SchemeRow, through: Day) {
  return {
    beneficiary,
    purpose: name,
    place,
    placeCode: municipalityCode as never,
    ...(closedThrough !== null && { periodFrom: addDays(closedThrough, 1) }),
    periodTo: through,
    publicName: true,
  }
}
