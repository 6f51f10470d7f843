import type { Harvest, ProjectGuard, ProjectOwners, RegisterOwner } from '@morinowa/shared/forest/owners-contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { grams, yen } from '@morinowa/shared/kernel/units.ts'
import { priceOf } from '@morinowa/shared/marketplace/price.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Queryable } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import {
  type HarvestRow,
  harvestsOf,
  lockProject,
  ownersOf,
  projectFor,
  recordOwner,
  saidOfLots,
  standOfName,
} from './owners-store.ts'

/** Writes an owner down. The stands of a lot never claim more grams than it has. */
export function registerOwner(deps: Deps, actor: Actor, ask: RegisterOwner & { id: string }): Promise<ProjectOwners> {
  const { id: sellerId } = actingFor(actor)
  if (ask.noHarvestUntil !== null && ask.noHarvestUntil <= ask.consentedOn) refuse('forest.owner-days')
  return deps.db.transaction(async (tx) => {
    await lockProject(tx, ask.id)
    const project = await projectFor(tx, ask.id)
    if (project?.organisationId !== sellerId) return refuse('forest.project-missing')
    const names = ask.stands.map(({ name }) => name)
    const twice = names.find((name, i) => names.indexOf(name) !== i)
    const known = twice ? { name: twice } : await standOfName(tx, project.id, names)
    if (known) refuse('forest.stand-known', known, '/stands')
    await requireMass(tx, project.id, ask)
    await recordOwner(tx, project.id, { ...ask, standIds: ask.stands.map(() => deps.newId()) })
    return ownersShown(tx, project)
  })
}

async function requireMass(tx: Queryable, projectId: string, ask: RegisterOwner): Promise<void> {
  const lots = new Map((await saidOfLots(tx, projectId)).map((lot) => [lot.lotId as string, lot]))
  const more = new Map<string, number>()
  for (const { lotId, massG } of ask.stands.flatMap((stand) => stand.grams)) {
    const lot = lots.get(lotId) ?? refuse('forest.lot-missing', {}, '/stands')
    const saidG = lot.saidG + (more.get(lotId) ?? 0) + massG
    if (saidG > lot.lotG) refuse('forest.stand-mass', { saidG, lotG: lot.lotG }, '/stands')
    more.set(lotId, (more.get(lotId) ?? 0) + massG)
  }
}

/** For the seller, every owner who looks in here, and the operator: one owner's harvest is everybody's concern. */
export async function showOwners({ db }: Deps, actor: Actor, id: string): Promise<ProjectOwners> {
  const acting = actingFor(actor)
  const project = await projectFor(db, id)
  if (!project) return refuse('forest.project-missing')
  const owners = await ownersShown(db, project)
  const isParty =
    acting.kind === 'operator' ||
    project.organisationId === acting.id ||
    owners.owners.some(({ organisationId }) => organisationId === acting.id)
  return isParty ? owners : refuse('forest.project-missing')
}

async function ownersShown(db: Queryable, project: { id: string; name: string }): Promise<ProjectOwners> {
  const found = await ownersOf(db, project.id)
  const owners = found.map((owner) => ({
    ...owner,
    areaM2: owner.stands.reduce((sum, { areaM2 }) => sum + areaM2, 0),
    massG: grams(owner.stands.reduce((sum, { massG }) => sum + massG, 0)),
  }))
  return {
    projectId: project.id,
    projectName: project.name,
    areaM2: owners.reduce((sum, { areaM2 }) => sum + areaM2, 0),
    owners,
    harvests: (await harvestsOf(db, { projectId: project.id })).map(harvestShown),
  }
}

export function harvestShown(row: HarvestRow): Harvest {
  const { projectId: _project, sellerId: _seller, ownerId: _owner, noHarvestUntil, holds, ...harvest } = row
  const priced = holds.flatMap(({ massG, priceYenPerTonne, taxIncluded }) =>
    priceYenPerTonne === null ? [] : priceOf(massG, { priceYenPerTonne, taxIncluded }).totalYen,
  )
  return {
    ...harvest,
    breaksConsent: noHarvestUntil !== null && harvest.harvestOn < noHarvestUntil,
    holds: holds.map(({ lotId, massG, shortG }) => ({ lotId, massG, shortG })),
    heldYen: priced.length < holds.length ? null : yen(priced.reduce((sum, one) => sum + one, 0)),
  }
}

/** What everybody may know. */
export async function showGuard({ db }: Deps, id: string): Promise<ProjectGuard> {
  const project = await projectFor(db, id)
  if (!project) return refuse('forest.project-missing')
  const owners = await ownersOf(db, id)
  const standing = (await harvestsOf(db, { projectId: id })).filter(({ endedAt }) => endedAt === null)
  const sum = (holds: HarvestRow['holds'], field: 'massG' | 'shortG') =>
    grams(holds.reduce((all, hold) => all + hold[field], 0))
  const all = standing.flatMap(({ holds }) => holds)
  return {
    owners: owners.length,
    areaM2: owners.flatMap(({ stands }) => stands).reduce((area, { areaM2 }) => area + areaM2, 0),
    heldG: sum(all, 'massG'),
    shortG: sum(all, 'shortG'),
    harvests: standing.map(({ harvestOn, areaM2, holds }) => ({
      harvestOn,
      areaM2,
      heldG: sum(holds, 'massG'),
      shortG: sum(holds, 'shortG'),
    })),
  }
}
