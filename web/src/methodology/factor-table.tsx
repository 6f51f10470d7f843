import type { Factor } from '@morinowa/shared/methodology/factor.ts'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../app/format.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { factorPath } from './paths.ts'
import { SourceLink } from './source-link.tsx'

/** Rows of the registry: name, id and version, value, year, source, and whether it was read there. */
export function FactorTable({ caption, rows }: { caption: string; rows: readonly Factor[] }) {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const format = useFormat()
  const words = methodologyPages.factors
  return (
    <Table
      caption={caption}
      rows={rows}
      keyOf={({ id, version }) => `${id}@${version}`}
      columns={[
        {
          title: words.name,
          names: true,
          cell: ({ id, version, name }) => (
            <>
              <Link to={factorPath(id, version)} className="link">
                {name[language]}
              </Link>
              <code className="block text-dns-14N-130 font-normal break-all text-soft">
                {id}@{version}
              </code>
            </>
          ),
        },
        {
          title: words.value,
          align: 'end',
          narrow: 4,
          cell: ({ valueMg, unit }) => `${format.number(valueMg / 1_000)} ${unit}`,
        },
        { title: words.year, align: 'end', cell: ({ year }) => String(year) },
        {
          title: words.state,
          cell: ({ verified }) => (
            <Status tone={verified ? 'good' : 'wait'}>{verified ? words.verified : words.unverified}</Status>
          ),
        },
        { title: words.source, cell: ({ source }) => <SourceLink source={source} /> },
      ]}
    />
  )
}
