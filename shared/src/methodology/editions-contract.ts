import { z } from 'zod'
import { Instant } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { Bilingual, Text } from '../kernel/text.ts'
import { EditionFile } from './edition-file.ts'
import { Factor, FactorSet } from './factor.ts'

const ComparedRow = Factor.pick({
  id: true,
  version: true,
  name: true,
  valueMg: true,
  unit: true,
  uncertaintyBp: true,
  verified: true,
})

export const FactorDifferenceRow = z.strictObject({
  kind: z.enum(['changed', 'added', 'removed']),
  before: ComparedRow.nullable(),
  after: ComparedRow.nullable(),
  /** Basis points of the earlier value, half up; null where there is none or it was zero. */
  changeBp: z.int().nullable(),
})
export type FactorDifferenceRow = z.infer<typeof FactorDifferenceRow>

export const ImpactFigures = z.strictObject({
  records: z.int(),
  changed: z.int().meta({ description: 'Acts whose shown or credited grams differ.' }),
  incomparable: z.int().meta({ description: 'Acts that name a row one of the editions does not have.' }),
  shownBeforeG: z.int(),
  shownAfterG: z.int(),
  creditedBeforeG: z.int(),
  creditedAfterG: z.int(),
})

export const ProposedEdition = z.strictObject({
  id: z.uuid(),
  set: FactorSet.omit({ hash: true, publishedAt: true }),
  comparedWith: z.string(),
  note: z.string().nullable(),
  newRows: z.int(),
  proposedAt: Instant,
  proposedByMe: z.boolean(),
  adoptedAt: Instant.nullable(),
  progress: z.strictObject({
    done: z.int(),
    total: z.int().nullable().meta({ description: 'Stored acts; null until they are counted.' }),
    finishedAt: Instant.nullable(),
  }),
})
export type ProposedEdition = z.infer<typeof ProposedEdition>

export const EditionFaultRow = z.strictObject({
  row: z.int().nullable().meta({ description: 'Number of the row in the file, from 1; null for the edition itself.' }),
  id: z.string().nullable(),
  field: z.string(),
  messages: Bilingual,
})

export const proposeEditionEndpoint = endpoint({
  method: 'POST',
  path: '/factors/editions',
  summary: 'Propose an edition of factors as a file: it is checked row by row and compared, and nothing uses it yet',
  description: 'With faults, nothing is kept and each faulty row is named. Rows that belong to no year come over.',
  allow: ['operator'],
  body: EditionFile.extend({ note: Text(500).optional() }),
  status: 200,
  reply: z.strictObject({
    proposal: ProposedEdition.nullable(),
    faults: z.array(EditionFaultRow),
  }),
  refusals: [],
  idempotent: true,
})

export const proposedEditionsEndpoint = endpoint({
  method: 'GET',
  path: '/factors/editions',
  summary: 'Proposed editions, the latest first',
  allow: ['operator'],
  status: 200,
  reply: z.strictObject({ items: z.array(ProposedEdition) }),
  refusals: [],
})

export const EditionReport = z.strictObject({
  ...ProposedEdition.shape,
  rows: z.array(FactorDifferenceRow),
  unchangedRows: z.int(),
  impact: z.strictObject({
    all: ImpactFigures,
    byType: z.array(z.strictObject({ type: z.string(), ...ImpactFigures.shape })),
    /** Difference of the credited grams at the price asked for, towards zero; null without a price. */
    yen: z.int().nullable(),
  }),
})
export type EditionReport = z.infer<typeof EditionReport>

export const editionReportEndpoint = endpoint({
  method: 'GET',
  path: '/factors/editions/{id}',
  summary: 'What a proposed edition would change: rows, records, grams and yen',
  description: 'Stored acts are calculated again under both editions by the worker; the numbers grow until it is done.',
  allow: ['operator'],
  params: z.strictObject({ id: z.uuid() }),
  query: z.strictObject({ yenPerTonne: z.coerce.number().int().min(0).max(10_000_000).optional() }),
  status: 200,
  reply: EditionReport,
  refusals: ['methodology.proposal-missing'],
})

export const adoptEditionEndpoint = endpoint({
  method: 'POST',
  path: '/factors/editions/{id}/adopt',
  summary: 'Adopt a proposed edition; by somebody else than proposed it, once its report is complete',
  description: 'Rows are added, published today. Results that exist keep the edition they were calculated with.',
  allow: ['operator'],
  params: z.strictObject({ id: z.uuid() }),
  status: 200,
  reply: z.strictObject({ set: FactorSet, rows: z.int() }),
  refusals: [
    'methodology.proposal-missing',
    'methodology.own-proposal',
    'methodology.report-unfinished',
    'methodology.registry-moved',
    'methodology.adopted-already',
  ],
  idempotent: true,
})

export const factorDifferencesEndpoint = endpoint({
  method: 'GET',
  path: '/factors/differences',
  summary: 'What one edition says otherwise than another',
  allow: ['public'],
  query: z.strictObject({ from: z.string().max(40), to: z.string().max(40) }),
  status: 200,
  reply: z.strictObject({
    from: FactorSet,
    to: FactorSet,
    rows: z.array(FactorDifferenceRow),
    unchangedRows: z.int(),
  }),
  refusals: ['methodology.edition-missing'],
})
