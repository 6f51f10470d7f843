import { z } from 'zod'
import { OrganisationKind, Role, Scope, Standing } from '../kernel/actor.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { OrganisationId, PersonId } from '../kernel/ids.ts'
import { MunicipalityCode } from '../kernel/municipality-code.ts'
import { PrintedText, Text } from '../kernel/text.ts'

export const Organisation = z.strictObject({
  id: OrganisationId,
  name: z.string(),
  kind: OrganisationKind,
  municipalityCode: z.string().nullable(),
  corporateNumber: z.string().nullable(),
  standing: Standing.meta({ description: '`waiting` until the operator has looked at it; only `approved` ones act.' }),
  standingNote: z.string().nullable().meta({ description: 'What the operator said about it.' }),
})
export type Organisation = z.infer<typeof Organisation>

/** Kinds that anyone may found; the operator's own organisation is made at installation. */
export const FoundableKind = OrganisationKind.exclude(['operator'])

/**
 * Kinds whose word others rely on: records that count as evidence, a town's voice, a verifier's signature. In production
 * the operator looks at each before it acts.
 */
export const VOUCHED_KINDS: readonly OrganisationKind[] = ['provider', 'municipality', 'verifier']

export const CreateOrganisation = z.strictObject({
  name: PrintedText(120),
  kind: FoundableKind,
  municipalityCode: MunicipalityCode.optional(),
  corporateNumber: z
    .string()
    .regex(/^\d{13}$/)
    .optional()
    .meta({ description: 'The 13-digit corporate number (法人番号).' }),
})
export type CreateOrganisation = z.output<typeof CreateOrganisation>

export const createOrganisationEndpoint = endpoint({
  method: 'POST',
  path: '/organisations',
  summary: 'Found an organisation; its founder becomes its administrator',
  description: 'In production, providers, municipalities and verifiers wait for the operator before they can act.',
  allow: ['person'],
  body: CreateOrganisation,
  status: 201,
  reply: Organisation,
  refusals: ['request.id-reused'],
  idempotent: true,
})

export const ListedOrganisation = Organisation.pick({ id: true, name: true, kind: true, municipalityCode: true })
export type ListedOrganisation = z.infer<typeof ListedOrganisation>

export const FindOrganisations = z.strictObject({
  q: z.string().max(100).default('').meta({ description: 'Part of the name; empty finds all.' }),
  kind: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(OrganisationKind))
    .optional()
    .meta({ description: 'One kind, or several with commas between them.' }),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type FindOrganisations = z.output<typeof FindOrganisations>

export const findOrganisationsEndpoint = endpoint({
  method: 'GET',
  path: '/organisations',
  summary: 'Find organisations by name, to link to them or to hand credits to them',
  allow: ['person', 'organisation'],
  scope: 'credits:read',
  query: FindOrganisations,
  status: 200,
  reply: z.strictObject({ items: z.array(ListedOrganisation) }),
  refusals: ['identity.sign-in'],
})

const OrganisationParams = z.strictObject({ id: OrganisationId })

export const Member = z.strictObject({ personId: PersonId, name: z.string(), email: z.string(), role: Role })
export type Member = z.infer<typeof Member>

export const AddMember = z.strictObject({ email: z.email().max(254), role: Role })
export type AddMember = z.output<typeof AddMember>

export const addMemberEndpoint = endpoint({
  method: 'POST',
  path: '/organisations/{id}/members',
  summary: 'Give a person a role in the organisation, or change it',
  allow: ['person'],
  params: OrganisationParams,
  body: AddMember,
  status: 201,
  reply: Member,
  refusals: [
    'identity.organisation-missing',
    'identity.not-administrator',
    'identity.person-missing',
    'identity.last-administrator',
  ],
  idempotent: true,
})

export const listMembersEndpoint = endpoint({
  method: 'GET',
  path: '/organisations/{id}/members',
  summary: 'Who belongs to the organisation, in the order in which they came',
  allow: ['person'],
  params: OrganisationParams,
  status: 200,
  reply: z.strictObject({ items: z.array(Member) }),
  refusals: ['identity.organisation-missing', 'identity.not-administrator'],
})

export const removeMemberEndpoint = endpoint({
  method: 'DELETE',
  path: '/organisations/{id}/members/{personId}',
  summary: 'Take a person out of the organisation, or leave it oneself',
  allow: ['person'],
  params: OrganisationParams.extend({ personId: PersonId }),
  status: 200,
  reply: Member,
  refusals: [
    'identity.organisation-missing',
    'identity.not-administrator',
    'identity.member-missing',
    'identity.last-administrator',
  ],
})

export const WaitingOrganisation = z.strictObject({
  ...Organisation.shape,
  foundedAt: z.string(),
  founder: z.strictObject({ name: z.string(), email: z.string() }).nullable(),
})
export type WaitingOrganisation = z.infer<typeof WaitingOrganisation>

export const waitingOrganisationsEndpoint = endpoint({
  method: 'GET',
  path: '/organisations/waiting',
  summary: 'Organisations that wait for the operator, the oldest first, at most a hundred',
  allow: ['operator'],
  status: 200,
  reply: z.strictObject({ items: z.array(WaitingOrganisation) }),
  refusals: [],
})

export const DecideOrganisation = z.strictObject({
  standing: Standing.exclude(['waiting']),
  note: Text(300).optional().meta({ description: 'Shown to its members.' }),
})
export type DecideOrganisation = z.output<typeof DecideOrganisation>

export const decideOrganisationEndpoint = endpoint({
  method: 'POST',
  path: '/organisations/{id}/standing',
  summary: 'Approve or refuse an organisation that waits',
  description: 'A refused one may be approved later; an approved one stays.',
  allow: ['operator'],
  params: OrganisationParams,
  body: DecideOrganisation,
  status: 200,
  reply: Organisation,
  refusals: ['identity.organisation-missing', 'identity.decided'],
  idempotent: true,
})

export const ApiKeyCreated = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  key: z.string().meta({ description: 'Shown once; only its hash is kept.' }),
  last4: z.string(),
  scopes: z.array(Scope),
})
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>

