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

/** What was taken of a timetable, what was put right and what was left out. */
export function FeedReportView({ report }: { report: FeedReport }) {
  const { travel } = useText()
  const { version, feed, issues } = report
  const title = [version.agency ?? version.publisher ?? feed.code, version.label].filter(Boolean).join(' ')
  return (
    <Card className="grid gap-5">
      <div role="status">
        <h3 className="text-[1.125rem] break-words">
          {travel.feeds.report}: {title}
        </h3>
      </div>
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

/** One row for each kind of remark, with its first line as an example; the file has them line by line. */
function Remarks({ report: { issues, issueCounts, feed, version } }: { report: FeedReport }) {
  const { travel } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const kinds = issueCounts
    .map((kind) => ({ ...kind, first: issues.find(({ file, code }) => file === kind.file && code === kind.code) }))
    .toSorted((a, b) => Number(a.level === 'repaired') - Number(b.level === 'repaired') || b.count - a.count)
  function save() {
    const lines = issues.map(({ file, line, level, code, messages }) => [
      file,
      line,
      level,
      code,
      messages.ja,
      messages.en,
    ])
    const header = ['file', 'line', 'level', 'code', 'ja', 'en']
    saveText(csvTable(header, lines), `feed-${feed.code}-${version.id}.csv`, 'text/csv')
  }
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <p className="font-bold">{travel.feeds.remarks}</p>
        <Button look="secondary" icon="download" onPress={save}>
          {travel.feeds.csv}
        </Button>
      </div>
      <Table
        caption={travel.feeds.remarks}
        rows={kinds}
        keyOf={({ file, code }) => `${file} ${code}`}
        columns={[
          {
            title: travel.feeds.file,
            cell: ({ file, first }) => (
              <code className="break-words">
                {file}: {first ? first.line || travel.feeds.wholeFile : ''}
              </code>
            ),
            names: true,
          },
          {
            title: travel.feeds.what,
            cell: ({ first, code }) => (
              <span className="block min-w-40 break-words">{first?.messages[language] ?? code}</span>
            ),
          },
          {
            title: travel.feeds.kind,
            cell: ({ level }) => (
              <Status tone={level === 'refused' ? 'bad' : 'info'}>{travel.feeds.levels[level]}</Status>
            ),
          },
          {
            title: travel.feeds.count,
            cell: ({ count }) => travel.feeds.counted(format.number(count)),
            align: 'end',
          },
        ]}
      />
    </div>
  )
}
