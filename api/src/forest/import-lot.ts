import type { ForestLot, ImportLot } from '@morinowa/shared/forest/contract.ts'
import { massOfSerials, requireSoundImport } from '@morinowa/shared/forest/proof.ts'
import { registryUnitG } from '@morinowa/shared/forest/registered-family.ts'
import { claimedRanges, printedSerials } from '@morinowa/shared/forest/serials.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { issueLot } from '../credits/ledger.ts'
import { actingFor, auditName } from '../identity/asking-person.ts'
import { recordAudit } from '../identity/record-audit.ts'
import type { Deps } from '../platform/deps.ts'
import { importedLots, municipalityKnown, recordLot, recordProject, recordSerials } from './store.ts'

/**
 * Brings a lot that another registry has issued into the ledger, in its owner's account. It is called `stated` until
 * the operator has looked at its proof.
 */
export function importLot({ db, now, newId }: Deps, actor: Actor, ask: ImportLot): Promise<ForestLot> {
  const owner = actingFor(actor)
  const serials = printedSerials(ask.serials)
  const printed = serials.join(', ')
  const { ranges, readable } = claimedRanges(printed)
  requireSoundImport(ask, readable ? ranges : [])
  if (ask.statement.issuedOn > dayOf(now())) {
    refuse('forest.statement-dated', { issuedOn: ask.statement.issuedOn }, '/statement/issuedOn')
  }
  const unitG = registryUnitG(ask.family)

  return db.transaction(async (tx) => {
    if (!(await municipalityKnown(tx, ask.municipalityCode))) {
      refuse('forest.municipality-unknown', { code: ask.municipalityCode }, '/municipalityCode')
    }
    const project = await recordProject(tx, newId(), owner.id, ask)
    const same = (['family', 'methodology', 'municipalityCode'] as const).every((fact) => project[fact] === ask[fact])
    if (!same) refuse('forest.project-differs', {}, '/projectName')

    const { id: lotId } = await issueLot(tx, {
      key: newId(),
      ownerId: owner.id,
      family: ask.family,
      massG: ask.massG,
      vintage: ask.vintage,
      projectName: ask.projectName,
      municipalityCode: ask.municipalityCode,
      scheme: ask.scheme,
      methodology: ask.methodology,
      registrySerials: serials,
      unitG,
      rules: ask.rules,
    })
    const serialsMassG = readable ? massOfSerials(ask.family, ranges) : null
    await recordLot(tx, { lotId, projectId: project.id, organisationId: owner.id, ask, unitG, printed, serialsMassG })
    await recordSerials(tx, lotId, ask.family, ranges)
    await recordAudit(tx, { actor: auditName(actor), organisationId: owner.id, act: 'forest.import', subject: lotId })
    const [lot] = await importedLots(tx, { lotId, limit: 1 })
    if (!lot) throw new Error(`lot ${lotId} was imported and is not there`)
    return lot
  })
}
