import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import { MethodDetail } from '@morinowa/shared/methodology/contract.ts'
import type { Deps } from '../platform/deps.ts'
import { loadRegistry, type MethodVersion } from './registry.ts'

/** Every version of every method. */
export async function listMethods(deps: Deps, _actor: Actor) {
  const { methods } = await loadRegistry(deps)
  return {
    items: methods
      .map(asDetail)
      .map(({ id, version, hash, family, title, formula }) => ({ id, version, hash, family, title, formula })),
  }
}

/** One version of a method. */
export async function readMethod(
  deps: Deps,
  _actor: Actor,
  ask: { id: string; version: string },
): Promise<MethodDetail> {
  const { methods } = await loadRegistry(deps)
  const method = methods.find(({ id, version }) => id === ask.id && version === ask.version)
  return method ? asDetail(method) : refuse('methodology.method-unknown')
}

function asDetail({ hash, document }: MethodVersion): MethodDetail {
  return MethodDetail.parse({ ...(document as object), hash })
}
