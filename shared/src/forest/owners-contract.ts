import { z } from 'zod'
import { LotId } from '../credits/ids.ts'
import { Day, Instant } from '../kernel/calendar.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { OrganisationId } from '../kernel/ids.ts'
import { Text } from '../kernel/text.ts'
import { Grams, Yen } from '../kernel/units.ts'

const ProjectParams = z.strictObject({ id: z.uuid() })
const SquareMetres = z.int().min(1).max(1e12).meta({ description: 'Square metres.' })

const NewStand = z.strictObject({
  name: Text(80).meta({ description: 'As the plan names it: 12林班3小班.' }),
  areaM2: SquareMetres,
  grams: z
    .array(z.strictObject({ lotId: z.uuid(), massG: Grams.min(1).max(1e13) }))
    .max(50)
    .default([])
    .meta({ description: 'What of each lot this stand has taken up.' }),
})

export const RegisterOwner = z.strictObject({
  name: Text(120),
  organisationId: OrganisationId.nullable().default(null).meta({ description: 'An owner who looks in here.' }),
  consentedOn: Day,
  noHarvestUntil: Day.nullable().default(null),
  stands: z.array(NewStand).min(1).max(200),
})
export type RegisterOwner = z.output<typeof RegisterOwner>

const Hold = z.strictObject({
  lotId: z.uuid(),
  massG: Grams.meta({ description: 'Held back from every sale.' }),
  shortG: Grams.meta({ description: 'Sold before: has to be compensated.' }),
})

export const Harvest = z.strictObject({
  id: z.uuid(),
  standId: z.uuid(),
  standName: z.string(),
  ownerName: z.string(),
  areaM2: z.int(),
  harvestOn: Day,
  announcedAt: Instant,
  note: z.string().nullable(),
  endedAt: Instant.nullable(),
  endedWhy: z.enum(['withdrawn', 'compensated']).nullable(),
  breaksConsent: z.boolean().meta({ description: 'Before the day until which the owner agreed not to harvest.' }),
  holds: z.array(Hold),
  heldYen: Yen.nullable().meta({
    description: 'What the held grams would have brought, tax included, at the published price.',
  }),
})
export type Harvest = z.infer<typeof Harvest>

export const ProjectOwners = z.strictObject({
  projectId: z.uuid(),
  projectName: z.string(),
  areaM2: z.int(),
  owners: z.array(
    z.strictObject({
      number: z.int(),
      name: z.string(),
      organisationId: OrganisationId.nullable(),
      consentedOn: Day,
      noHarvestUntil: Day.nullable(),
      areaM2: z.int().meta({ description: 'Its weight when proceeds are shared by area.' }),
      massG: Grams,
      stands: z.array(z.strictObject({ id: z.uuid(), name: z.string(), areaM2: z.int(), massG: Grams })),
      lots: z
        .array(z.strictObject({ lotId: LotId, massG: Grams }))
        .meta({ description: 'What came from the owner’s stands, by lot: the weight when a lot is shared by grams.' }),
    }),
  ),
  harvests: z.array(Harvest),
})
export type ProjectOwners = z.infer<typeof ProjectOwners>

export const registerOwnerEndpoint = endpoint({
  method: 'POST',
  path: '/forest/projects/{id}/owners',
  summary: 'Write down an owner behind a project: consent, stands, and which grams of which lot come from each stand',
  allow: ['creditOwner', 'municipality'],
  scope: 'credits:write',
  params: ProjectParams,
  body: RegisterOwner,
  status: 201,
  reply: ProjectOwners,
  refusals: [
    'forest.project-missing',
    'forest.stand-known',
    'forest.stand-mass',
    'forest.lot-missing',
    'forest.owner-days',
  ],
  idempotent: true,
})

export const projectOwnersEndpoint = endpoint({
  method: 'GET',
  path: '/forest/projects/{id}/owners',
  summary:
    'The owners of a project with their shares, and every harvest that was announced; for all of them and the seller',
  allow: ['organisation'],
  scope: 'credits:read',
  params: ProjectParams,
  status: 200,
  reply: ProjectOwners,
  refusals: ['forest.project-missing'],
})

export const AnnounceHarvest = z.strictObject({ harvestOn: Day, note: Text(300).optional() })
export type AnnounceHarvest = z.output<typeof AnnounceHarvest>

export const announceHarvestEndpoint = endpoint({
  method: 'POST',
  path: '/forest/stands/{id}/harvests',
  summary: 'Announce a harvest: the stand’s grams leave every sale at once, and what was sold already is named',
  allow: ['organisation'],
  scope: 'credits:write',
  params: z.strictObject({ id: z.uuid() }),
  body: AnnounceHarvest,
  status: 201,
  reply: Harvest,
  refusals: ['forest.stand-missing', 'forest.harvest-known'],
  idempotent: true,
})

export const endHarvestEndpoint = endpoint({
  method: 'POST',
  path: '/forest/harvests/{id}/end',
  summary:
    'Take an announcement back, or say that the registry was compensated; what was held goes back to the holding',
  allow: ['organisation'],
  scope: 'credits:write',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({ why: z.enum(['withdrawn', 'compensated']) }),
  status: 200,
  reply: Harvest,
  refusals: ['forest.harvest-missing', 'forest.harvest-ended'],
  idempotent: true,
})

/** What everybody may know: no owner's name. */
export const ProjectGuard = z.strictObject({
  owners: z.int(),
  areaM2: z.int(),
  heldG: Grams,
  shortG: Grams,
  harvests: z.array(z.strictObject({ harvestOn: Day, areaM2: z.int(), heldG: Grams, shortG: Grams })),
})
export type ProjectGuard = z.infer<typeof ProjectGuard>

export const projectGuardEndpoint = endpoint({
  method: 'GET',
  path: '/forest/projects/{id}/guard',
  summary: 'How many owners stand behind a project and what announced harvests hold back; names nobody',
  allow: ['public'],
  params: ProjectParams,
  status: 200,
  reply: ProjectGuard,
  refusals: ['forest.project-missing'],
})
