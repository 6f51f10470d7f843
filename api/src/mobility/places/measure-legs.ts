import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { distanceStep } from '@morinowa/shared/mobility/leg-distance.ts'
import type { MeasureLegs } from '@morinowa/shared/mobility/places-contract.ts'
import type { Deps } from '../../platform/deps.ts'
import type { Areas } from './areas.ts'
import { locateLegs } from './locate-legs.ts'

/** How far legs go and how that is known, as logging them would find it. */
export async function measureLegs(deps: Deps, _actor: Actor, ask: MeasureLegs, areas: Areas) {
  const { legs } = await locateLegs(deps, ask.legs, ask.day ?? dayOf(deps.now()), areas)
  return {
    legs: legs.map(({ distance, from, to }) => ({
      distanceM: distance.distanceM,
      source: distance.source,
      text: distanceStep(distance).text,
      fromMunicipality: from?.code ?? null,
      toMunicipality: to?.code ?? null,
    })),
  }
}
