import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { Purpose, purposeText } from '@morinowa/shared/reductions/consent.ts'
import type { MyConsent } from '@morinowa/shared/reductions/contract.ts'
import { askingPerson } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { type ConsentRow, consentsOf, recordConsent } from './link-store.ts'

/** What a person agreed to, every purpose named. */
export async function myConsents({ db }: Deps, actor: Actor): Promise<MyConsent[]> {
  const known = await consentsOf(db, askingPerson(actor).personId)
  return Purpose.options.map((purpose) =>
    said(
      purpose,
      known.find((row) => row.purpose === purpose),
    ),
  )
}

/** Gives or revokes a consent. It decides about what is gathered and counted from now on. */
export function changeConsent(
  { db, now }: Deps,
  actor: Actor,
  { purpose, given }: { purpose: Purpose; given: boolean },
): Promise<MyConsent> {
  const { personId } = askingPerson(actor)
  return db.transaction(async (tx) => said(purpose, await recordConsent(tx, personId, purpose, given, now())))
}

function said(purpose: Purpose, row: ConsentRow | undefined): MyConsent {
  return {
    purpose,
    text: purposeText[purpose],
    given: row !== undefined && row.revokedAt === null,
    givenAt: row?.givenAt ?? null,
    revokedAt: row?.revokedAt ?? null,
  }
}
