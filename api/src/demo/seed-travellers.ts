import { OrganisationId, PersonId } from '@morinowa/shared/kernel/ids.ts'
import type { Deps } from '../platform/deps.ts'
import { linkProvider } from '../reductions/link-provider.ts'
import { demoId } from './accounts.ts'
import { DEMO_STOPS } from './demo-feed.ts'
import type { Member } from './member.ts'
import { awayDays } from './seed-weekend.ts'

// Fictional passengers, so that the map is not empty: enough people in each town for its sum to be shown.

/** Towns with their number of passengers; the last has too few, to show what a withheld cell looks like. */
const TOWNS = [
  { code: '16211', people: 14 },
  { code: '31401', people: 12 },
  { code: '20201', people: 13 },
  { code: '04212', people: 12 },
  { code: '03507', people: 11 },
  { code: '01692', people: 12 },
  { code: '27100', people: 15 },
  { code: '13101', people: 14 },
  { code: '03201', people: 7 },
] as const

/** Where people of a town go to work and to school. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  '16211': '16201',
  '31401': '31202',
  '20201': '20207',
  '04212': '04215',
  '27100': '27140',
  '13101': '14100',
}

const RIDES_A_MONTH = 16
const MODES = ['bus', 'rail', 'bus', 'tram', 'rail'] as const
const METRES = [3_400, 5_200, 8_100, 12_600, 21_000] as const

/** Makes passengers, links them to the bus company with their consent, and lets it send their rides. */
export async function seedTravellers(deps: Deps, provider: Member, months: readonly string[]): Promise<void> {
  const passengers = TOWNS.flatMap(({ code, people }) =>
    Array.from({ length: people }, (_, i) => ({
      town: code,
      member: `DEMO-${code}-${String(i + 1).padStart(2, '0')}`,
    })),
  )
  await deps.prisma.person.createMany({
    data: passengers.map(({ member }) => ({
      id: demoId(`person:${member}`),
      name: `乗客 ${member}（架空）`,
      email: `${member.toLowerCase()}@passenger.demo.example`,
    })),
    skipDuplicates: true,
  })
  const providerId = OrganisationId.parse(demoId('organisation:bus'))
  const linked = await alreadyLinked(deps, providerId)
  const people = [
    ...passengers.map(({ member }) => ({ personId: demoId(`person:${member}`), member })),
    { personId: demoId('person:traveller@demo.example'), member: TRAVELLER },
  ]
  for (const { personId, member } of people) {
    if (linked.has(member)) continue
    const actor = { kind: 'person', personId: PersonId.parse(personId), email: '' } as const
    await linkProvider(deps, actor, {
      provider: providerId,
      memberNumber: member,
      consents: ['share-with-municipality', 'credit-assignment'],
    })
  }
  const away = awayDays(months.at(-1) ?? '')
  const lines = [...passengers, { town: OWN_TOWN, member: TRAVELLER }].flatMap((one, i) =>
    months
      .flatMap((month) => ridesOf({ ...one, index: i }, month))
      // Who is away for a weekend does not take the bus at home.
      .filter((ride) => one.member !== TRAVELLER || !away.includes(ride.startedAt.slice(0, 10)))
      .map((ride) => JSON.stringify(ride)),
  )
  await provider.upload('/mobility/imports', `${lines.join('\n')}\n`, 'application/x-ndjson')
}

const OWN_TOWN = '16211'

/** Two stops of the company's line, three or more apart. */
function stopsOf(n: number) {
  const from = n % 3
  const to = from + 4 + (n % (DEMO_STOPS.length - 4 - from))
  return { fromStopId: DEMO_STOPS[from]?.id, toStopId: DEMO_STOPS[to]?.id, feedId: 'main' }
}

/** The member number of the account one can sign in with. */
const TRAVELLER = 'DEMO-TRAVELLER'

async function alreadyLinked({ prisma }: Deps, providerId: string): Promise<Set<string>> {
  const links = await prisma.providerLink.findMany({ where: { providerId }, select: { subject: true } })
  return new Set(links.map(({ subject }) => subject))
}

function ridesOf({ town, member, index }: { town: string; member: string; index: number }, month: string) {
  return Array.from({ length: RIDES_A_MONTH }, (_, k) => {
    const distanceM = (METRES[(index + k) % METRES.length] ?? 3_400) + ((index * 131 + k * 17) % 900)
    const day = String(1 + ((index + k * 2) % 28)).padStart(2, '0')
    const hour = String(7 + ((index + k) % 13)).padStart(2, '0')
    const minutes = 8 + Math.round(distanceM / 700)
    const mode = MODES[(index + k) % MODES.length]
    // The company's own buses run in its own town; there its rides name their stops.
    const byStops = mode === 'bus' && town === OWN_TOWN
    return {
      externalId: `DEMO-${month}-${member}-${k}`,
      subject: member,
      mode,
      startedAt: `${month}-${day}T${hour}:05:00+09:00`,
      endedAt: `${month}-${day}T${hour}:${String(5 + minutes).padStart(2, '0')}:00+09:00`,
      ...(byStops ? stopsOf(index + k) : { distanceM }),
      fromMunicipality: town,
      // Every third way leads to the next town, so that there are flows to see.
      toMunicipality: k % 3 === 1 ? (NEIGHBOURS[town] ?? town) : town,
      purpose: k % 4 === 3 ? 'leisure' : 'daily',
    }
  })
}
