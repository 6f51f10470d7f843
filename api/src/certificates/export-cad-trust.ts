import { createHash } from 'node:crypto'
import {
  type CadTrustExport,
  type CadTrustUnit,
  sectorOf,
  tonnesOf,
  unitTypeOf,
} from '@morinowa/shared/certificates/cad-trust.ts'
import { families } from '@morinowa/shared/credits/families.ts'
import { serialText } from '@morinowa/shared/credits/serials.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import type { Deps } from '../platform/deps.ts'
import { type CadTrustBlock, type CadTrustLot, cadTrustBlocks, cadTrustLots } from './cad-trust-store.ts'

type Table = Exclude<keyof CadTrustExport, 'model' | 'exportedAt' | 'note'>
type RowOf<T extends Table> = CadTrustExport[T][number]

const LOTS_AT_ONCE = 200
const BLOCKS_AT_ONCE = 1_000
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * The register as CAD Trust's tables, in pieces of JSON. Small tables are read in one walk over the lots, units in
 * another: nothing grows with the register but the answer.
 */
export async function* exportCadTrust(deps: Pick<Deps, 'db' | 'now' | 'settings'>): AsyncGenerator<string> {
  const { publicUrl } = deps.settings
  yield `{"model":"CAD Trust data model 2","exportedAt":${JSON.stringify(deps.now())},"note":${JSON.stringify(NOTE)}`
  const seen = new Set<string>()
  const once = <T extends Table>(_table: T, id: string, row: RowOf<T>): RowOf<T>[] => {
    if (seen.has(id)) return []
    seen.add(id)
    return [row]
  }
  yield* table('program', lotsOf(deps), (lot) => once('program', idsOf(lot).program, programOf(lot)))
  yield* table('project', lotsOf(deps), (lot) => once('project', idsOf(lot).project, projectOf(lot, publicUrl)))
  yield* table('location', lotsOf(deps), (lot) =>
    locationOf(lot).flatMap((row) => once('location', row.cadTrustLocationId, row)),
  )
  yield* table('methodology', lotsOf(deps), (lot) => once('methodology', idsOf(lot).methodology, methodologyOf(lot)))
  yield* table('projectMethodology', lotsOf(deps), (lot) =>
    once('projectMethodology', idsOf(lot).projectMethodology, {
      cadTrustProjectMethodologyId: idsOf(lot).projectMethodology,
      cadTrustProjectId: idsOf(lot).project,
      cadTrustMethodologyId: idsOf(lot).methodology,
    }),
  )
  yield* table('verification', lotsOf(deps), (lot) => [verificationOf(lot)])
  yield* table('issuance', lotsOf(deps), (lot) => [issuanceOf(lot)])
  yield* table('unit', blocksOf(deps), ({ lot, block }) => [unitOf(lot, block, publicUrl)])
  yield '}\n'
}

const NOTE =
  'One serial is one gram; unitCount is in tonnes. projectSector, unitType and verificationBody are the nearest words of the ' +
  'model’s pick-lists. Units of the family “behaviour” are contribution units of this platform and carry no claim of offset.'

async function* table<T extends Table, Source>(
  name: T,
  source: AsyncIterable<Source>,
  rowsOf: (one: Source) => RowOf<T>[],
): AsyncGenerator<string> {
  yield `,\n"${name}":[`
  let first = true
  for await (const one of source) {
    for (const row of rowsOf(one)) {
      yield `${first ? '' : ','}\n${JSON.stringify(row)}`
      first = false
    }
  }
  yield ']'
}

async function* lotsOf({ db }: Pick<Deps, 'db'>): AsyncGenerator<CadTrustLot> {
  for (let after = FIRST; ; ) {
    const found = await cadTrustLots(db, after, LOTS_AT_ONCE)
    yield* found
    const last = found.at(-1)
    if (!last || found.length < LOTS_AT_ONCE) return
    after = last.lotId
  }
}

async function* blocksOf(deps: Pick<Deps, 'db'>): AsyncGenerator<{ lot: CadTrustLot; block: CadTrustBlock }> {
  for await (const lot of lotsOf(deps)) {
    for (let from = 0; from < lot.massG; ) {
      const found = await cadTrustBlocks(deps.db, lot.lotId, from, BLOCKS_AT_ONCE)
      for (const block of found) {
        // What moved while this was read would stand here twice or not at all: each gram is told once.
        if (block.lo >= from) yield { lot, block }
        from = Math.max(from, block.hi)
      }
      if (found.length < BLOCKS_AT_ONCE) break
    }
  }
}

