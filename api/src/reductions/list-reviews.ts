import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { ReductionId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type {
  OwnReview,
  Review,
  ReviewDetail,
  ReviewEntry,
  ReviewKind,
} from '@morinowa/shared/reductions/review-contract.ts'
import { actingFor, askingPerson } from '../identity/asking-person.ts'
import type { Deps } from '../platform/deps.ts'
import { cursorAfter, readCursor } from './cursor.ts'
import { ownReviewFor, reviewDetail, reviewFor } from './describe-review.ts'
import {
  entriesOf,
  openReviews,
  ownActInReview,
  participantInReview,
  recordEntry,
  type ReviewRow,
  reviewOf,
} from './review-store.ts'

type Ask = { kind?: ReviewKind | undefined; reason?: string | undefined; cursor?: string | undefined; limit: number }

/** What waits for the reviewer, the longest first. */
export async function listReviews({ db, now }: Deps, _: Actor, ask: Ask) {
  const found = await openReviews(db, { ...asked(ask), providerId: null })
  return page(found, ask.limit, (rows): Review[] => rows.map((row) => reviewFor(row, now())))
}

/** What waits of one provider's records, for itself. */
export async function listOwnReviews({ db, now }: Deps, actor: Actor, ask: Ask) {
  const found = await openReviews(db, { ...asked(ask), providerId: actingFor(actor).id })
  const entries = await entriesOf(
    db,
    found.map(({ id }) => id),
  )
  return page(found, ask.limit, (rows): OwnReview[] =>
    rows.map((row) =>
      ownReviewFor(
        row,
        entries.filter(({ reductionId }) => reductionId === row.id),
        now(),
      ),
    ),
  )
}

function asked({ kind, reason, cursor, limit }: Ask) {
  return { kind: kind ?? null, reason: reason ?? null, after: readCursor(cursor), limit: limit + 1 }
}

function page<T>(found: readonly ReviewRow[], limit: number, write: (rows: readonly ReviewRow[]) => T[]) {
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return { items: write(shown), next: found.length > limit && last ? cursorAfter(last.since, last.id) : null }
}

/** One act in review, or one that was. */
export async function showReview(deps: Deps, _: Actor, id: ReductionId): Promise<ReviewDetail> {
  const participantId = await participantInReview(deps.db, id)
  const row = participantId === null ? null : await reviewOf(deps.db, participantId, id)
  return row ? reviewDetail(deps, deps.db, row) : refuse('reductions.review-missing')
}

/** A provider's own words about a record of its own that is in review. */
export function sayInReview(
  { db, now, newId }: Deps,
  actor: Actor,
  { id, text }: { id: ReductionId; text: string },
): Promise<ReviewEntry> {
  const organisation = actingFor(actor)
  const personId = actor.kind === 'person' ? askingPerson(actor).personId : null
  return db.transaction(async (tx) => {
    const participantId = await participantInReview(tx, id)
    const own = participantId === null ? null : await ownActInReview(tx, participantId, id, organisation.id)
    if (!own) return refuse('reductions.review-missing')
    const entryId = newId()
    await recordEntry(tx, {
      id: entryId,
      reductionId: id,
      participantId: own.participantId,
      act: 'say',
      note: text,
      personId,
      organisationId: organisation.id,
      at: now(),
    })
    const said = (await entriesOf(tx, [id])).find((entry) => entry.id === entryId)
    if (!said) throw new Error('a statement was recorded and cannot be read')
    const { reductionId: _, ...entry } = said
    return entry
  })
}
