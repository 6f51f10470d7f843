import { seedExamples } from '@morinowa/prisma/seed/examples.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { dayOf } from '@morinowa/shared/kernel/calendar.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { MethodDetail, MethodSheet } from '@morinowa/shared/methodology/contract.ts'
import {
  currentEdition,
  readMethod as read,
  recompute,
  rowsOfMethod,
} from '@morinowa/shared/methodology/method-sheet.ts'
import type { MethodDocument } from '@morinowa/shared/methodology/methods.ts'
import type { Edition, Registry } from '@morinowa/shared/methodology/registry.ts'
import type { WorkedExample } from '@morinowa/shared/methodology/worked-example.ts'
import type { Deps } from '../platform/deps.ts'
import { loadRegistry, type MethodVersion } from './registry.ts'

let examples: readonly WorkedExample[] | undefined

const workedExamples = () => (examples ??= seedExamples())

/** Every version of every method, with the numbers of the edition in force. */
export async function listMethods(deps: Deps, _actor: Actor) {
  const { methods } = await loadRegistry(deps)
  const { edition } = await inForce(deps)
  return {
    items: methods
      .map((method) => detailOf(method, edition))
      .map(({ id, version, hash, family, title, formula }) => ({ id, version, hash, family, title, formula })),
  }
}

/** One version of a method, its rows, and its examples calculated now. */
export async function readMethod(
  deps: Deps,
  _actor: Actor,
  ask: { id: string; version: string },
): Promise<MethodSheet> {
  const { methods } = await loadRegistry(deps)
  const method = methods.find(({ id, version }) => id === ask.id && version === ask.version)
  if (!method) return refuse('methodology.method-unknown')
  const { registry, edition } = await inForce(deps)
  const document = method.document as MethodDocument
  return {
    ...detailOf(method, edition),
    set: edition.set,
    rows: rowsOfMethod(document, edition),
    examples: workedExamples()
      .filter((example) => (example.ask as { type: string }).type === ask.id)
      .map((example) => recomputed(example, registry)),
    document,
  }
}

/** All that the engine reads, and the examples to try it on. */
export async function readRegistry(deps: Deps) {
  const { factors, sets, methods } = await loadRegistry(deps)
  return {
    factors: [...factors],
    sets: sets.map(({ members, ...set }) => ({ ...set, members: [...members] })),
    methods: methods.map(({ id, version, hash }) => ({ id, version, hash })),
    examples: [...workedExamples()],
  }
}

function recomputed(example: WorkedExample, registry: Registry): MethodSheet['examples'][number] {
  const { factors, ...rest } = recompute(example, registry)
  return { ...rest, factors: [...factors] }
}

async function inForce(deps: Deps) {
  const today = dayOf(deps.now())
  const registry = (await loadRegistry(deps)).on(today)
  return { registry, edition: currentEdition(registry, today) }
}

function detailOf({ hash, document }: MethodVersion, edition: Edition): MethodDetail {
  return { ...read(document as MethodDocument, edition), hash }
}
