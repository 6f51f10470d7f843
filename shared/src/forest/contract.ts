import { z } from 'zod'
import { LotRule } from '../credits/lot-rules.ts'
import { Day, Instant } from '../kernel/calendar.ts'
import { endpoint, PageQuery, pageOf } from '../kernel/endpoint.ts'
import { OrganisationId } from '../kernel/ids.ts'
import { MunicipalityCode } from '../kernel/municipality-code.ts'
import { rule } from '../kernel/rule.ts'
import { PrintedText, Text } from '../kernel/text.ts'
import { Grams, Yen } from '../kernel/units.ts'
import { Proof } from './proof.ts'
import { RegisteredFamily } from './registered-family.ts'

/** A place in Japan, degrees. */
export const GeoPoint = z.strictObject({ lat: z.number().min(20).max(46), lon: z.number().min(122).max(154) })
export type GeoPoint = z.infer<typeof GeoPoint>

/** The statement of account that shows the holding; further lines of the printed statement may stand beside these. */
export const HoldingStatement = z
  .object({ issuedOn: Day, holder: Text(120), accountNumber: Text(60).optional(), note: Text(500).optional() })
  .catchall(z.union([Text(500), z.number(), z.boolean(), z.null()]))
  .refine((statement) => Object.keys(statement).length <= 30, rule('30項目までです。', 'At most 30 lines.'))
export type HoldingStatement = z.output<typeof HoldingStatement>

/** A registry prints text; whoever reads it into a sheet has numbers. */
const SerialEnd = z.union([Text(100), z.int().min(0).transform(String)])
const SerialEnds = z.strictObject({ from: SerialEnd, to: SerialEnd })

export const ImportLot = z.strictObject({
  family: RegisteredFamily,
  scheme: PrintedText(80).meta({ description: 'The scheme as it calls itself: J-クレジット制度.' }),
  methodology: PrintedText(40).meta({ description: 'The scheme’s own code of its method: FO-001, AG-005, R001.' }),
  projectName: PrintedText(80),
  projectNumber: PrintedText(40).optional(),
  municipalityCode: MunicipalityCode,
  point: GeoPoint.optional(),
  story: Text(2_000).optional(),
  coBenefits: z.array(Text(80)).max(10).optional(),
  vintage: z.int().min(2000).max(2100),
  serials: z
    .union([
      Text(2_000),
      z
        .array(z.union([Text(200), SerialEnds]))
        .min(1)
        .max(100),
      SerialEnds,
    ])
    .meta({ description: 'As the registry prints them: one range, several divided by commas, a list, or both ends.' }),
  massG: Grams.min(1).max(1e13),
  statement: HoldingStatement,
  priceYenPerTonne: Yen.min(1).max(10_000_000).optional(),
  taxIncluded: z.boolean().default(false),
  rules: z.array(LotRule).max(5).default([]).meta({ description: 'What everybody who uses the lot must keep.' }),
})
export type ImportLot = z.output<typeof ImportLot>

const BothPrices = z.strictObject({ withoutTaxYen: Yen, withTaxYen: Yen })

export const ForestLot = z.strictObject({
  id: z.uuid(),
  organisationId: OrganisationId,
  family: RegisteredFamily,
  scheme: z.string(),
  methodology: z.string(),
  projectId: z.uuid(),
  projectName: z.string(),
  municipalityCode: z.string(),
  vintage: z.int(),
  serials: z.string(),
  serialsMassG: Grams.nullable().meta({
    description: 'What the serial numbers stand for; null when nobody can count them.',
  }),
  serialsAgree: z.boolean(),
  massG: Grams,
  unitG: Grams,
  statement: z.record(z.string(), z.unknown()),
  proof: Proof,
  proofNote: z.string().nullable(),
  checkedAt: Instant.nullable(),
  priceYenPerTonne: Yen.nullable(),
  taxIncluded: z.boolean(),
  pricePerTonne: BothPrices.nullable(),
  importedAt: Instant,
})
export type ForestLot = z.infer<typeof ForestLot>

