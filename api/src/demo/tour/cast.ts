import { DEMO_STOPS } from '../demo-feed.ts'
import { type RideFile, rideFile, type StopWay } from './rides.ts'
import { bodyOf, Visitor } from './visitor.ts'

/** Enough people for a town's cell to be shown. */
const TRAVELLERS = 12
const RIDE_LINES = 5_000

/** The town whose buses the demo's provider runs: Imizu, between 50,000 and 150,000 people. */
export const TOWN = '16211'

/** Who walks the tour, and what earlier steps leave for later ones. */
export type Cast = {
  run: string
  month: string
  anyone: Visitor
  operator: Visitor
  verifier: Visitor
  provider: Visitor
  providerId: string
  owner: Visitor
  buyer: Visitor
  buyerId: string
  shop: Visitor
  travellers: { visitor: Visitor; member: string }[]
  /** Whose rides nobody claims. */
  stranger: string
  rides: RideFile
  left: {
    behaviourLotId?: string
    forestLotId?: string
    listingId?: string
    certificateId?: string
    serials?: string
  }
}

/** The line of batches to which the tour's rides belong. */
export const batchLine = (month: string) => ({
  month,
  municipalityCode: TOWN,
  pool: 'mobility',
  methodId: 'mobility.trip',
})

/** Signs everybody in and lets twelve new travellers sign up and link their member numbers. */
export async function prepare(base: string, run: string, month: string): Promise<Cast> {
  const anyone = new Visitor(base)
  const accounts = bodyOf(await anyone.get('/api/v1/demo/accounts'), 200, 'GET /api/v1/demo/accounts').items
  const enter = async (kind: string) => {
    const account = accounts.find((one: { kind: string }) => one.kind === kind)
    if (!account) throw new Error(`the demo world has no ${kind}: start it without NODE_ENV=production`)
    return anyone.signIn(account.email, account.password)
  }
  const [operator, verifier, provider, owner, buyer, shop] = await Promise.all(
    ['operator', 'verifier', 'provider', 'creditOwner-iwate', 'buyer', 'merchant'].map(enter),
  )
  if (!operator || !verifier || !provider || !owner || !buyer || !shop) throw new Error('the cast is incomplete')
  const providerId = await actingId(provider)
  // What an interrupted walk left behind goes to a batch of its own, so that this one's sums are only its own.
  await operator.post('/api/v1/credits/batches', batchLine(month))
  const members = Array.from({ length: TRAVELLERS }, (_, i) => `${run}-M${String(i + 1).padStart(2, '0')}`)
  const travellers = []
  for (const member of members) {
    const visitor = await anyone.signUp(`旅人 ${member}`, `${member.toLowerCase()}@tour.example`, `${run}-passphrase`)
    bodyOf(
      await visitor.post('/api/v1/me/links', { provider: providerId, memberNumber: member }),
      201,
      'POST /me/links',
    )
    travellers.push({ visitor, member })
  }
  const stranger = `${run}-M99`
  return {
    run,
    month,
    anyone,
    operator,
    verifier,
    provider,
    providerId,
    owner,
    buyer,
    buyerId: await actingId(buyer),
    shop,
    travellers,
    stranger,
    rides: rideFile(run, month, [...members, stranger], RIDE_LINES, await stopWays(anyone, month)),
    left: {},
  }
}

/** The organisation for which somebody acts. */
export async function actingId(visitor: Visitor): Promise<string> {
  return bodyOf(await visitor.get('/api/v1/me'), 200, 'GET /api/v1/me').acting.id
}

/** What an earlier step must have left. */
export function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the step that makes ${what} did not`)
  return value
}

/** Pairs of the company's stops, each at least 3 km apart, where one regional mix applies. */
const PAIRS = [
  [0, 4],
  [0, 5],
  [1, 6],
  [3, 7],
] as const

/** How far the timetable says those are apart, as anybody can ask. */
export async function stopWays(anyone: Visitor, month: string): Promise<StopWay[]> {
  const ends = await Promise.all(PAIRS.map(async ([from, to]) => [await stopNamed(from), await stopNamed(to)] as const))
  const legs = ends.map(([from, to]) => ({ mode: 'bus', from, to }))
  const asked = await anyone.post('/api/v1/mobility/distances', { day: `${month}-15`, legs })
  const measured = bodyOf(asked, 200, 'POST /mobility/distances').legs as { distanceM: number }[]
  return ends.map(([from, to], i) => ({
    fromStopId: from.stopId,
    toStopId: to.stopId,
    metres: measured[i]?.distanceM ?? 0,
  }))

  async function stopNamed(at: number): Promise<{ stopId: string; feedId: string }> {
    const stop = DEMO_STOPS[at] as (typeof DEMO_STOPS)[number]
    const path = `/api/v1/mobility/stops?q=${encodeURIComponent(stop.name)}`
    const found = bodyOf(await anyone.get(path), 200, 'GET /mobility/stops').items as {
      stopId: string
      feedId: string
    }[]
    const one = found.find(({ stopId }) => stopId === stop.id)
    if (!one) throw new Error('the demo world has no timetable')
    return { stopId: one.stopId, feedId: one.feedId }
  }
}
