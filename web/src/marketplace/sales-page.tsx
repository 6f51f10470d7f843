import type { OrganisationId } from '@morinowa/shared/kernel/ids.ts'
import { listSalesEndpoint, type SalesList } from '@morinowa/shared/marketplace/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { reading } from '../app/api-client.ts'
import { useFormat } from '../app/format.ts'
import { saveText } from '../app/save-file.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Stat } from '../ui/stat.tsx'
import { SalesTable, useSalesCsv } from './sales-table.tsx'

/** A seller's sales, as towns publish them. It writes itself. */
export function SalesPage() {
  const { sales } = useText().trade
  const { id } = useParams({ from: '/sellers/$id' })
  const list = useQuery(reading(listSalesEndpoint, { params: { id: id as OrganisationId } }))
  return (
    <Page title={list.data ? sales.title(list.data.sellerName) : sales.title('')} lead={sales.lead}>
      <Await query={list}>{(found) => <Sales list={found} />}</Await>
    </Page>
  )
}

function Sales({ list }: { list: SalesList }) {
  const { sales } = useText().trade
  const format = useFormat()
  const csv = useSalesCsv()
  return (
    <div className="grid gap-6">
      <div className="grid gap-6 sm:grid-cols-2 lg:grid-cols-4">
        <Stat label={sales.count} value={format.number(list.sales)} unit={sales.cases} />
        <Stat label={sales.sum} grams={list.massG} isExact />
        <Stat
          label={sales.total}
          value={format.yen(list.totalYen)}
          period={`${sales.withoutTax} ${format.yen(list.amountYen)}`}
        />
        <Stat label={sales.left} grams={list.leftG} isExact />
      </div>
      {list.items.length === 0 ? (
        <Empty icon="file" title={sales.none}>
          {sales.noneLead}
        </Empty>
      ) : (
        <>
          <SalesTable items={list.items} />
          <Button
            look="secondary"
            icon="download"
            className="justify-self-start"
            onPress={() => saveText(csv(list), 'sales.csv', 'text/csv')}
          >
            {sales.csv}
          </Button>
        </>
      )}
    </div>
  )
}
