import { z } from 'zod'

// The register in the shape of the Climate Action Data Trust's data model 2: the tables of its open source, with the fields
// that its own validation demands and allows (Chia-Network/cadt, src/validations/v2). What its pick-lists leave open is
// said here by the nearest of their words. Ids are the same in every export.

const day = z.iso.date()
const uri = z.url().max(500)

export const CadTrustProgram = z.strictObject({
  cadTrustProgramId: z.uuid(),
  programName: z.string().min(1),
  programRegistry: z.string().min(1),
  programRegistryActivityId: z.string().min(1),
  programDescription: z.string(),
})

export const CadTrustProject = z.strictObject({
  cadTrustProjectId: z.uuid(),
  projectRegistryName: z.string().max(255),
  projectId: z.string().max(255),
  projectCreditingProgram: z.string().max(255),
  projectName: z.string().max(500),
  projectLink: uri,
  projectDescription: z.string().max(2_000).nullable(),
  projectSector: z.array(
    z.enum(['Agriculture; forestry and fishing', 'Transportation and storage', 'Not elsewhere classified']),
  ),
  projectType: z.array(z.string().max(255)),
  projectStatus: z.enum(['Registered']),
  projectStatusDate: day,
  projectUnitMetric: z.enum(['tCO2e']),
  cadTrustProgramId: z.uuid(),
})

export const CadTrustLocation = z.strictObject({
  cadTrustLocationId: z.uuid(),
  cadTrustProjectId: z.uuid(),
  locationCountry: z.enum(['Japan']),
  locationRegion: z.string().max(255),
})

export const CadTrustMethodology = z.strictObject({
  cadTrustMethodologyId: z.uuid(),
  methodologyCode: z.string().min(1),
  methodologyName: z.string().min(1),
  methodologyType: z.string().nullable(),
})

export const CadTrustProjectMethodology = z.strictObject({
  cadTrustProjectMethodologyId: z.uuid(),
  cadTrustProjectId: z.uuid(),
  cadTrustMethodologyId: z.uuid(),
})

export const CadTrustVerification = z.strictObject({
  cadTrustVerificationId: z.uuid(),
  cadTrustProjectId: z.uuid(),
  verificationId: z.string().min(1),
  verificationStartDate: day.nullable(),
  verificationEndDate: day.nullable(),
  verificationBody: z.string().min(1),
})

export const CadTrustIssuance = z.strictObject({
  cadTrustIssuanceId: z.uuid(),
  issuanceId: z.string().min(1),
  issuanceDate: day,
  cadTrustVerificationId: z.uuid(),
  cadTrustProjectMethodologyId: z.uuid(),
  cadTrustLocationId: z.uuid().nullable(),
})

/** The words of the model for what a unit is and where it is. */
export const CAD_TRUST_UNIT_TYPES = ['Reduction - technical', 'Removal - nature', 'Not Determined'] as const
export const CAD_TRUST_UNIT_STATUSES = ['Held', 'Retired', 'Cancelled', 'Buffer'] as const

/** A block of serials in one state. A serial is a gram, so the count is tonnes with six places. */
export const CadTrustUnit = z.strictObject({
  cadTrustUnitId: z.uuid(),
  cadTrustIssuanceId: z.uuid(),
  unitSerialId: z.string().min(1),
  unitStartBlock: z.string().min(1),
  unitEndBlock: z.string().min(1),
  unitCount: z.number().min(0),
  unitType: z.enum(CAD_TRUST_UNIT_TYPES),
  unitVintageYear: z.int().min(1900).max(2100),
  unitStatus: z.enum(CAD_TRUST_UNIT_STATUSES),
  unitStatusReason: z.string().nullable(),
  unitStatusDate: day,
  unitRetirementDetail: z.string().nullable(),
  unitRetirementBeneficiary: z.string().nullable(),
  unitLink: uri,
  unitMetric: z.enum(['tCO2e']),
  unitCurrentOwner: z.string().nullable(),
})
export type CadTrustUnit = z.infer<typeof CadTrustUnit>

/** The whole export, a list for each table of the model. */
export const CadTrustExport = z.strictObject({
  model: z.literal('CAD Trust data model 2'),
  exportedAt: z.iso.datetime(),
  note: z.string(),
  program: z.array(CadTrustProgram),
  project: z.array(CadTrustProject),
  location: z.array(CadTrustLocation),
  methodology: z.array(CadTrustMethodology),
  projectMethodology: z.array(CadTrustProjectMethodology),
  verification: z.array(CadTrustVerification),
  issuance: z.array(CadTrustIssuance),
  unit: z.array(CadTrustUnit),
})
export type CadTrustExport = z.infer<typeof CadTrustExport>

/** Which of the model's kinds a family's units are. */
export function unitTypeOf(family: string): (typeof CAD_TRUST_UNIT_TYPES)[number] {
  if (family === 'behaviour') return 'Reduction - technical'
  // J-Credits and J-VERs come from forests and from machines; only the sea and the local forests are of one kind.
  return family === 'j-blue' || family === 'local' ? 'Removal - nature' : 'Not Determined'
}

export function sectorOf(family: string): z.infer<typeof CadTrustProject>['projectSector'][number] {
  if (family === 'behaviour') return 'Transportation and storage'
  return family === 'j-blue' || family === 'local' ? 'Agriculture; forestry and fishing' : 'Not elsewhere classified'
}

/** Grams as tonnes; every gram below 10^15 keeps its place in a double. */
export const tonnesOf = (grams: number): number => grams / 1_000_000
