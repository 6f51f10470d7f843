import { MIN_PEOPLE, MIXED } from '@morinowa/shared/reductions/k-anonymity.ts'
import { Month } from '@morinowa/shared/kernel/calendar.ts'
import { Pool } from '@morinowa/shared/reductions/reduction.ts'
import { addTally, isDue, type Labels, release, type Tally } from '@morinowa/shared/reductions/release.ts'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../platform/db.ts'
import { plainArray, textArray } from './sql-text.ts'
import type { AreaDelta, Kind, PersonDelta, PieceDelta, Presence, SumDeltas } from './sum-deltas.ts'

// The sums beside the rows, changed in the transaction that changes the rows. Rows of a sum are locked in one order,
// or two transactions would wait for each other; the most wanted rows, those of areas, come last and are held shortest.

/** Cells that somebody will publish with `publishCells` when all of their acts are in. */
export type Unpublished = Map<string, CellKey>

/**
 * Adds to every sum that a set of acts changes, and publishes what may be published; with `later`, it is only noted where
 * something waits.
 */
export async function addToSums(tx: Tx, deltas: SumDeltas, later?: Unpublished): Promise<void> {
  if (deltas.persons.size > 0) await addToPersons(tx, ordered(deltas.persons))
  if (deltas.presences.size > 0) await addPresences(tx, ordered(deltas.presences))
  if (deltas.areas.size > 0) await addToAreas(tx, ordered(deltas.areas), later)
}

function ordered<T>(map: ReadonlyMap<string, T>): T[] {
  return [...map.keys()].sort().map((key) => map.get(key) as T)
}

/** One property of many as an array of SQL; every value here is a number or a name of ours. */
const column = <T, K extends keyof T>(items: readonly T[], key: K): string =>
  plainArray(items.map((item) => item[key] as string | number))

async function addToPersons(tx: Tx, deltas: readonly PersonDelta[]): Promise<void> {
  await tx.run(sql`
    insert into person_sum as s
           (participant_id, month, pool, mode, acts, shown_g, credited_g, emitted_g, contributed_g)
    select * from unnest(${column(deltas, 'participantId')}::uuid[], ${column(deltas, 'month')}::text[],
                         ${column(deltas, 'pool')}::text[], ${column(deltas, 'mode')}::text[],
                         ${column(deltas, 'acts')}::bigint[], ${column(deltas, 'shownG')}::bigint[],
                         ${column(deltas, 'creditedG')}::bigint[], ${column(deltas, 'emittedG')}::bigint[],
                         ${column(deltas, 'contributedG')}::bigint[])
    on conflict (participant_id, month, pool, mode) do update
       set acts = s.acts + excluded.acts,
           shown_g = s.shown_g + excluded.shown_g,
           credited_g = s.credited_g + excluded.credited_g,
           emitted_g = s.emitted_g + excluded.emitted_g,
           contributed_g = s.contributed_g + excluded.contributed_g`)
}

/** Counts each person of a municipality's month once, and once in each pool. */
async function addPresences(tx: Tx, presences: readonly Presence[]): Promise<void> {
  await tx.run(sql`
    with touched as (
      insert into area_person as a (participant_id, month, municipality_code, pools)
      -- Whoever was there before is left alone: to find a row is cheap, to lock it is not.
      select p.participant_id, p.month, p.code, p.pools
        from unnest(${column(presences, 'participantId')}::uuid[], ${column(presences, 'month')}::text[],
                    ${column(presences, 'code')}::text[], ${column(presences, 'pools')}::smallint[])
             as p (participant_id, month, code, pools)
        left join area_person k
          on k.participant_id = p.participant_id and k.month = p.month and k.municipality_code = p.code
       where k.pools is null or k.pools <> k.pools | p.pools
      on conflict (participant_id, month, municipality_code) do update
         set pools = a.pools | excluded.pools
       where a.pools <> a.pools | excluded.pools
      returning new.municipality_code as code, new.month as month, coalesce(old.pools, 0) as before, new.pools as after
    )
    insert into area_people as p (municipality_code, month, pool, people)
    select t.code, t.month, v.pool, count(*)
      from touched t
     cross join lateral (values ('all', t.before = 0),
                                ('mobility', (t.after & ~t.before & 1) <> 0),
                                ('destinations', (t.after & ~t.before & 2) <> 0)) as v (pool, fresh)
     where v.fresh
     group by 1, 2, 3
     order by 1, 2, 3
    on conflict (municipality_code, month, pool) do update set people = p.people + excluded.people`)
}

