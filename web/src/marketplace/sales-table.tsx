import type { SalesList } from '@morinowa/shared/marketplace/contract.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Table } from '../ui/table.tsx'

/** Number, day, buyer, use, mass, price without and with tax, and the sum: the columns of a town's list. */
export function SalesTable({ items }: { items: SalesList['items'] }) {
  const { sales } = useText().trade
  const format = useFormat()
  return (
    <Table
      caption={sales.lead}
      rows={items}
      keyOf={({ number }) => String(number)}
      columns={[
        { title: sales.number, cell: ({ number }) => format.number(number), names: true },
        { title: sales.day, cell: ({ soldOn }) => format.day(soldOn) },
        { title: sales.buyer, cell: ({ buyer }) => buyer ?? sales.unnamed },
        { title: sales.use, cell: ({ note }) => note ?? '—' },
        { title: sales.mass, cell: ({ massG }) => format.exactMassText(massG), align: 'end' },
        { title: sales.price, cell: ({ pricePerTonne }) => format.yen(pricePerTonne.withoutTaxYen), align: 'end' },
        { title: sales.priceWithTax, cell: ({ pricePerTonne }) => format.yen(pricePerTonne.withTaxYen), align: 'end' },
        { title: sales.total, cell: ({ totalYen }) => format.yen(totalYen), align: 'end' },
      ]}
    />
  )
}

const GRAMS_PER_TONNE = 1_000_000

/** The same as a file, with a byte-order mark for spreadsheets. */
export function useSalesCsv(): (list: SalesList) => string {
  const { sales } = useText().trade
  const quoted = (text: string | number) => `"${String(text).replaceAll('"', '""')}"`
  return ({ items }) => {
    const head = [
      sales.number,
      sales.day,
      sales.buyer,
      sales.use,
      sales.mass,
      sales.price,
      sales.priceWithTax,
      sales.total,
    ]
    const rows = items.map(({ number, soldOn, buyer, note, massG, pricePerTonne, totalYen }) => [
      number,
      soldOn,
      buyer ?? sales.unnamed,
      note ?? '',
      massG / GRAMS_PER_TONNE,
      pricePerTonne.withoutTaxYen,
      pricePerTonne.withTaxYen,
      totalYen,
    ])
    return `\u{feff}${[head, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
  }
}
