import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { searchText } from '@morinowa/shared/kernel/search-text.ts'
import type { Feed, FeedStop } from '@morinowa/shared/mobility/feeds/feed.ts'
import { FeedVersion } from '@morinowa/shared/mobility/feeds-contract.ts'
import { placesOf, type StopPlace } from '@morinowa/shared/mobility/feeds/places.ts'
import { from as copyFrom } from 'pg-copy-streams'
import { z } from 'zod'
import { type Queryable, rows, sql, type Tx } from '../../platform/db.ts'
import { copyText } from '../../reductions/sql-text.ts'

const FeedId = z.object({ id: z.uuid() })

/** A provider's feed of a name, made when it is new. Whoever else sends a version of it waits until this is done. */
export async function lockFeed(tx: Tx, providerId: OrganisationId, code: string, newId: string): Promise<string> {
  await tx.run(sql`
    insert into feed (id, provider_id, code) values (${newId}, ${providerId}, ${code})
    on conflict (provider_id, code) do nothing`)
  const { id } = await tx.one(rows(FeedId)`
    select id from feed where provider_id = ${providerId} and code = ${code} for update`)
  return id
}

/** A provider's feed of a name, if there is one. */
export async function feedNamed(db: Queryable, providerId: OrganisationId, code: string): Promise<string | null> {
  const found = await db.maybe(rows(FeedId)`select id from feed where provider_id = ${providerId} and code = ${code}`)
  return found?.id ?? null
}

const ProviderId = z.object({ id: OrganisationId })

/** The one provider of a name or id; null when there is none, or more than one. */
export async function providerNamed(db: Queryable, named: string): Promise<OrganisationId | null> {
  const found = await db.many(rows(ProviderId)`
    select id from organisation where kind = 'provider' and (name = ${named} or id::text = ${named}) limit 2`)
  return found.length === 1 ? (found[0]?.id ?? null) : null
}

const VersionId = z.object({ id: z.int() })

/** The version that was made of an archive, if it was. */
export async function versionOfArchive(db: Queryable, feedId: string, sha256: Buffer): Promise<number | null> {
  const found = await db.maybe(rows(VersionId)`
    select id from feed_version where feed_id = ${feedId} and content_sha256 = ${sha256}`)
  return found?.id ?? null
}

/** Writes a version of a feed with everything in it. */
export async function recordVersion(
  tx: Tx,
  of: { feedId: string; sha256: Buffer; bytes: number; at: string },
  feed: Feed,
): Promise<number> {
  const { info, counts, issues } = feed
  const { id } = await tx.one(rows(VersionId)`
    insert into feed_version (feed_id, content_sha256, label, publisher, agency, valid_from, valid_to, imported_at, bytes,
                              counts, issue_counts)
    values (${of.feedId}, ${of.sha256}, ${info.label}, ${info.publisher}, ${info.agency}, ${info.from}, ${info.to},
            ${of.at}, ${of.bytes}, ${JSON.stringify(counts)}, ${JSON.stringify([...issues.counts.values()])})
    returning id`)
  const { placeOf, places } = placesOf(feed.stops)
  await copy(
    tx,
    'feed_stop (version_id, number, stop_id, name, kana, name_en, lat, lon, kind, place)',
    stopLines(id, feed.stops, placeOf),
  )
  await copy(tx, 'feed_route (version_id, number, route_id, short_name, long_name, kind)', routeLines(id, feed))
  await copy(
    tx,
    'feed_service (version_id, number, service_id, weekdays, from_day, to_day, added, removed)',
    serviceLines(id, feed),
  )
  await copy(tx, 'feed_shape (version_id, number, shape_id, lats, lons)', shapeLines(id, feed))
  await copy(tx, 'feed_pattern (version_id, number, shape, stops, along_m, source)', patternLines(id, feed))
  await copy(
    tx,
    'feed_trip (version_id, trip_id, route, service, pattern, headsign, arrivals, departures)',
    tripLines(id, feed),
  )
  await copy(tx, 'feed_issue (version_id, number, file, line, code, facts)', issueLines(id, feed))
  await copy(
    tx,
    'stop_place (version_id, place, stop_id, name, kana, name_en, lat, lon, poles, search_text)',
    placeLines(id, places),
  )
  return id
}

/** Copies lines in PostgreSQL's text format, a stretch at a time. */
async function copy(tx: Tx, into: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(stretches(lines)), tx.client.query(copyFrom(`copy ${into} from stdin`)))
}

const STRETCH = 65_536

function* stretches(lines: Iterable<string>): Generator<string> {
  let held = ''
  for (const line of lines) {
    held += line
    if (held.length < STRETCH) continue
    yield held
    held = ''
  }
  if (held !== '') yield held
}

