import { For } from '../app/for.tsx'
import { useText } from '../app/text.tsx'
import { Page } from '../ui/page.tsx'

export function MapPage() {
  const { desks } = useText()
  return (
    <Page title={desks.map.title} lead={desks.map.lead}>
      <For kinds={'person'}>
        <p>{desks.map.lead}</p>
      </For>
    </Page>
  )
}