export const importLotEndpoint = endpoint({
  method: 'POST',
  path: '/forest/lots',
  summary: 'Import a lot that a registry has issued, with its serial numbers and a proof of holding',
  description:
    'No serial number can be imported twice. The lot is called stated until the operator has compared its statement ' +
    'with the registry; everybody sees which.',
  allow: ['creditOwner', 'municipality'],
  scope: 'credits:write',
  body: ImportLot,
  status: 201,
  reply: ForestLot,
  refusals: [
    'forest.unit',
    'forest.serials-repeated',
    'forest.serials-known',
    'forest.statement-dated',
    'forest.municipality-unknown',
    'forest.project-differs',
  ],
  idempotent: true,
})

export const listForestLotsEndpoint = endpoint({
  method: 'GET',
  path: '/forest/lots',
  summary: 'The organisation’s imported lots; the operator sees everybody’s',
  allow: ['creditOwner', 'municipality', 'operator'],
  scope: 'credits:read',
  query: PageQuery.extend({ proof: Proof.optional() }),
  status: 200,
  reply: pageOf(ForestLot),
  refusals: [],
})

export const CheckLot = z.strictObject({ result: z.enum(['checked', 'refused']), note: Text(500).optional() })
export type CheckLot = z.output<typeof CheckLot>

export const checkLotEndpoint = endpoint({
  method: 'POST',
  path: '/forest/lots/{id}/check',
  summary: 'Say that the statement of a lot agrees with the registry, or that it does not',
  description: 'A refused lot cannot be listed or ordered any more. A checked one can still be refused later.',
  allow: ['operator'],
  params: z.strictObject({ id: z.uuid() }),
  body: CheckLot,
  status: 200,
  reply: ForestLot,
  refusals: ['forest.lot-missing', 'forest.lot-decided', 'forest.check-needs-note'],
  idempotent: true,
})

export const ProjectLot = z.strictObject({
  lotId: z.uuid(),
  vintage: z.int(),
  serials: z.string(),
  massG: Grams,
  heldG: Grams.meta({ description: 'Still with the owner.' }),
  soldG: Grams.meta({ description: 'Passed on to others, retired since or not.' }),
  retiredG: Grams,
  proof: Proof,
  pricePerTonne: BothPrices.nullable(),
})

const ProjectSummary = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  organisationId: OrganisationId,
  organisationName: z.string(),
  family: RegisteredFamily,
  scheme: z.string(),
  methodology: z.string(),
  municipalityCode: z.string(),
  municipalityName: z.string(),
  prefectureName: z.string(),
  point: GeoPoint.nullable(),
  pointIsOffice: z.boolean().meta({ description: 'The place is the town hall’s, because the project named none.' }),
  massG: Grams,
  heldG: Grams,
  soldG: Grams,
  retiredG: Grams,
})

export const ForestProject = ProjectSummary.extend({
  projectNumber: z.string().nullable(),
  story: z.string().nullable(),
  coBenefits: z.array(z.string()),
  lots: z.array(ProjectLot),
})
export type ForestProject = z.infer<typeof ForestProject>

export const ListProjects = PageQuery.extend({
  family: RegisteredFamily.optional(),
  prefecture: z
    .string()
    .regex(/^\d{2}$/)
    .optional(),
})
export type ListProjects = z.output<typeof ListProjects>

export const listProjectsEndpoint = endpoint({
  method: 'GET',
  path: '/forest/projects',
  summary: 'Forest, blue-carbon and other registered projects with their live stock',
  allow: ['public'],
  query: ListProjects,
  status: 200,
  reply: pageOf(ProjectSummary),
  refusals: [],
})
export type ProjectSummary = z.infer<typeof ProjectSummary>

export const getProjectEndpoint = endpoint({
  method: 'GET',
  path: '/forest/projects/{id}',
  summary: 'One project: its place, its story, its lots and what is left of them',
  allow: ['public'],
  params: z.strictObject({ id: z.uuid() }),
  status: 200,
  reply: ForestProject,
  refusals: ['forest.project-missing'],
})