const Cell = z.object({
  code: z.string(),
  month: Month,
  pool: Pool,
  mode: z.string(),
  changes: z.int(),
  publishedChanges: z.int(),
})
type CellKey = Pick<z.infer<typeof Cell>, 'code' | 'month' | 'pool' | 'mode'>

const keyOf = ({ code, month, pool, mode }: { code: string; month: string; pool: string; mode: string }): string =>
  `${code} ${month} ${pool} ${mode}`

/** Adds to the cells and to what waits in them; publishes what is due. The row of a cell is what others wait for. */
async function addToAreas(tx: Tx, deltas: readonly AreaDelta[], later?: Unpublished): Promise<void> {
  const cells = await tx.many(rows(Cell)`
    insert into area_sum as s
           (municipality_code, month, pool, mode, acts, shown_g, credited_g, emitted_g, contributed_g, changes)
    select * from unnest(${column(deltas, 'code')}::text[], ${column(deltas, 'month')}::text[],
                         ${column(deltas, 'pool')}::text[], ${column(deltas, 'mode')}::text[],
                         ${column(deltas, 'acts')}::bigint[], ${column(deltas, 'shownG')}::bigint[],
                         ${column(deltas, 'creditedG')}::bigint[], ${column(deltas, 'emittedG')}::bigint[],
                         ${column(deltas, 'contributedG')}::bigint[], ${column(deltas, 'changes')}::bigint[])
    on conflict (municipality_code, month, pool, mode) do update
       set acts = s.acts + excluded.acts,
           shown_g = s.shown_g + excluded.shown_g,
           credited_g = s.credited_g + excluded.credited_g,
           emitted_g = s.emitted_g + excluded.emitted_g,
           contributed_g = s.contributed_g + excluded.contributed_g,
           changes = s.changes + excluded.changes
    returning municipality_code as code, month, pool, mode, changes, published_changes as "publishedChanges"`)
  await withdrawPeople(tx, deltas)
  for (const cell of cells) later?.set(keyOf(cell), cell)
  const due = cells.filter(
    (cell) => !later && isDue({ waiting: cell.changes - cell.publishedChanges, published: cell.publishedChanges }),
  )
  const dueKeys = new Set(due.map(keyOf))
  const stored = due.length > 0 ? await waitingIn(tx, due) : []
  const byCell = new Map(due.map((cell) => [keyOf(cell), new Map<string, Piece>()]))
  for (const piece of stored)
    byCell.get(keyOf(piece))?.set(pieceKey(piece), { ...piece, stored: true, fresh: undefined })

  const upserts: Piece[] = []
  const released: Released[] = []
  for (const delta of deltas) {
    const cell = keyOf(delta)
    const fresh = [...delta.pieces.values()].map(
      (piece): Piece => ({
        ...piece,
        code: delta.code,
        month: delta.month as Month,
        pool: delta.pool,
        mode: delta.mode,
        stored: false,
        fresh: piece,
      }),
    )
    if (!dueKeys.has(cell)) {
      upserts.push(...fresh)
      continue
    }
    const pieces = byCell.get(cell) as Map<string, Piece>
    for (const piece of fresh) {
      const before = pieces.get(pieceKey(piece))
      pieces.set(pieceKey(piece), before ? merged(before, piece) : piece)
    }
    const { kept, ...rest } = releaseCell([...pieces.values()], delta.mode)
    upserts.push(...kept.flatMap(({ fresh: added, ...piece }) => (added ? [{ ...piece, ...added, fresh: added }] : [])))
    released.push(rest)
  }
  if (upserts.length > 0) await addWaiting(tx, upserts)
  await publish(tx, released)
}

/** Something that waits, as a row and as what this transaction adds to it. */
type Piece = Tally &
  Labels &
  CellKey & {
    kind: Kind
    people: ReadonlySet<string>
    /** Whether it is a row already. */
    stored: boolean
    /** What this transaction adds to it. */
    fresh: PieceDelta | undefined
  }

type Outgoing = Tally & Labels & CellKey
type Released = { gone: readonly Piece[]; increments: readonly Outgoing[] }

const pieceKey = ({ kind, day, to, fromMesh, toMesh }: Labels & { kind: Kind }): string =>
  `${kind} ${day} ${to} ${fromMesh} ${toMesh}`