const orNull = (value: number | string | null): string => (value === null ? '\\N' : String(value))
const list = (values: readonly (number | string | null)[]): string => {
  let text = '{'
  for (let i = 0; i < values.length; i++) text += i === 0 ? (values[i] ?? 'NULL') : `,${values[i] ?? 'NULL'}`
  return `${text}}`
}

function* stopLines(id: number, stops: readonly FeedStop[], placeOf: readonly number[]): Generator<string> {
  for (const [number, s] of stops.entries()) {
    yield `${id}\t${number}\t${copyText(s.id)}\t${copyText(s.name)}\t${copyText(s.kana)}\t${copyText(s.nameEn)}\t${s.lat}\t${s.lon}\t${s.kind}\t${placeOf[number]}\n`
  }
}

function* routeLines(id: number, { routes }: Feed): Generator<string> {
  for (const [number, r] of routes.entries()) {
    yield `${id}\t${number}\t${copyText(r.id)}\t${copyText(r.shortName)}\t${copyText(r.longName)}\t${orNull(r.kind)}\n`
  }
}

function* serviceLines(id: number, { services }: Feed): Generator<string> {
  for (const [number, s] of services.entries()) {
    yield `${id}\t${number}\t${copyText(s.id)}\t${s.weekdays}\t${orNull(s.from)}\t${orNull(s.to)}\t${list(s.added)}\t${list(s.removed)}\n`
  }
}

function* shapeLines(id: number, { shapes }: Feed): Generator<string> {
  for (const [number, s] of shapes.entries()) {
    yield `${id}\t${number}\t${copyText(s.id)}\t${list(s.lats)}\t${list(s.lons)}\n`
  }
}

function* patternLines(id: number, { patterns }: Feed): Generator<string> {
  for (const [number, p] of patterns.entries()) {
    yield `${id}\t${number}\t${orNull(p.shape)}\t${list(p.stops)}\t${list(p.alongM)}\t${p.source}\n`
  }
}

function* tripLines(id: number, { trips }: Feed): Generator<string> {
  for (const t of trips) {
    yield `${id}\t${copyText(t.id)}\t${orNull(t.route)}\t${orNull(t.service)}\t${t.pattern}\t${copyText(t.headsign)}\t${list(t.arrivals)}\t${list(t.departures)}\n`
  }
}

function* issueLines(id: number, { issues }: Feed): Generator<string> {
  for (const [number, issue] of issues.kept.entries()) {
    yield `${id}\t${number}\t${issue.file}\t${issue.line}\t${issue.code}\t${copyText(JSON.stringify(issue.facts))}\n`
  }
}

function* placeLines(id: number, places: readonly StopPlace[]): Generator<string> {
  for (const [place, { stop: s, poles }] of places.entries()) {
    if (poles === 0) continue
    const words = searchText([s.name, s.kana, s.nameEn].filter(Boolean).join(' '))
    yield `${id}\t${place}\t${copyText(s.id)}\t${copyText(s.name)}\t${copyText(s.kana)}\t${copyText(s.nameEn)}\t${s.lat}\t${s.lon}\t${poles}\t${copyText(words)}\n`
  }
}

// ---- Reading them again ----

const FeedRow = z.object({ id: z.uuid(), code: z.string() })

/** The feeds of an organisation, by name. */
export function feedsOf(db: Queryable, providerId: OrganisationId) {
  return db.many(rows(FeedRow)`select id, code from feed where provider_id = ${providerId} order by code`)
}

const VersionRow = FeedVersion.omit({ refused: true, repaired: true }).extend({
  feedId: z.uuid(),
  issueCounts: z.array(z.object({ file: z.string(), code: z.string(), count: z.int() })),
})
export type VersionRow = z.infer<typeof VersionRow>

/** Every version of feeds, the newest first. */
export function versionsOf(db: Queryable, feedIds: readonly string[]): Promise<VersionRow[]> {
  return db.many(rows(VersionRow)`
    select id, feed_id as "feedId", label, publisher, agency, valid_from as "validFrom", valid_to as "validTo",
           imported_at as "importedAt", bytes, counts, issue_counts as "issueCounts"
      from feed_version
     where feed_id = any(${feedIds}::uuid[])
     order by imported_at desc, id desc`)
}

const IssueRow = z.object({
  file: z.string(),
  line: z.int(),
  code: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable(),
})

/** What was remarked about rows of a version, those that were left out first. */
export function issuesOf(db: Queryable, versionId: number): Promise<z.infer<typeof IssueRow>[]> {
  return db.many(rows(IssueRow)`
    select file, line, code, facts from feed_issue where version_id = ${versionId} order by number limit 1000`)
}
