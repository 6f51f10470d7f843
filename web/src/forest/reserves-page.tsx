import { listReservesEndpoint, type Reserve } from '@morinowa/shared/forest/official-contract.ts'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { lotPath } from '../app/paths.ts'
import { useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { More } from '../ui/more.tsx'
import { Name } from '../ui/name.tsx'
import { Note } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { Mass } from '../ui/stat.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'

/** Proof of reserve, for anybody: what is promised of each registered lot beside what its registry shows. */
export function ReservesPage() {
  const { backing } = useText()
  const list = usePages<Reserve>(listReservesEndpoint)
  return (
    <Page title={backing.title} lead={backing.lead}>
      <Await query={list}>
        {(reserves) =>
          reserves.length === 0 ? (
            <Empty icon="tree" title={backing.none}>
              {backing.noneLead}
            </Empty>
          ) : (
            <Shown reserves={reserves} />
          )
        }
      </Await>
      <More list={list} />
    </Page>
  )
}

function Shown({ reserves }: { reserves: readonly Reserve[] }) {
  const { backing } = useText()
  const format = useFormat()
  const { columns } = backing
  const broken = reserves.filter(({ holds }) => !holds).length
  return (
    <div className="grid gap-5">
      <Note tone={broken === 0 ? 'good' : 'bad'} title={broken === 0 ? backing.allHold : backing.broken(broken)}>
        {backing.rule}
      </Note>
      <Table
        caption={backing.title}
        rows={reserves}
        keyOf={({ lotId }) => lotId}
        columns={[
          {
            title: columns.project,
            names: true,
            cell: ({ lotId, projectName, family, vintage }) => (
              <span className="grid justify-items-start gap-1">
                <Link to={lotPath(lotId)} className="link">
                  <Name>{projectName}</Name>
                </Link>
                <span className="flex flex-wrap items-center gap-2 font-normal">
                  <FamilyMark family={family} />
                  <span className="text-dns-14N-130 text-soft">{vintage}</span>
                </span>
              </span>
            ),
          },
          {
            title: columns.state,
            cell: ({ holds }) => (
              <Status tone={holds ? 'good' : 'bad'}>{holds ? backing.holds : backing.exceeds}</Status>
            ),
          },
          {
            title: columns.proven,
            align: 'end',
            cell: ({ provenG, statementOn }) => (
              <>
                <Mass grams={provenG} />
                <span className="block text-dns-14N-130 text-soft">
                  {statementOn ? backing.statement(format.day(statementOn)) : backing.noStatement}
                </span>
              </>
            ),
          },
          { title: columns.attached, align: 'end', cell: ({ attachedG }) => <Mass grams={attachedG} /> },
          { title: columns.retired, align: 'end', cell: ({ retiredG }) => <Mass grams={retiredG} /> },
          { title: columns.official, align: 'end', cell: ({ officialG }) => <Mass grams={officialG} /> },
          {
            title: columns.due,
            align: 'end',
            cell: ({ dueG, dueBy }) => (
              <>
                <Mass grams={dueG} />
                {dueBy && (
                  <span className="block text-dns-14N-130 text-soft">
                    {columns.dueBy} {format.day(dueBy)}
                  </span>
                )}
              </>
            ),
          },
        ]}
      />
    </div>
  )
}
