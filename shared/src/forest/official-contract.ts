import { z } from 'zod'
import { LotId, RetirementId } from '../credits/ids.ts'
import { Day, Instant } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { Bilingual, Text } from '../kernel/text.ts'
import { Grams } from '../kernel/units.ts'
import { Proof } from './proof.ts'
import { DIFFERENCES } from './reconcile.ts'
import { RegisteredFamily } from './registered-family.ts'

// What stands behind a registered lot at its own registry, and where each retired gram is on its way there.

export const Reserve = z.strictObject({
  lotId: LotId,
  code: z.string(),
  family: RegisteredFamily,
  projectName: z.string(),
  organisationName: z.string(),
  vintage: z.int(),
  serials: z.string(),
  unitG: Grams,
  massG: Grams,
  proof: Proof,
  statementOn: Day.nullable().meta({ description: 'The day of the newest statement of holding that was compared.' }),
  statementG: Grams.nullable().meta({ description: 'What that statement shows of the lot.' }),
  provenG: Grams.meta({
    description: 'Held at the registry for this lot, and retired there for grams that were claimed here.',
  }),
  attachedG: Grams.meta({ description: 'Set aside here for sales and products, and not retired yet.' }),
  soldG: Grams.meta({ description: 'Held here by others than the owner, and not retired yet.' }),
  retiredG: Grams.meta({ description: 'Retired here.' }),
  officialG: Grams.meta({ description: 'Retired at the registry.' }),
  backedG: Grams.meta({ description: 'Retired here and at the registry.' }),
  dueG: Grams.meta({ description: 'Retired here and still to be retired at the registry.' }),
  aheadG: Grams.meta({ description: 'Retired at the registry ahead of what was claimed: whole units for grams.' }),
  dueBy: Day.nullable().meta({ description: 'When the oldest gram that is due has to be retired at the registry.' }),
  holds: z.boolean().meta({ description: 'Whether attached + retired is within what is proven.' }),
})
export type Reserve = z.infer<typeof Reserve>

export const OfficialRetirement = z.strictObject({
  id: z.uuid(),
  number: z.int(),
  massG: Grams,
  serials: z.string(),
  retiredOn: Day,
  document: z.string(),
  note: z.string().nullable(),
  recordedAt: Instant,
})
export type OfficialRetirement = z.infer<typeof OfficialRetirement>

export const listReservesEndpoint = endpoint({
  method: 'GET',
  path: '/forest/reserves',
  summary: 'Proof of reserve: for every registered lot, attached + retired beside what its registry shows',
  allow: ['public'],
  query: PageQuery.extend({
    due: z.stringbool().optional().meta({ description: 'Only lots with grams that are due.' }),
  }),
  status: 200,
  reply: pageOf(Reserve),
  refusals: [],
})

export const lotReserveEndpoint = endpoint({
  method: 'GET',
  path: '/forest/lots/{id}/reserve',
  summary: 'One registered lot: its reserve, and every retirement at the registry',
  allow: ['public'],
  params: z.strictObject({ id: z.uuid() }),
  status: 200,
  reply: z.strictObject({ reserve: Reserve, officials: z.array(OfficialRetirement) }),
  refusals: ['forest.lot-missing'],
})

/** A part of a retirement by what became of it at the registry. The portions sum to the retirement. */
export const Portion = z.strictObject({
  lotId: LotId,
  massG: Grams,
  state: z.enum(['due', 'retired']),
  dueBy: Day.nullable(),
  retiredOn: Day.nullable(),
  serials: z.string().nullable().meta({ description: 'The registry’s numbers that stand behind it.' }),
  document: z.string().nullable(),
})
export type Portion = z.infer<typeof Portion>

export const Backing = z.strictObject({
  retirementId: RetirementId,
  massG: Grams,
  registered: z.boolean().meta({ description: 'Whether the grams stand in an outside registry at all.' }),
  backedG: Grams,
  dueG: Grams,
  dueBy: Day.nullable(),
  portions: z.array(Portion),
})
export type Backing = z.infer<typeof Backing>

export const backingEndpoint = endpoint({
  method: 'GET',
  path: '/registry/backing/{id}',
  summary: 'Where the grams of a retirement are at their own registry: due by a day, or retired under which serials',
  allow: ['public'],
  params: z.strictObject({ id: z.string().max(40).meta({ description: 'The retirement’s id or its certificate’s.' }) }),
  status: 200,
  reply: Backing,
  refusals: ['forest.retirement-missing'],
})

