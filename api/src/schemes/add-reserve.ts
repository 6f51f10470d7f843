import { LotId } from '@morinowa/shared/credits/ids.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { Scheme, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import type { Reserve } from '@morinowa/shared/schemes/scheme-rule.ts'
import { ruleOf } from '@morinowa/shared/schemes/scheme-rules.ts'
import { lotById, reserve } from '../credits/ledger.ts'
import { lotFacts } from '../forest/lot-facts.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { asScheme, ownScheme } from './describe-scheme.ts'
import { recordReserve, sourcesOf } from './reserve-store.ts'
import { lockStock } from './store.ts'

/** Sets more grams aside for a scheme. One scheme draws on one family, except where its shares name several. */
export function addReserve(deps: Deps, actor: Actor, ask: Reserve & { id: SchemeId }): Promise<Scheme> {
  const owner = actingFor(actor)
  return deps.db.transaction(async (tx) => {
    const scheme = await ownScheme(tx, owner, ask.id)
    if (scheme.state === 'ended') refuse('schemes.ended')
    if (ruleOf(scheme.kind).settles !== 'reserve') refuse('schemes.no-reserve')
    await lockStock(tx, scheme.id)
    const lot = await lotById(tx, LotId.parse(ask.lotId))
    if (!lot) return refuse('schemes.lot-missing', {}, '/lotId')
    const sources = await sourcesOf(tx, scheme.id)
    if (!sources.some(({ family }) => family === lot.family)) refuse('schemes.reserve-family', {}, '/lotId')
    if (ruleOf(scheme.kind).bound) await sameForest(tx, lot.id, sources)
    await setAside(tx, deps, owner.id, scheme.id, ask)
    return asScheme(deps, tx, await ownScheme(tx, owner, scheme.id))
  })
}

/** A property keeps to its forest: further lots of the same project will do, another project's will not. */
async function sameForest(tx: Tx, lotId: LotId, sources: readonly { lotId: LotId }[]): Promise<void> {
  if (sources.some((source) => source.lotId === lotId)) return
  const facts = await lotFacts(tx, [lotId, ...sources.map((source) => source.lotId)])
  const projects = new Set(facts.map(({ projectId }) => projectId))
  if (projects.size !== 1 || facts.length <= sources.length) refuse('schemes.other-forest', {}, '/lotId')
}

/** Reserves grams in the ledger and adds them to the scheme's stock. */
export async function setAside(
  tx: Tx,
  { newId }: Deps,
  organisationId: OrganisationId,
  id: SchemeId,
  { lotId, massG }: Reserve,
): Promise<void> {
  const lot = LotId.parse(lotId)
  const { reservationId } = await reserve(tx, {
    key: newId(),
    organisationId,
    lotId: lot,
    massG,
    purpose: `scheme ${id}`,
    expiresAt: null,
    use: 'retire',
  })
  await recordReserve(tx, id, { reservationId, lotId: lot, massG })
}