function merged(before: Piece, fresh: Piece): Piece {
  const piece = { ...before, fresh: fresh.fresh, people: new Set([...before.people, ...fresh.people]) }
  addTally(piece, fresh)
  return piece
}

/** Acts and sold grams become public each with ten people of their own, under the area and mode of the first one. */
function releaseCell(pieces: readonly Piece[], mode: string, code?: string): Released & { kept: Piece[] } {
  const [first] = pieces
  const kept: Piece[] = []
  const increments: Outgoing[] = []
  for (const kind of ['act', 'sold'] as const) {
    const done = release(pieces.filter((piece) => piece.kind === kind))
    kept.push(...done.kept)
    for (const increment of done.increments) {
      const { month, pool } = first as Piece
      increments.push({ ...increment, code: code ?? (first as Piece).code, month, pool, mode })
    }
  }
  const waits = new Set(kept)
  return { kept, gone: pieces.filter((piece) => !waits.has(piece)), increments }
}

/** Whoever took an act back stands behind nothing in that cell until they act again. */
async function withdrawPeople(tx: Tx, deltas: readonly AreaDelta[]): Promise<void> {
  const touched = deltas.filter(({ withdrawn }) => withdrawn.size > 0)
  if (touched.length === 0) return
  const people = textArray(touched.map(({ withdrawn }) => plainArray([...withdrawn])))
  await tx.run(sql`
    update area_waiting w
       set people = array(select unnest(w.people) except select unnest(d.people::uuid[]))
      from unnest(${column(touched, 'code')}::text[], ${column(touched, 'month')}::text[],
                  ${column(touched, 'pool')}::text[], ${column(touched, 'mode')}::text[], ${people}::text[])
           as d (code, month, pool, mode, people)
     where (w.municipality_code, w.month, w.pool, w.mode, w.kind) = (d.code, d.month, d.pool, d.mode, 'act')
       and w.people && d.people::uuid[]`)
}

const WaitingRow = z.object({
  code: z.string(),
  month: Month,
  pool: Pool,
  mode: z.string(),
  kind: z.enum(['act', 'sold']),
  day: z.string(),
  to: z.string(),
  fromMesh: z.string(),
  toMesh: z.string(),
  acts: z.int(),
  shownG: z.int(),
  creditedG: z.int(),
  emittedG: z.int(),
  contributedG: z.int(),
  changes: z.int(),
  people: z.array(z.string()).transform((people): ReadonlySet<string> => new Set(people)),
})
type WaitingRow = z.infer<typeof WaitingRow>

function waitingIn(tx: Tx, cells: readonly CellKey[]): Promise<WaitingRow[]> {
  return tx.many(rows(WaitingRow)`
    select w.municipality_code as code, w.month, w.pool, w.mode, w.kind, w.day, w.to_municipality as "to",
           w.from_mesh as "fromMesh", w.to_mesh as "toMesh", w.acts, w.shown_g as "shownG",
           w.credited_g as "creditedG", w.emitted_g as "emittedG", w.contributed_g as "contributedG", w.changes,
           w.people::text[] as people
      from unnest(${column(cells, 'code')}::text[], ${column(cells, 'month')}::text[],
                  ${column(cells, 'pool')}::text[], ${column(cells, 'mode')}::text[]) as d (code, month, pool, mode)
      join area_waiting w
        on w.municipality_code = d.code and w.month = d.month and w.pool = d.pool and w.mode = d.mode`)
}

/** Labels may be empty, which arrays must be told. */
const labels = <T, K extends keyof T>(items: readonly T[], key: K): string =>
  textArray(items.map((item) => item[key] as string))

