import { type ForestLot, listForestLotsEndpoint } from '@morinowa/shared/forest/contract.ts'
import { For } from '../app/for.tsx'
import { usePages } from '../app/paging.ts'
import { useText } from '../app/text.tsx'
import { OwnListings } from '../marketplace/own-listings.tsx'
import { SellerForm } from '../marketplace/seller-form.tsx'
import { After } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { ImportForm } from './import-form.tsx'
import { OwnLots } from './own-lots.tsx'
import { StatementForm } from './statement-form.tsx'

export function OwnerPage() {
  const { desk, forest, marketplace, trade } = useText()
  return (
    <Page
      title={forest.title}
      lead={forest.lead}
      actions={
        <>
          <ButtonLink to="/agents" look="quiet" icon="people">
            {trade.agents.title}
          </ButtonLink>
          <ButtonLink to="/proceeds" look="quiet" icon="scale">
            {trade.proceeds.link}
          </ButtonLink>
          <ButtonLink to="/benefits" look="quiet" icon="seal">
            {desk.benefits.title}
          </ButtonLink>
          <ButtonLink to="/orders" look="secondary" icon="file">
            {marketplace.orders.selling}
          </ButtonLink>
        </>
      }
    >
      <For kinds={['creditOwner', 'municipality']}>
        <Desks />
      </For>
    </Page>
  )
}

function Desks() {
  const { forest } = useText()
  const lots = usePages<ForestLot>(listForestLotsEndpoint)
  return (
    <Tabs
      label={forest.title}
      tabs={[
        {
          id: 'lots',
          title: forest.groups.lots,
          content: (
            <>
              <OwnLots />
              <After query={lots}>
                <OwnListings />
              </After>
            </>
          ),
        },
        { id: 'import', title: forest.groups.import, content: <ImportForm /> },
        { id: 'statement', title: forest.groups.statement, content: <StatementForm /> },
        { id: 'invoices', title: forest.groups.invoices, content: <SellerForm /> },
      ]}
    />
  )
}
