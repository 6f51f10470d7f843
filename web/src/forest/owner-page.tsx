import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { Page } from '../ui/page.tsx'

export function OwnerPage() {
  const { desks } = useText()
  return (
    <Page title={desks.owner.title} lead={desks.owner.lead}>
      <For kinds={['creditOwner', 'municipality']}>
        <p>{desks.owner.lead}</p>
      </For>
    </Page>
  )
}