async function addWaiting(tx: Tx, pieces: readonly Piece[]): Promise<void> {
  const people = textArray(pieces.map((piece) => plainArray([...piece.people].slice(0, MIN_PEOPLE))))
  await tx.run(sql`
    insert into area_waiting as w
           (municipality_code, month, pool, mode, kind, day, to_municipality, from_mesh, to_mesh, acts, shown_g,
            credited_g, emitted_g, contributed_g, changes, people)
    select d.code, d.month, d.pool, d.mode, d.kind, d.day, d.dest, d.from_mesh, d.to_mesh, d.acts, d.shown_g,
           d.credited_g, d.emitted_g, d.contributed_g, d.changes, d.people::uuid[]
      from unnest(${column(pieces, 'code')}::text[], ${column(pieces, 'month')}::text[],
                  ${column(pieces, 'pool')}::text[], ${column(pieces, 'mode')}::text[],
                  ${column(pieces, 'kind')}::text[], ${labels(pieces, 'day')}::text[], ${labels(pieces, 'to')}::text[],
                  ${labels(pieces, 'fromMesh')}::text[], ${labels(pieces, 'toMesh')}::text[],
                  ${column(pieces, 'acts')}::bigint[], ${column(pieces, 'shownG')}::bigint[],
                  ${column(pieces, 'creditedG')}::bigint[], ${column(pieces, 'emittedG')}::bigint[],
                  ${column(pieces, 'contributedG')}::bigint[], ${column(pieces, 'changes')}::bigint[],
                  ${people}::text[])
           as d (code, month, pool, mode, kind, day, dest, from_mesh, to_mesh, acts, shown_g, credited_g, emitted_g,
                 contributed_g, changes, people)
    on conflict (municipality_code, month, pool, mode, kind, day, to_municipality, from_mesh, to_mesh) do update
       set acts = w.acts + excluded.acts,
           shown_g = w.shown_g + excluded.shown_g,
           credited_g = w.credited_g + excluded.credited_g,
           emitted_g = w.emitted_g + excluded.emitted_g,
           contributed_g = w.contributed_g + excluded.contributed_g,
           changes = w.changes + excluded.changes,
           -- Ten are enough to know that there are ten.
           people = (array(select distinct unnest(w.people || excluded.people)))[1:10]`)
}

/** Takes what was released out of what waits and adds it to every public table whose labels it has. */
async function publish(tx: Tx, released: readonly Released[]): Promise<void> {
  const increments = released.flatMap((one) => one.increments)
  if (increments.length === 0) return
  const gone = released.flatMap((one) => one.gone)
  await forgetWaiting(
    tx,
    gone.filter((piece) => piece.stored),
  )
  await countPublished(tx, gone)

  const areas = summed(increments, keyOf)
  await tx.run(sql`
    insert into area_published as a
           (municipality_code, month, pool, mode, acts, shown_g, credited_g, emitted_g, contributed_g)
    select * from unnest(${column(areas, 'code')}::text[], ${column(areas, 'month')}::text[],
                         ${column(areas, 'pool')}::text[], ${column(areas, 'mode')}::text[],
                         ${column(areas, 'acts')}::bigint[], ${column(areas, 'shownG')}::bigint[],
                         ${column(areas, 'creditedG')}::bigint[], ${column(areas, 'emittedG')}::bigint[],
                         ${column(areas, 'contributedG')}::bigint[])
    on conflict (municipality_code, month, pool, mode) do update
       set acts = a.acts + excluded.acts,
           shown_g = a.shown_g + excluded.shown_g,
           credited_g = a.credited_g + excluded.credited_g,
           emitted_g = a.emitted_g + excluded.emitted_g,
           contributed_g = a.contributed_g + excluded.contributed_g`)
  await publishDays(
    tx,
    increments.filter(({ day }) => day !== ''),
  )
  await publishFlows(
    tx,
    increments.filter(({ code, to }) => to !== '' && code.length === 5),
  )
  await publishMeshFlows(
    tx,
    increments.filter(({ code, fromMesh }) => fromMesh !== '' && code.length === 5),
  )
  await publishPeople(tx, areas)
}

function summed(increments: readonly Outgoing[], key: (one: Outgoing) => string): Outgoing[] {
  const sums = new Map<string, Outgoing>()
  for (const one of increments) {
    const known = sums.get(key(one))
    if (known) addTally(known, one)
    else sums.set(key(one), { ...one })
  }
  return ordered(sums)
}

async function forgetWaiting(tx: Tx, gone: readonly Piece[]): Promise<void> {
  if (gone.length === 0) return
  await tx.run(sql`
    delete from area_waiting w
     using unnest(${column(gone, 'code')}::text[], ${column(gone, 'month')}::text[], ${column(gone, 'pool')}::text[],
                  ${column(gone, 'mode')}::text[], ${column(gone, 'kind')}::text[], ${labels(gone, 'day')}::text[],
                  ${labels(gone, 'to')}::text[], ${labels(gone, 'fromMesh')}::text[],
                  ${labels(gone, 'toMesh')}::text[])
           as d (code, month, pool, mode, kind, day, dest, from_mesh, to_mesh)
     where (w.municipality_code, w.month, w.pool, w.mode, w.kind, w.day, w.to_municipality, w.from_mesh, w.to_mesh)
         = (d.code, d.month, d.pool, d.mode, d.kind, d.day, d.dest, d.from_mesh, d.to_mesh)`)
}