export const RecordOfficial = z.strictObject({
  serials: Text(2_000).meta({ description: 'As the registry’s notice prints them.' }),
  massG: Grams.min(1).max(1e13).optional().meta({ description: 'Needed when the numbers cannot be counted.' }),
  retiredOn: Day,
  document: Text(120).meta({ description: 'The number of the registry’s notice of retirement.' }),
  note: Text(500).optional(),
})
export type RecordOfficial = z.output<typeof RecordOfficial>

export const recordOfficialEndpoint = endpoint({
  method: 'POST',
  path: '/forest/lots/{id}/official-retirements',
  summary: 'Record that units of a lot were retired at their registry',
  description:
    'The grams that wait longest are covered first. What goes beyond them covers the next ones that are retired here. ' +
    'Nothing is ever taken back: what the registry has retired is retired.',
  allow: ['operator'],
  params: z.strictObject({ id: z.uuid() }),
  body: RecordOfficial,
  status: 201,
  reply: z.strictObject({ official: OfficialRetirement, reserve: Reserve }),
  refusals: [
    'forest.lot-missing',
    'forest.unit',
    'forest.official-dated',
    'forest.official-mass',
    'forest.official-strange',
    'forest.official-known',
    'forest.official-too-much',
    'forest.serials-repeated',
    'request.id-reused',
  ],
  idempotent: true,
})

export const RequestLine = z.strictObject({
  lotId: LotId,
  family: RegisteredFamily,
  projectNumber: z.string().nullable(),
  projectName: z.string(),
  vintage: z.int(),
  accountNumber: z.string().nullable(),
  holder: z.string(),
  units: z.int(),
  massG: Grams,
  serials: z.string(),
  dueG: Grams,
  dueBy: Day.nullable(),
  place: z.string(),
})
export type RequestLine = z.infer<typeof RequestLine>

export const officialRequestEndpoint = endpoint({
  method: 'GET',
  path: '/forest/official-request',
  summary: 'What is to be retired at the registries now, in whole units; as CSV with Accept: text/csv',
  description:
    'A line for each lot with grams that wait. The CSV has the entries that the J-Credit registry asks for when credits ' +
    'are retired by serial number; the order and the headings of its own sheet are an assumption of ours.',
  allow: ['operator', 'creditOwner', 'municipality'],
  scope: 'credits:read',
  query: z.strictObject({ family: RegisteredFamily.optional() }),
  status: 200,
  reply: z.strictObject({ items: z.array(RequestLine) }),
  produces: ['text/csv'],
  refusals: [],
})

export const ImportStatement = z.strictObject({
  issuedOn: Day,
  holder: Text(120),
  accountNumber: Text(60).optional(),
  csv: z.string().min(1).max(2_000_000).meta({ description: 'The statement of holding as CSV with its headings.' }),
})
export type ImportStatement = z.output<typeof ImportStatement>

export const StatementDifference = z.strictObject({
  line: z.int().nullable(),
  kind: z.enum(DIFFERENCES),
  lotId: z.string().nullable(),
  serials: z.string(),
  text: Bilingual,
})

export const Statement = z.strictObject({
  id: z.uuid(),
  organisationName: z.string(),
  issuedOn: Day,
  holder: z.string(),
  accountNumber: z.string().nullable(),
  lines: z.int(),
  agrees: z.boolean(),
  differences: z.array(StatementDifference),
  importedAt: Instant,
})
export type Statement = z.infer<typeof Statement>

export const importStatementEndpoint = endpoint({
  method: 'POST',
  path: '/forest/statements',
  summary: 'Compare a registry’s statement of holding with the organisation’s lots, line by line',
  description:
    'Every difference is named with its line. What the statement shows of each lot is published as its reserve from ' +
    'then on; a later statement takes its place.',
  allow: ['creditOwner', 'municipality'],
  scope: 'credits:write',
  body: ImportStatement,
  status: 201,
  reply: Statement,
  refusals: [
    'forest.statement-dated',
    'forest.statement-unreadable',
    'forest.statement-older',
    'forest.statement-no-lots',
    'request.id-reused',
  ],
  idempotent: true,
})

export const listStatementsEndpoint = endpoint({
  method: 'GET',
  path: '/forest/statements',
  summary: 'Statements that were compared, newest first; the operator sees everybody’s',
  allow: ['creditOwner', 'municipality', 'operator'],
  scope: 'credits:read',
  query: PageQuery,
  status: 200,
  reply: pageOf(Statement),
  refusals: [],
})