function programOf(lot: CadTrustLot): RowOf<'program'> {
  return {
    cadTrustProgramId: idsOf(lot).program,
    programName: lot.scheme,
    programRegistry: registryOf(lot),
    programRegistryActivityId: families[lot.family].mark,
    programDescription: families[lot.family].name.en,
  }
}

function projectOf(lot: CadTrustLot, publicUrl: string): RowOf<'project'> {
  return {
    cadTrustProjectId: idsOf(lot).project,
    projectRegistryName: registryOf(lot),
    projectId: lot.projectNumber ?? lot.code,
    projectCreditingProgram: lot.scheme,
    projectName: lot.projectName,
    projectLink: `${publicUrl}/registry/lots/${lot.lotId}`,
    projectDescription: lot.story,
    projectSector: [sectorOf(lot.family)],
    projectType: [families[lot.family].name.en],
    projectStatus: 'Registered',
    projectStatusDate: dayOf(lot.issuedAt),
    projectUnitMetric: 'tCO2e',
    cadTrustProgramId: idsOf(lot).program,
  }
}

function locationOf(lot: CadTrustLot): RowOf<'location'>[] {
  const { location, project } = idsOf(lot)
  return lot.municipalityCode === null
    ? []
    : [
        {
          cadTrustLocationId: location,
          cadTrustProjectId: project,
          locationCountry: 'Japan',
          locationRegion: lot.region ?? lot.municipalityCode,
        },
      ]
}

function methodologyOf(lot: CadTrustLot): RowOf<'methodology'> {
  const type = unitTypeOf(lot.family)
  return {
    cadTrustMethodologyId: idsOf(lot).methodology,
    methodologyCode: lot.methodology,
    methodologyName: `${lot.scheme} ${lot.methodology}`,
    methodologyType: type === 'Not Determined' ? null : type,
  }
}

function verificationOf(lot: CadTrustLot): RowOf<'verification'> {
  return {
    cadTrustVerificationId: idsOf(lot).verification,
    cadTrustProjectId: idsOf(lot).project,
    verificationId: lot.code,
    verificationStartDate: lot.periodFrom,
    verificationEndDate: lot.periodTo,
    // Registered lots were verified by whoever their own registry had for it, which its statement does not say.
    verificationBody: lot.verifierName ?? 'Not Specified',
  }
}

function issuanceOf(lot: CadTrustLot): RowOf<'issuance'> {
  const ids = idsOf(lot)
  return {
    cadTrustIssuanceId: lot.lotId,
    issuanceId: lot.code,
    issuanceDate: dayOf(lot.issuedAt),
    cadTrustVerificationId: ids.verification,
    cadTrustProjectMethodologyId: ids.projectMethodology,
    cadTrustLocationId: lot.municipalityCode === null ? null : ids.location,
  }
}

function unitOf(lot: CadTrustLot, block: CadTrustBlock, publicUrl: string): CadTrustUnit {
  const { lo, hi, status, owner, at, certificateId, purpose, beneficiary, reason } = block
  const serial = (from: number, to: number) => serialText(lot.family, lot.code, { from, to })
  return {
    cadTrustUnitId: idOf('unit', lot.lotId, String(lo), status),
    cadTrustIssuanceId: lot.lotId,
    unitSerialId: serial(lo, hi),
    unitStartBlock: serial(lo, lo + 1),
    unitEndBlock: serial(hi - 1, hi),
    unitCount: tonnesOf(hi - lo),
    unitType: unitTypeOf(lot.family),
    unitVintageYear: lot.vintage,
    unitStatus: status,
    unitStatusReason: status === 'Retired' ? certificateId : reason,
    unitStatusDate: dayOf(at),
    unitRetirementDetail: purpose,
    unitRetirementBeneficiary: beneficiary,
    unitLink: certificateId ? `${publicUrl}/certificates/${certificateId}` : `${publicUrl}/registry/lots/${lot.lotId}`,
    unitMetric: 'tCO2e',
    unitCurrentOwner: owner,
  }
}

const registryOf = ({ family }: CadTrustLot): string =>
  family === 'behaviour' || family === 'other' ? 'Morinowa' : families[family].name.en

/** The ids of what a lot stands in. One project is one name of one owner. */
function idsOf(lot: CadTrustLot) {
  const project = idOf('project', lot.ownerId, lot.projectName)
  const methodology = idOf('methodology', lot.scheme, lot.methodology)
  return {
    program: idOf('program', lot.scheme, lot.family),
    project,
    location: idOf('location', project, lot.municipalityCode ?? ''),
    methodology,
    projectMethodology: idOf('project methodology', project, methodology),
    verification: idOf('verification', lot.lotId),
  }
}

/** The same id for the same thing in every export: a UUID of our own making (version 8). */
function idOf(...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(parts.join('\n')).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