async function countPublished(tx: Tx, gone: readonly Piece[]): Promise<void> {
  const cells = summed(gone, keyOf)
  await tx.run(sql`
    update area_sum s set published_changes = s.published_changes + d.changes
      from unnest(${column(cells, 'code')}::text[], ${column(cells, 'month')}::text[], ${column(cells, 'pool')}::text[],
                  ${column(cells, 'mode')}::text[], ${column(cells, 'changes')}::bigint[])
           as d (code, month, pool, mode, changes)
     where (s.municipality_code, s.month, s.pool, s.mode) = (d.code, d.month, d.pool, d.mode)`)
}

async function publishDays(tx: Tx, increments: readonly Outgoing[]): Promise<void> {
  if (increments.length === 0) return
  const days = summed(increments, ({ code, day, pool, mode }) => `${code} ${day} ${pool} ${mode}`)
  await tx.run(sql`
    insert into area_day_published as a
           (municipality_code, day, pool, mode, acts, shown_g, credited_g, emitted_g)
    select * from unnest(${column(days, 'code')}::text[], ${column(days, 'day')}::text[],
                         ${column(days, 'pool')}::text[], ${column(days, 'mode')}::text[],
                         ${column(days, 'acts')}::bigint[], ${column(days, 'shownG')}::bigint[],
                         ${column(days, 'creditedG')}::bigint[], ${column(days, 'emittedG')}::bigint[])
    on conflict (municipality_code, day, pool, mode) do update
       set acts = a.acts + excluded.acts,
           shown_g = a.shown_g + excluded.shown_g,
           credited_g = a.credited_g + excluded.credited_g,
           emitted_g = a.emitted_g + excluded.emitted_g`)
}

async function publishFlows(tx: Tx, increments: readonly Outgoing[]): Promise<void> {
  if (increments.length === 0) return
  const flows = summed(increments, ({ code, month, to, mode }) => `${code} ${month} ${to} ${mode}`)
  await tx.run(sql`
    insert into flow_published as a
           (from_municipality, month, to_municipality, mode, acts, shown_g, credited_g, emitted_g)
    select * from unnest(${column(flows, 'code')}::text[], ${column(flows, 'month')}::text[],
                         ${column(flows, 'to')}::text[], ${column(flows, 'mode')}::text[],
                         ${column(flows, 'acts')}::bigint[], ${column(flows, 'shownG')}::bigint[],
                         ${column(flows, 'creditedG')}::bigint[], ${column(flows, 'emittedG')}::bigint[])
    on conflict (from_municipality, month, to_municipality, mode) do update
       set acts = a.acts + excluded.acts,
           shown_g = a.shown_g + excluded.shown_g,
           credited_g = a.credited_g + excluded.credited_g,
           emitted_g = a.emitted_g + excluded.emitted_g`)
}

async function publishMeshFlows(tx: Tx, increments: readonly Outgoing[]): Promise<void> {
  if (increments.length === 0) return
  const flows = summed(
    increments,
    ({ code, month, fromMesh, toMesh, mode }) => `${code} ${month} ${fromMesh} ${toMesh} ${mode}`,
  )
  await tx.run(sql`
    insert into mesh_flow_published as a
           (from_municipality, month, from_mesh, to_mesh, mode, acts, shown_g, credited_g, emitted_g)
    select * from unnest(${column(flows, 'code')}::text[], ${column(flows, 'month')}::text[],
                         ${column(flows, 'fromMesh')}::text[], ${column(flows, 'toMesh')}::text[],
                         ${column(flows, 'mode')}::text[], ${column(flows, 'acts')}::bigint[],
                         ${column(flows, 'shownG')}::bigint[], ${column(flows, 'creditedG')}::bigint[],
                         ${column(flows, 'emittedG')}::bigint[])
    on conflict (from_municipality, month, from_mesh, to_mesh, mode) do update
       set acts = a.acts + excluded.acts,
           shown_g = a.shown_g + excluded.shown_g,
           credited_g = a.credited_g + excluded.credited_g,
           emitted_g = a.emitted_g + excluded.emitted_g`)
}

