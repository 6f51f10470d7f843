import type { PublicRetirement } from '@morinowa/shared/certificates/contract.ts'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { FamilyMark } from '../credits/family-mark.tsx'
import { Mass } from '../ui/stat.tsx'
import { Table } from '../ui/table.tsx'

export function RetirementTable({
  caption,
  retirements,
}: {
  caption: string
  retirements: readonly PublicRetirement[]
}) {
  const { registry } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const { columns } = registry
  return (
    <Table
      caption={caption}
      rows={retirements}
      keyOf={({ id }) => id}
      columns={[
        {
          title: columns.retiredAt,
          names: true,
          cell: ({ id, retiredAt }) => (
            <Link to="/retirements/$id" params={{ id }} className="link whitespace-nowrap">
              {format.day(retiredAt)}
            </Link>
          ),
        },
        { title: columns.beneficiary, cell: ({ beneficiaryText }) => beneficiaryText[language] },
        { title: columns.mass, cell: ({ massG }) => <Mass grams={massG} />, align: 'end' },
        { title: columns.family, cell: ({ family }) => <FamilyMark family={family} /> },
        { title: columns.by, cell: ({ holder }) => holder },
        { title: columns.purpose, cell: ({ purpose }) => purpose },
        {
          title: columns.certificate,
          cell: ({ certificateId }) => (
            <Link to="/certificates/$id" params={{ id: certificateId }} className="link">
              <code className="text-dns-14N-130 whitespace-nowrap">{certificateId}</code>
            </Link>
          ),
        },
      ]}
    />
  )
}
