import { families } from '@morinowa/shared/credits/families.ts'
import { LotId } from '@morinowa/shared/credits/ids.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { type CreateScheme, type Scheme, SchemeId } from '@morinowa/shared/schemes/contract.ts'
import type { OpeningFacts } from '@morinowa/shared/schemes/emission.ts'
import { ruleOf } from '@morinowa/shared/schemes/scheme-rules.ts'
import { lotById } from '../credits/ledger.ts'
import { actingFor } from '../identity/asking-person.ts'
import { loadRegistry } from '../methodology/registry.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { setAside } from './add-reserve.ts'
import { asScheme, ownScheme } from './describe-scheme.ts'
import { recordSource } from './reserve-store.ts'
import { recordScheme } from './store.ts'

/** Opens a scheme: its rule reads what the owner says, and what it promises is set aside. */
export async function createScheme(deps: Deps, actor: Actor, ask: CreateScheme): Promise<Scheme> {
  const owner = actingFor(actor)
  const { kind, name, place, municipalityCode, beneficiary = null, ...own } = ask
  const rule = ruleOf(kind)
  const opening = rule.open(own, await factsFor(deps))
  return deps.db.transaction(async (tx) => {
    const id = SchemeId.parse(deps.newId())
    await recordScheme(tx, {
      id,
      organisationId: owner.id,
      kind,
      name,
      place,
      municipalityCode,
      beneficiary,
      terms: opening.terms,
      guarded: rule.guarded,
    })
    for (const [i, { lotId, share }] of opening.sources.entries()) {
      await recordSource(tx, id, i + 1, { ...(await sourceLot(tx, lotId)), share })
    }
    for (const reserve of opening.reserves) await setAside(tx, deps, owner.id, id, reserve)
    return asScheme(deps, tx, await ownScheme(tx, owner, id))
  })
}

async function sourceLot(tx: Tx, asked: string): Promise<{ lotId: LotId; family: string; unitG: number }> {
  const lot = await lotById(tx, LotId.parse(asked))
  if (!lot) return refuse('schemes.lot-missing')
  return { lotId: lot.id, family: lot.family, unitG: families[lot.family].unitG }
}

/** The newest published version of a factor, from the registry in memory. */
async function factsFor(deps: Deps): Promise<OpeningFacts> {
  const { factors } = await loadRegistry(deps)
  const today = dayOf(deps.now())
  return {
    factor(id) {
      const [newest] = factors
        .filter((factor) => factor.id === id && factor.publishedAt <= today)
        .toSorted((a, b) => b.version - a.version)
      return newest ? { valueMg: newest.valueMg, unit: newest.unit, version: newest.version } : null
    },
  }
}
