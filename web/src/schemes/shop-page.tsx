import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { Page } from '../ui/page.tsx'

export function ShopPage() {
  const { desks } = useText()
  return (
    <Page title={desks.shop.title} lead={desks.shop.lead}>
      <For kinds={['merchant']}>
        <p>{desks.shop.lead}</p>
      </For>
    </Page>
  )
}
