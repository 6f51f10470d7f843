import type { ProceedsOfOrder } from '@morinowa/shared/marketplace/money-contract.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Name } from '../ui/name.tsx'
import { Table } from '../ui/table.tsx'

/** The parts of a sale's money, with their sum. */
export function DivisionTable({ lines }: { lines: ProceedsOfOrder['lines'] }) {
  const { proceeds, sales } = useText().trade
  const format = useFormat()
  const sum = lines.reduce((all, { amountYen }) => all + amountYen, 0)
  const rows = lines.map((line, i) => ({ ...line, key: String(i) }))
  return (
    <div className="grid gap-2">
      <Table
        caption={proceeds.ofSale}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          {
            title: proceeds.party,
            cell: ({ partyName, role, own }) => (
              <>
                <Name>{partyName}</Name>
                <span className="block text-dns-14N-130 text-soft">
                  {roleName(proceeds.roles, role)}
                  {own && ` · ${proceeds.own}`}
                </span>
              </>
            ),
            names: true,
          },
          { title: proceeds.amount, cell: ({ amountYen }) => format.yen(amountYen), align: 'end' },
        ]}
      />
      <p className="text-end">
        {sales.sum} <strong className="figures">{format.yen(sum)}</strong>
      </p>
    </div>
  )
}

/** A party may have more than one part in a sale. */
export function roleName(names: Readonly<Record<string, string>>, role: string): string {
  return role
    .split(' ')
    .map((one) => names[one] ?? one)
    .join('・')
}
