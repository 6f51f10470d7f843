import type { Me } from '@morinowa/shared/identity/contract.ts'
import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { Deps } from '../platform/deps.ts'
import { membershipsOf } from './store.ts'

/** Who is signed in, for whom they may act and for whom they act now. */
export async function describeMe({ db, prisma }: Deps, actor: Actor): Promise<Me> {
  if (actor.kind === 'anonymous') return { person: null, organisations: [], acting: null }
  const acting = actor.organisation ?? null
  if (actor.kind === 'machine') return { person: null, organisations: [], acting }
  const [person, organisations] = await Promise.all([
    prisma.person.findUnique({
      where: { id: actor.personId },
      select: { name: true, email: true, language: true },
    }),
    membershipsOf(db, actor.personId),
  ])
  return { person: person && { id: actor.personId, ...person }, organisations, acting }
}
