import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { Ask } from '@morinowa/shared/methodology/ask.ts'
import { shareCarpool } from '@morinowa/shared/methodology/carpool.ts'
import type { EstimateReply } from '@morinowa/shared/methodology/contract.ts'
import { estimate } from '@morinowa/shared/methodology/engine.ts'
import type { Deps } from '../platform/deps.ts'
import { currentRegistry } from './registry.ts'

/** Calculates one act with its explanation. Writes nothing. */
export async function estimateAct(deps: Deps, _actor: Actor, ask: Ask): Promise<EstimateReply> {
  const registry = await currentRegistry(deps)
  const result = estimate(ask, registry)
  const wholeCar = ask.type === 'mobility.trip' && ask.legs.length === 1 && ask.legs[0]?.mode === 'carpool'
  return (wholeCar ? { ...result, people: shareCarpool(ask, registry).people } : result) as EstimateReply
}
