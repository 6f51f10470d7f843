import type { Actor } from '@morinowa/shared/kernel/actor.ts'
import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { refuse } from '@morinowa/shared/kernel/refusal.ts'
import type { FeedIssueRow, FeedReport, FeedSummary, FeedVersion } from '@morinowa/shared/mobility/feeds-contract.ts'
import { FEED_ISSUES, type FeedIssueCode, issueText, levelOf } from '@morinowa/shared/mobility/feeds/issues.ts'
import { actingFor } from '../../identity/asking-person.ts'
import type { Queryable } from '../../platform/db.ts'
import type { Deps } from '../../platform/deps.ts'
import { feedsOf, issuesOf, type VersionRow, versionsOf } from './feed-store.ts'

/** The timetables of the acting organisation. */
export async function showFeeds({ db }: Deps, actor: Actor): Promise<{ items: FeedSummary[] }> {
  return { items: await summaries(db, actingFor(actor).id) }
}

/** One timetable of the acting organisation, with the report of a version: the newest unless another is named. */
export function showFeed(
  { db }: Deps,
  actor: Actor,
  { id, version }: { id: string; version?: number | undefined },
): Promise<FeedReport> {
  return reportOf(db, actingFor(actor).id, { feedId: id, versionId: version, repeated: false })
}

/** What was taken of a version, what was put right and what was left out. */
export async function reportOf(
  db: Queryable,
  providerId: OrganisationId,
  { feedId, versionId, repeated }: { feedId: string; versionId: number | undefined; repeated: boolean },
): Promise<FeedReport> {
  const feed = (await feedsOf(db, providerId)).find(({ id }) => id === feedId)
  const versions = feed ? await versionsOf(db, [feed.id]) : []
  const version = versionId === undefined ? versions[0] : versions.find(({ id }) => id === versionId)
  if (!feed || !version) return refuse('mobility.feed-missing')
  const issues = await issuesOf(db, version.id)
  return {
    feed: { ...feed, versions: versions.map(asVersion) },
    version: asVersion(version),
    repeated,
    issueCounts: version.issueCounts.flatMap(({ file, code, count }) =>
      isIssue(code) ? [{ file, code, level: levelOf(code), count }] : [],
    ),
    issues: issues
      .flatMap(({ file, line, code, facts }): FeedIssueRow[] =>
        isIssue(code)
          ? [{ file, line, code, level: levelOf(code), messages: issueText({ code, facts: facts ?? {} }) }]
          : [],
      )
      // What must be mended comes first.
      .toSorted((a, b) => Number(a.level === 'repaired') - Number(b.level === 'repaired')),
  }
}

async function summaries(db: Queryable, providerId: OrganisationId): Promise<FeedSummary[]> {
  const feeds = await feedsOf(db, providerId)
  const versions = await versionsOf(
    db,
    feeds.map(({ id }) => id),
  )
  return feeds.map((feed) => ({
    ...feed,
    versions: versions.filter(({ feedId }) => feedId === feed.id).map(asVersion),
  }))
}

function asVersion({ feedId: _, issueCounts, ...version }: VersionRow): FeedVersion {
  const sum = (level: string) =>
    issueCounts.reduce((all, { code, count }) => (isIssue(code) && levelOf(code) === level ? all + count : all), 0)
  return { ...version, refused: sum('refused'), repaired: sum('repaired') }
}

const isIssue = (code: string): code is FeedIssueCode => Object.hasOwn(FEED_ISSUES, code)
