import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import { daysOfMonth, type Instant, type Month } from '@morinowa/shared/kernel/calendar.ts'
import type { SignedGrams } from '@morinowa/shared/kernel/units.ts'
import type { SchemeId } from '@morinowa/shared/schemes/contract.ts'
import type { Statement } from '@morinowa/shared/schemes/kit/contract.ts'
import { actingFor } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { ownScheme } from './describe-scheme.ts'
import { closingsBetween, daysBetween, paperBetween, returnsBetween, standingBefore } from './statement-store.ts'

/** A month of a scheme, such that what was carried in, what came and what closings took make what is carried on. */
export async function showStatement(
  { db, now }: Deps,
  actor: Actor,
  { id, month }: { id: SchemeId; month: Month },
): Promise<Statement> {
  const scheme = await ownScheme(db, actingFor(actor), id)
  const span = daysOfMonth(month)
  const [before, days, returns, onPaper, closings] = await Promise.all([
    standingBefore(db, id, span.from),
    daysBetween(db, id, span),
    returnsBetween(db, id, span),
    paperBetween(db, id, span),
    closingsBetween(db, id, span),
  ])
  const sum = (of: (day: (typeof days)[number]) => number) => days.reduce((total, day) => total + of(day), 0)
  const sums = {
    items: sum(({ items }) => items),
    massG: sum(({ massG }) => massG) as SignedGrams,
    yen: sum(({ yen }) => yen),
  }
  const spent = closings.reduce((total, { spentYen }) => total + spentYen, 0)
  const settled = closings.reduce((total, { retiredG, boughtG }) => total + retiredG - boughtG, 0)
  return {
    schemeId: scheme.id,
    schemeName: scheme.name,
    organisationName: scheme.organisationName,
    place: scheme.place,
    month,
    ...span,
    madeAt: now() as Instant,
    before,
    days,
    sums,
    returns,
    onPaper,
    closings,
    after: {
      fundYen: before.fundYen + sums.yen - spent,
      waitingG: (before.waitingG + sums.massG - settled) as SignedGrams,
    },
  }
}