export const CreateApiKey = z.strictObject({ name: Text(80), scopes: z.array(Scope).min(1).max(Scope.options.length) })
export type CreateApiKey = z.output<typeof CreateApiKey>

export const createApiKeyEndpoint = endpoint({
  method: 'POST',
  path: '/organisations/{id}/api-keys',
  summary: 'Make a key for a machine of the organisation',
  allow: ['person'],
  params: OrganisationParams,
  body: CreateApiKey,
  status: 201,
  reply: ApiKeyCreated,
  refusals: ['identity.organisation-missing', 'identity.not-administrator'],
})

export const ApiKey = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  last4: z.string(),
  scopes: z.array(Scope),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>

export const listApiKeysEndpoint = endpoint({
  method: 'GET',
  path: '/organisations/{id}/api-keys',
  summary: 'The keys of the organisation, without their secrets',
  allow: ['person'],
  params: OrganisationParams,
  status: 200,
  reply: z.strictObject({ items: z.array(ApiKey) }),
  refusals: ['identity.organisation-missing', 'identity.not-administrator'],
})

export const revokeApiKeyEndpoint = endpoint({
  method: 'DELETE',
  path: '/organisations/{id}/api-keys/{keyId}',
  summary: 'Revoke a key at once',
  allow: ['person'],
  params: z.strictObject({ id: OrganisationId, keyId: z.uuid() }),
  status: 200,
  reply: ApiKey,
  refusals: ['identity.organisation-missing', 'identity.not-administrator'],
})

export const Me = z.strictObject({
  person: z.strictObject({ id: PersonId, name: z.string(), email: z.string(), language: z.string() }).nullable(),
  organisations: z.array(Organisation.extend({ role: Role })),
  acting: z.strictObject({ id: OrganisationId, kind: OrganisationKind, role: Role, standing: Standing }).nullable(),
})
export type Me = z.infer<typeof Me>

export const meEndpoint = endpoint({
  method: 'GET',
  path: '/me',
  summary: 'Who is signed in, and for whom they may act',
  allow: ['public'],
  status: 200,
  reply: Me,
  refusals: [],
})

export const DemoAccount = z.strictObject({
  kind: z.string(),
  email: z.string(),
  password: z.string(),
  name: z.string(),
  organisation: z.string().nullable(),
})
export type DemoAccount = z.infer<typeof DemoAccount>

export const demoAccountsEndpoint = endpoint({
  method: 'GET',
  path: '/demo/accounts',
  summary: 'The demo world’s accounts, one of each kind; empty in production',
  allow: ['public'],
  status: 200,
  reply: z.strictObject({ items: z.array(DemoAccount) }),
  refusals: [],
})
