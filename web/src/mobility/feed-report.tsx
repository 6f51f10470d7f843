import { csvTable } from '@morinowa/shared/kernel/csv.ts'
import type { FeedReport } from '@morinowa/shared/mobility/feeds-contract.ts'
import { useFormat } from '../app/format.ts'
import { saveText } from '../app/save-file.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { Card } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'

const MOST_SHOWN = 50

/** What was taken of a timetable, what was put right and what was left out. */
export function FeedReportView({ report }: { report: FeedReport }) {
  const { travel } = useText()
  const { version, feed, issues } = report
  const title = [version.agency ?? version.publisher ?? feed.code, version.label].filter(Boolean).join(' ')
  return (
    <Card className="grid gap-5">
      <h3 className="text-[1.125rem] break-words" role="status">
        {travel.feeds.report}: {title}
      </h3>
      <Verdict report={report} />
      <Files report={report} />
      {issues.length > 0 && <Remarks report={report} />}
    </Card>
  )
}

function Verdict({ report: { repeated, version } }: { report: FeedReport }) {
  const { travel } = useText()
  if (repeated) return <Note tone="info">{travel.feeds.repeated}</Note>
  if (version.refused > 0) return <Note tone="wait">{travel.feeds.withRefusals}</Note>
  return <Note tone="good">{version.repaired > 0 ? travel.feeds.withRepairs : travel.feeds.clean}</Note>
}

function Files({ report: { version } }: { report: FeedReport }) {
  const { travel } = useText()
  const format = useFormat()
  return (
    <Table
      caption={travel.feeds.files}
      rows={version.counts}
      keyOf={({ file }) => file}
      columns={[
        { title: travel.feeds.file, cell: ({ file }) => <code>{file}</code>, names: true },
        { title: travel.feeds.rows, cell: ({ rows }) => format.number(rows), align: 'end' },
        { title: travel.feeds.taken, cell: ({ taken }) => format.number(taken), align: 'end' },
        {
          title: travel.feeds.left,
          cell: ({ rows, taken }) => (
            <span className={rows > taken ? 'font-bold text-bad' : 'text-soft'}>{format.number(rows - taken)}</span>
          ),
          align: 'end',
        },
      ]}
    />
  )
}

function Remarks({ report: { issues, issueCounts, feed, version } }: { report: FeedReport }) {
  const { travel } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const all = issueCounts.reduce((sum, { count }) => sum + count, 0)
  const shown = issues.slice(0, MOST_SHOWN).map((issue, number) => ({ ...issue, number }))
  function save() {
    const lines = issues.map(({ file, line, level, code, messages }) => [
      file,
      line,
      level,
      code,
      messages.ja,
      messages.en,
    ])
    saveText(
      csvTable(['file', 'line', 'level', 'code', 'ja', 'en'], lines),
      `feed-${feed.code}-${version.id}.csv`,
      'text/csv',
    )
  }
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h4 className="font-bold">{travel.feeds.remarks}</h4>
        <Button look="secondary" icon="download" onPress={save}>
          {travel.feeds.csv}
        </Button>
      </div>
      {all > shown.length && (
        <p className="text-soft">{travel.feeds.shown(format.number(shown.length), format.number(all))}</p>
      )}
      <Table
        caption={travel.feeds.remarks}
        rows={shown}
        keyOf={({ number }) => String(number)}
        columns={[
          {
            title: travel.feeds.file,
            cell: ({ file, line }) => (
              <code className="break-words">
                {file}: {line === 0 ? travel.feeds.wholeFile : line}
              </code>
            ),
            names: true,
          },
          {
            title: travel.feeds.what,
            cell: ({ messages }) => <span className="block min-w-40 break-words">{messages[language]}</span>,
          },
          {
            title: travel.feeds.kind,
            cell: ({ level }) => (
              <Status tone={level === 'refused' ? 'bad' : 'info'}>{travel.feeds.levels[level]}</Status>
            ),
          },
        ]}
      />
    </div>
  )
}
