import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { GRAMS_PER_KG, yen } from '@morinowa/shared/kernel/units.ts'
import {
  type DepositToFund,
  FundId,
  type OpenFund,
  type RewardClaim,
  type RewardFund,
} from '@morinowa/shared/programmes/contract.ts'
import { cursorId } from '../credits/paging.ts'
import { actingFor, askingPerson, auditName } from '../identity/asking-person.ts'
import { rewardShareOf } from '../marketplace/reward-share.ts'
import type { Queryable, Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { ownParticipant } from '../reductions/own-participant.ts'
import { creditedActs } from '../reductions/credited-acts.ts'
import {
  type FundRow,
  fundsOf,
  knownActs,
  lockFund,
  type NewGrant,
  recordDeposit,
  recordFund,
  recordGrants,
  rewardsOf,
  rewardSums,
  serveWaiting,
  waitingCount,
  waitingGrants,
} from './store.ts'

const FEWEST_SHOWN = 10
const SERVED_AT_ONCE = 5_000

export function openFund(deps: Deps, actor: Actor, ask: OpenFund): Promise<RewardFund> {
  const { id: organisationId } = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const id = FundId.parse(deps.newId())
    await recordFund(tx, { ...ask, id, organisationId, at: deps.now() })
    return showFund(tx, deps, id)
  })
}

export async function showFund(db: Queryable, deps: Deps, id: FundId): Promise<RewardFund> {
  const [fund] = await fundsOf(db, { id, limit: 1 })
  return fund ? shown(fund, deps.now()) : refuse('programmes.fund-missing')
}

export async function listFunds(deps: Deps, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const found = await fundsOf(deps.db, { before: cursorId(cursor) ?? null, limit: limit + 1 })
  const items = found.slice(0, limit).map((fund) => shown(fund, deps.now()))
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** Money comes in, and who waits is paid before anybody new. */
export function depositToFund(deps: Deps, actor: Actor, ask: DepositToFund & { id: FundId }) {
  const acting = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const fund = await lockFund(tx, ask.id)
    if (!fund || (acting.kind !== 'operator' && fund.organisationId !== acting.id)) {
      return refuse('programmes.fund-missing')
    }
    if (ask.orderId === undefined && acting.kind !== 'operator') refuse('programmes.deposit-by-operator')
    const amountYen =
      ask.orderId === undefined ? (ask.amountYen ?? 0) : await rewardShareOf(tx, ask.orderId, fund.organisationId)
    if (amountYen <= 0) refuse('programmes.share-missing')
    const fresh = await recordDeposit(tx, {
      id: deps.newId(),
      fundId: fund.id,
      amountYen,
      orderId: ask.orderId ?? null,
      reference: ask.reference ?? null,
      by: auditName(actor),
      at: deps.now(),
    })
    if (!fresh) refuse('programmes.share-used')
    const servedFromWaiting = await serve(tx, deps, fund.id)
    return { ...(await showFund(tx, deps, fund.id)), servedFromWaiting }
  })
}

/**
 * Claims what one's own acts in the fund's days are worth. Granting and taking the money is one transaction that holds the
 * fund; what the money does not cover waits in full, behind everybody who waits already.
 */
export function claimRewards(deps: Deps, actor: Actor, id: FundId): Promise<RewardClaim> {
  const { personId } = askingPerson(actor)
  return deps.db.transaction(async (tx) => {
    const fund = await lockFund(tx, id)
    if (!fund) return refuse('programmes.fund-missing')
    const { participantId } = await ownParticipant(tx, personId)
    const acts = await creditedActs(tx, participantId, { from: fund.fromDay, to: fund.toDay })
    const known = await knownActs(
      tx,
      id,
      acts.map((act) => act.id),
    )
    const waiting = await waitingCount(tx, id)
    const grants = granted(fund, acts, known, waiting > 0)
    if (grants.length === 0) refuse('programmes.nothing-to-claim')
    await recordGrants(tx, id, participantId, grants, deps.now())
    const sum = (isGranted: boolean) =>
      yen(grants.reduce((all, one) => all + (one.isGranted === isGranted ? one.yen : 0), 0))
    const isWaiting = grants.some((one) => !one.isGranted)
    return {
      grantedYen: sum(true),
      waitingYen: sum(false),
      acts: grants.length,
      place: isWaiting ? waiting : null,
    }
  })
}

/** In order: as soon as one does not fit, it and all after it wait, so that nobody overtakes. */
function granted(
  fund: FundRow,
  acts: readonly { id: string; creditedG: number }[],
  known: ReadonlySet<string>,
  othersWait: boolean,
): NewGrant[] {
  let leftYen = fund.reservedYen - fund.grantedYen
  let isWaiting = othersWait
  return acts.flatMap(({ id, creditedG }) => {
    const worth = Math.floor((creditedG * fund.yenPerKg) / GRAMS_PER_KG)
    if (worth === 0 || known.has(id)) return []
    isWaiting ||= worth > leftYen
    if (!isWaiting) leftYen -= worth
    return { reductionId: id, creditedG, yen: worth, isGranted: !isWaiting }
  })
}

async function serve(tx: Tx, deps: Deps, id: FundId): Promise<number> {
  const fund = await lockFund(tx, id)
  let leftYen = fund ? fund.reservedYen - fund.grantedYen : 0
  const served = []
  for (const one of await waitingGrants(tx, id, SERVED_AT_ONCE)) {
    if (one.yen > leftYen) break
    leftYen -= one.yen
    served.push(one)
  }
  if (served.length > 0) await serveWaiting(tx, id, served, deps.now())
  return served.length
}

export async function ownRewards(
  deps: Deps,
  actor: Actor,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const { participantId } = await ownParticipant(deps.db, askingPerson(actor).personId)
  const before =
    cursor === undefined
      ? null
      : Number(/^\d{1,15}$/.exec(cursor)?.[0] ?? refuse('request.cursor', {}, '/query/cursor'))
  const found = await rewardsOf(deps.db, participantId, { before, limit: limit + 1 })
  const page = found.slice(0, limit)
  return {
    items: page.map(({ number: _number, ...one }) => ({
      ...one,
      state: one.grantedAt === null ? ('waiting' as const) : ('granted' as const),
    })),
    next: found.length > limit ? String(page.at(-1)?.number) : null,
    ...(await rewardSums(deps.db, participantId)),
  }
}

function shown({ people, ...fund }: FundRow, now: string): RewardFund {
  const today = dayOf(now)
  return {
    ...fund,
    leftYen: yen(fund.reservedYen - fund.grantedYen),
    people: people < FEWEST_SHOWN ? '<10' : people,
    state: today < fund.fromDay ? 'coming' : today > fund.toDay ? 'over' : 'open',
  }
}
