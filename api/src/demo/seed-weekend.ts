import type { FastifyInstance } from 'fastify'
import { demoId } from './accounts.ts'
import { enter } from './member.ts'

// What the traveller did beside riding to work. The weekend: out by train, a night in a hotel without cleaning, and back. It makes one journey, and shows both
// pools and both kinds of evidence: what the hotel reports counts for credit, what a person types in is shown.

/** A night of the month on which the traveller's own rides leave room. */
const NIGHT = '20'
const MORNING_AFTER = '21'
const HOME = { municipalityCode: '16211' }
const CHANGE = { municipalityCode: '18202' }
const THERE = { municipalityCode: '27100' }
const GUEST = 'DEMO-GUEST-1'

/** The days on which the traveller is not at home. */
export const awayDays = (month: string): string[] => [`${month}-${NIGHT}`, `${month}-${MORNING_AFTER}`]

/** Makes the weekend of a month, through the API as its people would. */
export async function seedWeekend(app: FastifyInstance, month: string): Promise<void> {
  const [leaving, back] = awayDays(month)
  const [traveller, hotel] = await Promise.all([enter(app, 'traveller'), enter(app, 'hotel')])
  await traveller.post('weekend:link', '/me/links', {
    provider: demoId('organisation:hotel'),
    memberNumber: GUEST,
    consents: ['share-with-municipality', 'credit-assignment'],
  })
  await traveller.post('weekend:out', '/mobility/trips', {
    startedAt: `${leaving}T09:10:00+09:00`,
    endedAt: `${leaving}T12:40:00+09:00`,
    purpose: 'leisure',
    legs: [
      { mode: 'shinkansen', from: HOME, to: CHANGE },
      { mode: 'rail', from: CHANGE, to: THERE },
    ],
  })
  const room = {
    subject: GUEST,
    // In the morning: it speaks of the night before.
    at: `${back}T08:00:00+09:00`,
    room: '301',
    placeRef: '本館',
    municipality: THERE.municipalityCode,
  }
  const lines = [
    { ...room, externalId: `DEMO-${back}-cleaning`, type: 'stay.skip-cleaning', quantity: 1 },
    { ...room, externalId: `DEMO-${back}-amenities`, type: 'stay.amenities', quantity: 1 },
  ]
  await hotel.upload(
    '/destinations/imports',
    `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
    'application/x-ndjson',
  )
  await traveller.post('weekend:back', '/mobility/trips', {
    startedAt: `${back}T14:00:00+09:00`,
    endedAt: `${back}T17:30:00+09:00`,
    purpose: 'leisure',
    legs: [
      { mode: 'rail', from: THERE, to: CHANGE },
      { mode: 'shinkansen', from: CHANGE, to: HOME },
    ],
  })
}

/** What was bought with grams in it, kept by the traveller; on a start that continues yesterday's it is kept already. */
export async function keepClaim(app: FastifyInstance, code: string | undefined): Promise<void> {
  if (!code) return
  const traveller = await enter(app, 'traveller')
  await traveller.post('weekend:claim', `/claims/${code}/keep`, {})
}
