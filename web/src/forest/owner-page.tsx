import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { OwnListings } from '../marketplace/own-listings.tsx'
import { SellerForm } from '../marketplace/seller-form.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
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
        <OwnLots />
        <OwnListings />
        <ImportForm />
        <StatementForm />
        <SellerForm />
      </For>
    </Page>
  )
}
