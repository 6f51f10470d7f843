import type { ForestCoefficients } from '@morinowa/shared/forest/coefficients.ts'
import { useLanguage, useText } from '../app/text.tsx'
import { Status } from '../ui/status.tsx'
import { Table } from '../ui/table.tsx'
import { isChecked } from './species-field.tsx'

/** What is known of each species; a mark stands beside what was read in a source. */
export function CoefficientTable({ coefficients }: { coefficients: ForestCoefficients }) {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const words = methodologyPages.forest
  const milli = (value: number, checked: boolean) => `${value / 1_000}${checked ? ' ✓' : ''}`
  return (
    <Table
      caption={words.table}
      rows={coefficients.species}
      keyOf={({ id }) => id}
      columns={[
        {
          title: words.columns.species,
          names: true,
          cell: ({ name }) => (
            <>
              {name[language]} <em className="text-dns-14N-130 font-normal text-soft">{name.latin}</em>
            </>
          ),
        },
        {
          title: words.columns.old,
          align: 'end',
          cell: ({ befMilli, verified }) => milli(befMilli, verified.bef),
        },
        {
          title: words.columns.young,
          align: 'end',
          cell: ({ befYoungMilli, verified }) => milli(befYoungMilli, verified.befYoung),
        },
        {
          title: words.columns.root,
          align: 'end',
          cell: ({ rootRatioMilli, verified }) => milli(rootRatioMilli, verified.rootRatio),
        },
        {
          title: words.columns.density,
          align: 'end',
          cell: ({ densityKgPerM3, verified }) => milli(densityKgPerM3, verified.density),
        },
        {
          title: words.columns.carbon,
          align: 'end',
          cell: ({ carbonFractionMilli, verified }) => milli(carbonFractionMilli, verified.carbonFraction),
        },
        {
          title: words.columns.state,
          cell: (one) => (
            <Status tone={isChecked(one) ? 'good' : 'wait'}>{isChecked(one) ? words.checked : words.unchecked}</Status>
          ),
        },
      ]}
    />
  )
}
