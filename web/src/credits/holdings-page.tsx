import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { Page } from '../ui/page.tsx'

export function HoldingsPage() {
  const { desks } = useText()
  return (
    <Page title={desks.holdings.title} lead={desks.holdings.lead}>
      <For kinds={['buyer', 'distributor', 'merchant', 'creditOwner', 'municipality']}>
        <p>{desks.holdings.lead}</p>
      </For>
    </Page>
  )
}
