import {
  type FeedReport,
  type FeedSummary,
  feedEndpoint,
  feedsEndpoint,
  importFeedEndpoint,
} from '@morinowa/shared/mobility/feeds-contract.ts'
import { FEED_LIMITS } from '@morinowa/shared/mobility/feeds/limits.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { upload } from '../app/upload.ts'
import { Await, Empty } from '../ui/await.tsx'
import { TextField } from '../ui/field.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { RefusalNote } from '../ui/note.tsx'
import { Section } from '../ui/page.tsx'
import { Disclosure } from '../ui/stat.tsx'
import { Table } from '../ui/table.tsx'
import { FeedReportView } from './feed-report.tsx'
import { Sending } from './upload-records.tsx'

type Shown = { feedId: string; versionId: number; report?: FeedReport }

/** The operator's timetables: send one, see what was taken of it, and which versions there are. */
export function Feeds() {
  const { travel } = useText()
  const client = useQueryClient()
  const [shown, setShown] = useState<Shown>()
  const [code, setCode] = useState('main')
  const [share, setShare] = useState(0)
  const sending = useMutation({
    mutationFn: (file: File) => {
      setShare(0)
      const path = `${importFeedEndpoint.path}?feed=${encodeURIComponent(code.trim() || 'main')}`
      return upload<FeedReport>(path, file, { type: 'application/zip', onProgress: setShare })
    },
    onSuccess: (report) => {
      setShown({ feedId: report.feed.id, versionId: report.version.id, report })
      return client.invalidateQueries({ queryKey: [feedsEndpoint.path] })
    },
  })
  return (
    <Section title={travel.feeds.title} lead={travel.feeds.lead}>
      <div className="grid gap-5">
        <FileDrop
          label={`${travel.feeds.drop} ${travel.feeds.limits(FEED_LIMITS.archiveMb, FEED_LIMITS.unpackedMb)}`}
          choose={travel.feeds.choose}
          accepts={['.zip', 'application/zip']}
          isPending={sending.isPending}
          onFile={(file) => sending.mutate(file)}
        />
        <Disclosure title={`${travel.feeds.name}: ${code}`}>
          <div className="max-w-md pt-2">
            <TextField
              name="feed"
              label={travel.feeds.name}
              description={travel.feeds.nameNote}
              value={code}
              onChange={setCode}
            />
          </div>
        </Disclosure>
        {sending.isPending && (
          <Sending
            share={share}
            said={share >= 1 ? travel.feeds.reading : travel.feeds.sending(sending.variables.name)}
          />
        )}
        <RefusalNote error={sending.error} />
        {shown && <Answer key={`${shown.versionId} ${shown.report !== undefined}`} shown={shown} />}
        <Taken onOpen={setShown} />
      </div>
    </Section>
  )
}

function Answer({ shown: { feedId, versionId, report } }: { shown: Shown }) {
  const read = useQuery({
    ...reading(feedEndpoint, { params: { id: feedId }, query: { version: versionId } }),
    enabled: report === undefined,
  })
  return report ? (
    <FeedReportView report={report} />
  ) : (
    <Await query={read}>{(one) => <FeedReportView report={one} />}</Await>
  )
}

function Taken({ onOpen }: { onOpen: (shown: Shown) => void }) {
  const { travel } = useText()
  const list = useQuery(reading(feedsEndpoint))
  return (
    <Await query={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="bus" title={travel.feeds.none}>
            {travel.feeds.noneLead}
          </Empty>
        ) : (
          <Versions feeds={items} onOpen={onOpen} />
        )
      }
    </Await>
  )
}

function Versions({ feeds, onOpen }: { feeds: readonly FeedSummary[]; onOpen: (shown: Shown) => void }) {
  const { travel } = useText()
  const format = useFormat()
  const rows = feeds.flatMap((feed) => feed.versions.map((version) => ({ feed, version })))
  const count = (row: (typeof rows)[number], file: string) =>
    format.number(row.version.counts.find((one) => one.file === file)?.taken ?? 0)
  const day = (value: string | null) => (value === null ? travel.feeds.openEnd : format.day(value))
  return (
    <Table
      caption={travel.feeds.list}
      showsCaption
      rows={rows}
      keyOf={({ version }) => String(version.id)}
      columns={[
        {
          title: travel.feeds.version,
          names: true,
          cell: ({ feed, version }) => (
            <button
              type="button"
              onClick={() => onOpen({ feedId: feed.id, versionId: version.id })}
              className="link min-h-12 cursor-pointer text-start break-words"
            >
              {version.agency ?? version.publisher ?? feed.code} {version.label ?? ''}
            </button>
          ),
        },
        { title: travel.feeds.feed, cell: ({ feed }) => <code>{feed.code}</code> },
        {
          title: travel.feeds.period,
          cell: ({ version }) => `${day(version.validFrom)} – ${day(version.validTo)}`,
        },
        { title: travel.feeds.stops, cell: (row) => count(row, 'stops.txt'), align: 'end' },
        { title: travel.feeds.trips, cell: (row) => count(row, 'trips.txt'), align: 'end' },
        { title: travel.feeds.importedAt, cell: ({ version }) => format.time(version.importedAt) },
      ]}
    />
  )
}
