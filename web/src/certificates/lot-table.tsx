import type { RegisterLot } from '@morinowa/shared/certificates/contract.ts'
import type { PublicLot } from '@morinowa/shared/credits/contract.ts'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { Name } from '../ui/name.tsx'
import { Mass } from '../ui/stat.tsx'
import { type Column, Table } from '../ui/table.tsx'

/** Lots in the columns that Japanese registers use; what a search leaves out is left out here too. */
export function LotTable<Lot extends RegisterLot | PublicLot>({
  caption,
  lots,
}: {
  caption: string
  lots: readonly Lot[]
}) {
  const { registry } = useText()
  const format = useFormat()
  const { columns } = registry
  const whole: Column<RegisterLot | PublicLot>[] = [
    {
      title: columns.project,
      names: true,
      cell: ({ id, projectName, code }) => (
        <>
          <Link to="/registry/lots/$id" params={{ id }} className="link">
            <Name>{projectName}</Name>
          </Link>
          <br />
          <code className="text-dns-14N-130 font-normal text-soft">{code}</code>
        </>
      ),
    },
    { title: columns.family, cell: ({ family }) => <FamilyMark family={family} /> },
    { title: columns.holder, cell: ({ ownerName }) => ownerName },
    { title: columns.vintage, cell: ({ vintage }) => String(vintage), align: 'end' },
    { title: columns.mass, cell: ({ massG }) => <Mass grams={massG} />, align: 'end' },
  ]
  const balances: Column<RegisterLot | PublicLot>[] = [
    { title: columns.retired, cell: (lot) => 'retiredG' in lot && <Mass grams={lot.retiredG} />, align: 'end' },
    { title: columns.left, cell: (lot) => 'leftG' in lot && <Mass grams={lot.leftG} />, align: 'end' },
    { title: columns.issuedAt, cell: (lot) => 'issuedAt' in lot && format.day(lot.issuedAt) },
  ]
  const hasBalances = lots.some((lot) => 'leftG' in lot)
  return (
    <Table
      caption={caption}
      rows={lots}
      keyOf={({ id }) => id}
      columns={hasBalances ? [...whole, ...balances] : whole}
    />
  )
}
