import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { Page } from '../ui/page.tsx'

export function ProviderPage() {
  const { desks } = useText()
  return (
    <Page title={desks.provider.title} lead={desks.provider.lead}>
      <For kinds={['provider']}>
        <p>{desks.provider.lead}</p>
      </For>
    </Page>
  )
}
