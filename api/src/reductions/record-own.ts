import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { PersonId } from '@morinowa/shared/kernel/ids.ts'
import type { Basis } from '@morinowa/shared/methodology/engine.ts'
import type { Db, OnceKey, Tx } from '../platform/db.ts'
import { claimKeys, keepAnswers } from '../platform/once.ts'
import { openTogether, perPool } from '../platform/together.ts'
import type { Arrival, Outcome, Participant } from './arrival.ts'
import { participantsOfPeople } from './link-store.ts'
import type { Places } from './places.ts'
import { recordReductions } from './record-reductions.ts'

/** What somebody says they did themselves, before it is looked up under which pseudonym. */
export type OwnAct = Omit<Arrival, keyof Participant>

export type Own<Answer> = {
  personId: PersonId
  acts: readonly OwnAct[]
  /** Numbers of the acts' bases, from `pinBases`. */
  bases: ReadonlyMap<Basis, number>
  places: Places
  /** What the person is told; an outcome for each act, in order. */
  answer(outcomes: readonly Outcome[]): Answer
  /** HTTP status with which the answer is kept for a repeat. */
  status: number
}

/**
 * Records what somebody says they did themselves, with whatever others say at the same moment: people, days and sums are
 * read and written once for all of them, and one commit is waited for. Each has an answer of their own; somebody whose
 * request was answered before, or who spoils it for the others, is taken alone.
 */
export async function recordOwn<Answer>(db: Db, own: Own<Answer>): Promise<Answer> {
  const done = await together(db)({ ...own, once: db.once })
  if (done) return done.answer as Answer
  return db.transaction(async (tx) => {
    const people = await peopleOf(tx, [own])
    // A session may outlive its person by a minute.
    if (people.size === 0) return refuse('identity.sign-in')
    const [done] = await recordAll(tx, [own], people)
    return done?.answer as Answer
  })
}

type Asked = Own<unknown> & { once: OnceKey | undefined }
type Done = { answer: unknown }

const MOST_TOGETHER = 128

const together = perPool((db) =>
  openTogether<Asked, Done>({
    work: (asked) => db.transaction((tx) => recordGroup(tx, asked)),
    holder: ({ personId }) => personId,
    key: ({ once }) => once && `${once.caller} ${once.key}`,
    most: MOST_TOGETHER,
  }),
)

/** Records those whose request nobody answered before, and keeps their answers; null for the others. */
async function recordGroup(tx: Tx, asked: readonly Asked[]): Promise<(Done | null)[]> {
  const people = await peopleOf(tx, asked)
  // A key that is claimed here is answered here: nobody's is whose person is gone.
  const there = asked.filter(({ personId }) => people.has(personId))
  const onces = there.flatMap(({ once }) => once ?? [])
  const fresh = onces.length > 0 ? await claimKeys(tx, onces) : new Set<OnceKey>()
  const taken = there.filter(({ once }) => once === undefined || fresh.has(once))
  const done = await recordAll(tx, taken, people)
  const answers = new Map(taken.map((one, at) => [one, done[at] as Done]))
  const kept = [...answers].flatMap(([{ once, status }, { answer }]) => (once ? [{ once, status, body: answer }] : []))
  if (kept.length > 0) await keepAnswers(tx, kept)
  return asked.map((one) => answers.get(one) ?? null)
}

function peopleOf(tx: Tx, all: readonly { personId: string }[]): Promise<ReadonlyMap<string, Participant>> {
  return participantsOfPeople(
    tx,
    all.map(({ personId }) => personId),
  )
}

/** Everybody's acts in one go, and then to each their own outcomes. */
async function recordAll(
  tx: Tx,
  all: readonly Own<unknown>[],
  people: ReadonlyMap<string, Participant>,
): Promise<Done[]> {
  const [first] = all
  if (!first) return []
  const arrivals = all.flatMap(({ personId, acts }) =>
    acts.map((act): Arrival => ({ ...act, ...(people.get(personId) as Participant) })),
  )
  const outcomes = await recordReductions(tx, arrivals, new Map(all.flatMap(({ bases }) => [...bases])), first.places)
  let next = 0
  return all.map(({ acts, answer }) => {
    const from = next
    next += acts.length
    return { answer: answer(outcomes.slice(from, next)) }
  })
}
