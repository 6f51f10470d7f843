// Files to try the upload with: a few good lines, one that cannot be read, one that says the same twice.

export type SampleFile = { name: string; type: string; text: string }

type Ride = [externalId: string, subject: string, mode: string, day: string, from: string, to: string, metres: number]

const rides: readonly Ride[] = [
  ['SAMPLE-0001', 'M-1001', 'bus', '2026-10-01', '08:00', '08:22', 5_200],
  ['SAMPLE-0002', 'M-1001', 'bus', '2026-10-01', '18:05', '18:27', 5_200],
  ['SAMPLE-0003', 'M-1002', 'rail', '2026-10-02', '07:31', '08:04', 24_600],
  ['SAMPLE-0004', 'M-1003', 'sharedBike', '2026-10-02', '12:10', '12:19', 1_900],
  ['SAMPLE-0005', 'M-1002', 'hovercraft', '2026-10-03', '09:00', '09:20', 3_000],
  ['SAMPLE-0001', 'M-1001', 'bus', '2026-10-01', '08:00', '08:22', 5_200],
]

const rideLine = ([externalId, subject, mode, day, from, to, distanceM]: Ride) => ({
  externalId,
  subject,
  mode,
  startedAt: `${day}T${from}:00+09:00`,
  endedAt: `${day}T${to}:00+09:00`,
  distanceM,
  fromMunicipality: '16211',
  toMunicipality: '16211',
  purpose: 'daily',
})

const acts = [
  {
    externalId: 'STAY-0001',
    subject: 'M-1001',
    type: 'stay.skip-cleaning',
    at: '2026-10-03T10:00:00+09:00',
    quantity: 1,
  },
  { externalId: 'STAY-0002', subject: 'M-1002', type: 'stay.amenities', at: '2026-10-03T10:00:00+09:00', quantity: 2 },
  { externalId: 'SHOP-0001', subject: 'M-1003', type: 'shop.refill', at: '2026-10-04T15:12:00+09:00', quantity: 1 },
].map((act) => ({ ...act, placeRef: 'counter-1', municipality: '16211' }))

const ndjson = (lines: readonly object[]) => `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`

function csv(lines: readonly Record<string, unknown>[]): string {
  const columns = Object.keys(lines[0] ?? {})
  return `${[columns, ...lines.map((line) => columns.map((name) => line[name]))].map((row) => row.join(',')).join('\r\n')}\r\n`
}

export const sampleFiles = {
  rides: { name: 'rides.ndjson', type: 'application/x-ndjson', text: ndjson(rides.map(rideLine)) },
  ridesCsv: { name: 'rides.csv', type: 'text/csv', text: csv(rides.map(rideLine)) },
  acts: { name: 'stays.ndjson', type: 'application/x-ndjson', text: ndjson(acts) },
} as const satisfies Record<string, SampleFile>

/** One good line, for the example of a request. */
export const exampleLine = JSON.stringify(rideLine(rides[0] as Ride))
