import { demoFeed } from '@morinowa/api/demo/demo-feed.ts'
import { DEMO_PASSWORD, demoAccounts } from '@morinowa/api/demo/accounts.ts'
import { actingId, type Cast, stopWays } from '@morinowa/api/demo/tour/cast.ts'
import { rideFile } from '@morinowa/api/demo/tour/rides.ts'
import { bodyOf, Visitor } from '@morinowa/api/demo/tour/visitor.ts'
import { stepsOf } from '@morinowa/api/demo/tour/walk.ts'
import { addDays, dayOf, monthOf } from '@morinowa/shared/kernel/calendar.ts'
import { expect, it } from 'vitest'
import { startApp } from '../../support/app.ts'

const PASSWORD = 'a long passphrase'
const RUN = 'PROD01'

it('in production the loop closes for organisations that founded themselves and were let in', async () => {
  const world = await startApp({ worker: true, environment: { NODE_ENV: 'production' } })
  // A server that has just been built on a busy machine turns people away for a moment.
  await expect.poll(async () => (await world.agent.get('/healthz')).status, { timeout: 30_000 }).toBe(200)
  const anyone = new Visitor(world.url)
  const demoOperator = demoAccounts.find(({ kind }) => kind === 'operator')
  const operator = await anyone.signIn(demoOperator?.email ?? '', DEMO_PASSWORD)
  const waited: string[] = []

  async function found(kind: string, extra: object = {}) {
    const visitor = await anyone.signUp(kind, `${kind.toLowerCase()}@founder.example`, PASSWORD)
    const made = await visitor.post('/api/v1/organisations', { name: `${kind} ${RUN}`, kind, ...extra })
    const { id, standing } = bodyOf(made, 201, 'POST /organisations')
    if (standing === 'waiting') {
      waited.push(kind)
      const letIn = await operator.post(`/api/v1/organisations/${id}/standing`, { standing: 'approved', note: 'seen' })
      expect(letIn.status).toBe(200)
    }
    return visitor
  }

  const provider = await found('provider')
  bodyOf(
    await provider.upload('/api/v1/mobility/feeds', demoFeed(world.deps.now()), 'application/zip'),
    200,
    'POST /mobility/feeds',
  )
  const month = monthOf(addDays(dayOf(world.deps.now()), -35))
  const members = Array.from({ length: 12 }, (_, i) => `${RUN}-M${String(i + 1).padStart(2, '0')}`)
  const providerId = await actingId(provider)
  const travellers: Cast['travellers'] = []
  for (const member of members) {
    const visitor = await anyone.signUp(`旅人 ${member}`, `${member.toLowerCase()}@tour.example`, PASSWORD)
    bodyOf(await visitor.post('/api/v1/me/links', { provider: providerId, memberNumber: member }), 201, 'POST links')
    travellers.push({ visitor, member })
  }
  const buyer = await found('buyer')
  const stranger = `${RUN}-M99`
  const cast: Cast = {
    run: RUN,
    month,
    anyone,
    operator,
    verifier: await found('verifier'),
    provider,
    providerId,
    owner: await found('creditOwner'),
    buyer,
    buyerId: await actingId(buyer),
    shop: await found('merchant'),
    travellers,
    stranger,
    rides: rideFile(RUN, month, [...members, stranger], 500, await stopWays(anyone, month)),
    left: {},
  }
  await found('municipality', { municipalityCode: '16211' })
  expect(waited).toEqual(['provider', 'verifier', 'municipality'])

  const wrong: string[] = []
  let right = 0
  for await (const { checks } of stepsOf(cast)) {
    for (const { ok, label, expected, actual } of checks) {
      if (ok) right++
      else wrong.push(`${label.en}: ${actual}, expected ${expected}`)
    }
  }
  expect(wrong).toEqual([])
  expect(right).toBeGreaterThan(60)
}, 240_000)