/** Numbers of people, too, grow by ten at least: one person more would be one person. */
async function publishPeople(tx: Tx, areas: readonly CellKey[]): Promise<void> {
  await tx.run(sql`
    update area_people p set published = p.people
      from (select distinct * from unnest(${column(areas, 'code')}::text[], ${column(areas, 'month')}::text[],
                                          ${column(areas, 'pool')}::text[]) as d (code, month, pool)) d
     where p.municipality_code = d.code and p.month = d.month and p.pool = d.pool
       and p.people - p.published >= ${MIN_PEOPLE}`)
}

/**
 * Publishes what waits in these cells, however little it is beside what is published, wherever ten people stand behind
 * it. An upload ends with this: its acts come in pieces, and a piece published early leaves too few people behind the rest.
 */
export async function publishCells(tx: Tx, unpublished: Unpublished): Promise<void> {
  const cells = ordered(unpublished)
  // Whoever adds to a cell locks its row first, in this order.
  await tx.run(sql`
    select from area_sum s
      join unnest(${column(cells, 'code')}::text[], ${column(cells, 'month')}::text[], ${column(cells, 'pool')}::text[],
                  ${column(cells, 'mode')}::text[]) as d (code, month, pool, mode)
        on (s.municipality_code, s.month, s.pool, s.mode) = (d.code, d.month, d.pool, d.mode)
     order by s.municipality_code, s.month, s.pool, s.mode
       for update of s`)
  const waiting = (await waitingIn(tx, cells)).map((row): Piece => ({ ...row, stored: true, fresh: undefined }))
  const released = [...groupsOf(waiting, keyOf)].map((group) => releaseCell(group, (group[0] as Piece).mode))
  await publish(tx, released)
}

const Place = z.object({ prefecture: z.string(), month: Month })

/** Prefectures and months in which something waits. */
export function waitingPlaces(db: Queryable) {
  return db.many(rows(Place)`
    select distinct left(municipality_code, 2) as prefecture, month from area_waiting order by 1, 2`)
}

/**
 * Publishes what waits in a prefecture's month, however little it is beside what is published. Of a month that is over,
 * what is left of a pool's modes goes out together (`mixed`), then what is left of the municipalities, in the name of
 * the prefecture; each time ten people stand behind it. The rest waits for ever.
 */
export async function publishRemainders(
  tx: Tx,
  { prefecture, month, closed }: { prefecture: string; month: Month; closed: boolean },
): Promise<void> {
  // Whoever adds to a cell locks its row first; these wait for the moment this takes.
  const cells = await tx.many(rows(Cell)`
    select municipality_code as code, month, pool, mode, changes, published_changes as "publishedChanges"
      from area_sum
     where municipality_code between ${prefecture} and ${`${prefecture}999`} and month = ${month}
     order by municipality_code, month, pool, mode
       for update`)
  if (cells.length === 0) return
  let waiting: Piece[] = (await waitingIn(tx, cells)).map((row) => ({ ...row, stored: true, fresh: undefined }))
  const released: Released[] = []
  const sweep = (key: (piece: Piece) => string, mode?: string, code?: string) => {
    const kept: Piece[] = []
    for (const group of groupsOf(waiting, key)) {
      const done = releaseCell(group, mode ?? (group[0] as Piece).mode, code)
      released.push(done)
      kept.push(...done.kept)
    }
    waiting = kept
  }
  sweep(keyOf)
  if (closed) {
    sweep(({ code, pool }) => `${code} ${pool}`, MIXED)
    sweep(({ pool }) => pool, MIXED, prefecture)
  }
  await publish(tx, released)
}

function groupsOf<T>(items: readonly T[], key: (one: T) => string): Iterable<T[]> {
  const groups = new Map<string, T[]>()
  for (const one of items) {
    const group = groups.get(key(one))
    if (group) group.push(one)
    else groups.set(key(one), [one])
  }
  return groups.values()
}

const PersonSum = z.object({
  month: Month,
  pool: Pool,
  mode: z.string(),
  acts: z.int(),
  shownG: z.int(),
  creditedG: z.int(),
  emittedG: z.int(),
  contributedG: z.int(),
})
export type PersonSum = z.infer<typeof PersonSum>

/** A person's sums by month and mode: a few dozen rows a year. */
export function personSumsOf(db: Queryable, participantId: string, from: string, to: string): Promise<PersonSum[]> {
  return db.many(rows(PersonSum)`
    select month, pool, mode, acts, shown_g as "shownG", credited_g as "creditedG", emitted_g as "emittedG",
           contributed_g as "contributedG"
      from person_sum
     where participant_id = ${participantId} and month between ${from} and ${to}
     order by month, pool, mode
     limit 20000`)
}
