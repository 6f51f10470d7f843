import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { Page } from '../ui/page.tsx'

export function MarketPage() {
  const { desks } = useText()
  return (
    <Page title={desks.market.title} lead={desks.market.lead}>
      <For kinds={'person'}>
        <p>{desks.market.lead}</p>
      </For>
    </Page>
  )
}
